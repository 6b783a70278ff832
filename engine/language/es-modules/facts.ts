import ts from "typescript";
import { isAssignment, isExportsObject, isPlainAssignment, requiredModule, walk } from "../migration/syntax.ts";

export interface Require {
  readonly call: ts.Expression;
  readonly specifier: string;
  /** It runs whenever the file is loaded. */
  readonly always: boolean;
}

/** How a file exports; what does not fit a simpler form goes through a constant that stands for the exports object. */
export type ExportForm =
  | { readonly kind: "none" }
  /** `module.exports = { a, b: c }`, and nothing else. */
  | { readonly kind: "object"; readonly assignment: ts.BinaryExpression; readonly literal: ts.ObjectLiteralExpression }
  /** `exports.a = …` statements, each name once; `reads` use them. */
  | { readonly kind: "named"; readonly assignments: readonly NamedExport[]; readonly reads: readonly ts.PropertyAccessExpression[] }
  /** `module.exports = value`, once; `others` are further mentions of the exports object. */
  | { readonly kind: "value"; readonly outer: ts.BinaryExpression; readonly value: ts.Expression; readonly others: readonly ts.Expression[] }
  | { readonly kind: "constant"; readonly mentions: readonly ts.Expression[]; readonly reassigned: boolean };

export interface NamedExport {
  readonly name: string;
  readonly assignment: ts.BinaryExpression;
}

/** What a file's text says about its modules. */
export interface Facts {
  readonly path: string;
  readonly file: ts.SourceFile;
  readonly isEsModule: boolean;
  readonly requires: readonly Require[];
  readonly exports: ExportForm;
  /** `__dirname` and `__filename`. */
  readonly places: readonly ts.Identifier[];
  /** `require.main === module` */
  readonly mainTests: readonly ts.BinaryExpression[];
  /** `require` in any other use than a call with one literal. */
  readonly usesRequire: boolean;
  /** Every name that is declared or used, so that new ones are new. */
  readonly names: Set<string>;
  /** Names that are assigned after their declaration. */
  readonly written: ReadonlySet<string>;
  /** Why the file has to stay CommonJS. */
  readonly blocker: string | undefined;
  /** `;` where the file ends its statements so. */
  readonly semicolon: string;
}

export function factsOf(path: string, file: ts.SourceFile): Facts {
  const requires: Require[] = [];
  const mentions: ts.Expression[] = [];
  const places: ts.Identifier[] = [];
  const mainTests: ts.BinaryExpression[] = [];
  const names = new Set<string>();
  const written = new Set<string>();
  const blockers: string[] = [];
  let usesRequire = false;
  const visit = (node: ts.Node, always: boolean, ownThis: boolean): void => {
    if (isMainTest(node)) {
      mainTests.push(node);
      return;
    }
    const specifier = requiredModule(node);
    if (specifier !== undefined && ts.isExpression(node)) {
      requires.push({ call: node, specifier, always });
      return;
    }
    if (ts.isExpression(node) && isExportsObject(node)) {
      mentions.push(node);
      return;
    }
    if (node.kind === ts.SyntaxKind.ThisKeyword && !ownThis) blockers.push("it uses `this` at its top level");
    if (ts.isReturnStatement(node) && ts.findAncestor(node, ts.isFunctionLike) === undefined) blockers.push("it returns at its top level");
    if (ts.isTypeOfExpression(node) && ts.isIdentifier(node.expression) && /^(?:module|exports|require|define)$/.test(node.expression.text)) blockers.push("it asks at run time which module system loads it");
    if (ts.isIdentifier(node)) {
      if (isFree(node) || isDeclared(node)) names.add(node.text);
      if (isWritten(node)) written.add(node.text);
      if (isFree(node)) {
        if (node.text === "require") usesRequire = true;
        if (node.text === "module") blockers.push("it uses `module` for more than its exports");
        if (node.text === "__dirname" || node.text === "__filename") places.push(node);
      } else if (/^(?:require|module|exports)$/.test(node.text) && isDeclared(node)) blockers.push(`it declares a \`${node.text}\` of its own`);
    }
    if (ts.isStringLiteral(node) && node.text === "__esModule") blockers.push("it is compiled from ES modules");
    const conditional = ts.isFunctionLike(node) || ts.isConditionalExpression(node) || ts.isIfStatement(node) || ts.isTryStatement(node) || ts.isIterationStatement(node, false) || ts.isSwitchStatement(node) || ts.isClassLike(node) || isLogical(node);
    const bindsThis = (ts.isFunctionLike(node) && !ts.isArrowFunction(node)) || ts.isClassLike(node);
    ts.forEachChild(node, (child) => {
      visit(child, always && !conditional, ownThis || bindsThis);
    });
  };
  visit(file, true, false);
  const isEsModule = file.statements.some((statement) => ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) || ts.isExportAssignment(statement) || (ts.canHaveModifiers(statement) && (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)));
  const exports = exportForm(mentions);
  if (exports === undefined) blockers.push("it uses both `exports` and a `module.exports` that it replaces");
  return { path, file, isEsModule, requires, exports: exports ?? { kind: "none" }, places, mainTests, usesRequire, names, written, blocker: blockers[0], semicolon: /;[ \t]*(?:\/\/.*)?\r?$/m.test(file.text) || !file.text.includes("\n") ? ";" : "" };
}

function exportForm(mentions: readonly ts.Expression[]): ExportForm | undefined {
  if (mentions.length === 0) return { kind: "none" };
  const whole = mentions.filter((node) => isPlainAssignment(node.parent) && node.parent.left === node);
  if (whole.length === 0) return namedForm(mentions) ?? { kind: "constant", mentions, reassigned: false };
  const outers = new Set(whole.map(outermost));
  const [outer] = outers;
  const others = mentions.filter((node) => !whole.includes(node));
  const atTop = outer !== undefined && isTopLevel(outer);
  if (outers.size > 1 || outer === undefined || !atTop) {
    const forms = new Set(mentions.map((node) => ts.isIdentifier(node)));
    return forms.size > 1 ? undefined : { kind: "constant", mentions, reassigned: true };
  }
  const replacesModuleExports = whole.some((node) => !ts.isIdentifier(node));
  if (!replacesModuleExports || (others.some((node) => ts.isIdentifier(node)) && !whole.some((node) => ts.isIdentifier(node)))) return undefined;
  if (others.some((node) => node.getStart() < outer.getStart() && ts.findAncestor(node, ts.isFunctionLike) === undefined)) return undefined;
  const value = innermost(outer);
  if (others.length === 0 && ts.isObjectLiteralExpression(value) && ts.isExpressionStatement(outer.parent) && isListing(value)) return { kind: "object", assignment: outer, literal: value };
  return { kind: "value", outer, value, others };
}

/** Only plain names as keys, and no values that need the literal around them. */
function isListing(literal: ts.ObjectLiteralExpression): boolean {
  const keys = literal.properties.map((property) => (ts.isShorthandPropertyAssignment(property) || ts.isPropertyAssignment(property)) && ts.isIdentifier(property.name) ? property.name.text : "");
  return keys.length > 0 && new Set(keys).size === keys.length && keys.every((key) => key !== "" && key !== "default" && key !== "__proto__");
}

function namedForm(mentions: readonly ts.Expression[]): ExportForm | undefined {
  const assignments: NamedExport[] = [];
  const reads: ts.PropertyAccessExpression[] = [];
  for (const node of mentions) {
    const access = node.parent;
    if (!ts.isPropertyAccessExpression(access) || access.expression !== node || !ts.isIdentifier(access.name)) return undefined;
    const { parent } = access;
    if (isPlainAssignment(parent) && parent.left === access) {
      if (!ts.isExpressionStatement(parent.parent) || !ts.isSourceFile(parent.parent.parent) || isPlainAssignment(parent.right)) return undefined;
      assignments.push({ name: access.name.text, assignment: parent });
    } else if (isAssignment(parent) && parent.left === access) return undefined;
    else if (ts.isDeleteExpression(parent) || ts.isPostfixUnaryExpression(parent) || (ts.isPrefixUnaryExpression(parent) && parent.operator >= ts.SyntaxKind.PlusPlusToken && parent.operator <= ts.SyntaxKind.MinusMinusToken)) return undefined;
    else reads.push(access);
  }
  const names = assignments.map(({ name }) => name);
  if (new Set(names).size !== names.length || !reads.every(({ name }) => names.includes(name.text))) return undefined;
  return { kind: "named", assignments, reads };
}

function outermost(node: ts.Expression): ts.BinaryExpression | undefined {
  let current: ts.Node = node.parent;
  while (isPlainAssignment(current.parent)) current = current.parent;
  return isPlainAssignment(current) ? current : undefined;
}

function innermost(assignment: ts.BinaryExpression): ts.Expression {
  let value: ts.Expression = assignment;
  while (isPlainAssignment(value) && isExportsObject(value.left)) value = value.right;
  return value;
}

/** A statement of the file, or the value of a variable that is one. */
function isTopLevel(outer: ts.BinaryExpression): boolean {
  const { parent } = outer;
  if (ts.isExpressionStatement(parent)) return ts.isSourceFile(parent.parent);
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) && ts.isVariableStatement(parent.parent.parent) && ts.isSourceFile(parent.parent.parent.parent);
}

function isMainTest(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && [ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.EqualsEqualsToken].includes(node.operatorToken.kind) && /^(?:require\.main module|module require\.main)$/.test(`${node.left.getText()} ${node.right.getText()}`);
}

function isLogical(node: ts.Node): boolean {
  return ts.isBinaryExpression(node) && [ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken].includes(node.operatorToken.kind);
}

/** An identifier that is neither a property's name nor declared by its parent. */
function isFree(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if ((ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isAccessor(parent)) && parent.name === node) return false;
  return !isDeclared(node) && !ts.isLabeledStatement(parent) && !ts.isJSDoc(parent);
}

function isDeclared(node: ts.Identifier): boolean {
  const { parent } = node;
  return (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isFunctionDeclaration(parent) || ts.isFunctionExpression(parent) || ts.isBindingElement(parent) || ts.isClassDeclaration(parent)) && parent.name === node;
}

function isWritten(node: ts.Identifier): boolean {
  const { parent } = node;
  if (isAssignment(parent)) return parent.left === node;
  if (ts.isForInStatement(parent) || ts.isForOfStatement(parent)) return parent.initializer === node;
  return ts.isPostfixUnaryExpression(parent) || (ts.isPrefixUnaryExpression(parent) && parent.operator >= ts.SyntaxKind.PlusPlusToken && parent.operator <= ts.SyntaxKind.MinusMinusToken);
}

/** How a file uses what a `require` gave it. */
export interface Usage {
  /** Names that are read from it, by destructuring or as `m.name`. */
  readonly names: ReadonlySet<string>;
  /** It is used as a value: called, passed on, looped over. */
  readonly whole: boolean;
  /** It is changed. */
  readonly changed: boolean;
}

export function usageOf(file: ts.SourceFile, call: ts.Expression): Usage {
  const names = new Set<string>();
  let whole = false;
  let changed = false;
  const use = (node: ts.Node): void => {
    const { parent } = node;
    if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
      names.add(parent.name.text);
      changed ||= (isAssignment(parent.parent) && parent.parent.left === parent) || ts.isDeleteExpression(parent.parent);
    } else if (ts.isElementAccessExpression(parent) && parent.expression === node) {
      whole = true;
      changed ||= isAssignment(parent.parent) && parent.parent.left === parent;
    } else if (ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name)) {
      for (const element of parent.name.elements) {
        const key = element.propertyName ?? element.name;
        if (element.dotDotDotToken === undefined && ts.isIdentifier(key)) names.add(key.text);
        else whole = true;
      }
    } else if (!ts.isExpressionStatement(parent)) whole = true;
  };
  const { parent } = call;
  if (!(ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name))) {
    use(call);
    return { names, whole, changed };
  }
  const name = parent.name.text;
  walk(file, (node) => {
    if (ts.isIdentifier(node) && node.text === name && node !== parent.name && isFree(node)) use(node);
    return undefined;
  });
  return { names, whole, changed };
}
