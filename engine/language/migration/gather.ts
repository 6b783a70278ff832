import ts from "typescript";
import { elementsOf, newEvidence, propertyOf, ANY_FUNCTION, type Evidence } from "./evidence.ts";
import { bare, isAssignment, isFunction, isPlainAssignment, parentOf, walk } from "./syntax.ts";
import { printType } from "./print-type.ts";

/** Evidence by the declaration that it is about: a parameter, a variable, a property, a function (for what it returns). */
export type Facts = ReadonlyMap<ts.Node, Evidence>;

const WIDER: ReadonlySet<string> = new Set(["push", "unshift"]);

/** Reads all files once and notes what flows where. `own` tells which declarations may be annotated at all. */
export function gather(program: ts.Program, files: readonly ts.SourceFile[], own: (node: ts.Node) => boolean): Facts {
  const checker = program.getTypeChecker();
  const facts = new Map<ts.Node, Evidence>();

  const at = (declaration: ts.Node): Evidence => {
    let found = facts.get(declaration);
    if (found === undefined) facts.set(declaration, (found = newEvidence()));
    return found;
  };

  /** The evidence that an expression reads or writes, if it is a name, a member or an element of one. */
  const place = (expression: ts.Node): Evidence | undefined => {
    const node = bare(expression);
    if (ts.isIdentifier(node)) {
      const symbol = checker.getSymbolAtLocation(node);
      const declaration = (symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol)?.valueDeclaration;
      return declaration !== undefined && own(declaration) && (ts.isParameter(declaration) || ts.isVariableDeclaration(declaration)) ? at(declaration) : undefined;
    }
    if (ts.isPropertyAccessExpression(node)) {
      const declaration = checker.getSymbolAtLocation(node.name)?.valueDeclaration;
      if (declaration !== undefined && own(declaration) && ts.isPropertyDeclaration(declaration)) return at(declaration);
      const owner = place(node.expression);
      return owner === undefined ? undefined : propertyOf(owner, node.name.text);
    }
    if (ts.isElementAccessExpression(node)) {
      const owner = place(node.expression);
      if (owner === undefined) return undefined;
      const argument = bare(node.argumentExpression);
      return ts.isStringLiteral(argument) ? propertyOf(owner, argument.text) : elementsOf(owner);
    }
    return undefined;
  };

  const flow = (into: Evidence, value: ts.Node): void => {
    const node = bare(value);
    if (node.kind === ts.SyntaxKind.NullKeyword) into.nullable = true;
    else if (ts.isIdentifier(node) && node.text === "undefined") into.absent = true;
    else if (ts.isVoidExpression(node)) into.absent = true;
    else if (ts.isObjectLiteralExpression(node)) flowObject(into, node);
    else if (ts.isArrayLiteralExpression(node)) {
      into.isArray = true;
      for (const element of node.elements) if (!ts.isSpreadElement(element)) flow(elementsOf(into), element);
    } else if (ts.isConditionalExpression(node)) {
      flow(into, node.whenTrue);
      flow(into, node.whenFalse);
    } else if (ts.isBinaryExpression(node) && [ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken].includes(node.operatorToken.kind)) {
      flow(into, node.left);
      flow(into, node.right);
    } else if (isPlainAssignment(node)) flow(into, node.right);
    else {
      const text = printType(checker, checker.getTypeAtLocation(node), node);
      if (text !== undefined) into.types.add(text);
      else {
        const other = place(node);
        if (other === undefined || other === into) return;
        into.links.add(other);
        other.flowsTo.add(into);
      }
    }
  };

  const flowObject = (into: Evidence, literal: ts.ObjectLiteralExpression): void => {
    into.isObject = true;
    into.literals++;
    for (const property of literal.properties) {
      if (property.name !== undefined) propertyOf(into, property.name.getText().replace(/^["']|["']$/g, "")).inLiterals++;
      if (ts.isPropertyAssignment(property)) facts.set(property, propertyOf(into, property.name.getText().replace(/^["']|["']$/g, "")));
      if (ts.isPropertyAssignment(property) && (ts.isIdentifier(property.name) || ts.isStringLiteralLike(property.name) || ts.isNumericLiteral(property.name)) && property.name.text !== "__proto__") flow(propertyOf(into, property.name.text), property.initializer);
      else if (ts.isShorthandPropertyAssignment(property)) flow(propertyOf(into, property.name.text), property.name);
      else if (ts.isMethodDeclaration(property) && ts.isIdentifier(property.name)) propertyOf(into, property.name.text).types.add(ANY_FUNCTION);
    }
  };

  const call = (node: ts.CallExpression | ts.NewExpression): void => {
    const given: readonly ts.Expression[] = node.arguments ?? [];
    const callee = bare(node.expression);
    if (ts.isPropertyAccessExpression(callee) && WIDER.has(callee.name.text)) {
      const list = place(callee.expression);
      if (list !== undefined) for (const value of given) if (!ts.isSpreadElement(value)) flow(elementsOf(list), value);
    }
    if (ts.isPropertyAccessExpression(callee) && callee.name.text === "isArray" && given[0] !== undefined) place(given[0])?.guards.add("unknown[]");
    const direct = checker.getResolvedSignature(node)?.declaration;
    const viaCall = ts.isPropertyAccessExpression(callee) && callee.name.text === "call" ? checker.getTypeAtLocation(callee.expression).getCallSignatures()[0]?.declaration : undefined;
    const target = viaCall ?? direct;
    const values = viaCall === undefined ? given : given.slice(1);
    if (target === undefined || !isFunction(target) || !own(target)) return;
    const parameters = target.parameters.filter((parameter) => !(ts.isIdentifier(parameter.name) && parameter.name.text === "this"));
    parameters.forEach((parameter, index) => {
      const value = values[index];
      if (values.slice(0, index + 1).some((one) => ts.isSpreadElement(one))) return;
      if (parameter.dotDotDotToken !== undefined) for (const rest of values.slice(index)) flow(elementsOf(at(parameter)), rest);
      else if (value === undefined) Object.assign(at(parameter), { absent: true, omitted: true });
      else flow(at(parameter), value);
    });
  };

  const use = (node: ts.Node): void => {
    const evidence = place(node);
    if (evidence === undefined) return;
    evidence.references++;
    const parent = parentOf(node);
    if (ts.isPropertyAccessExpression(parent) && bare(parent.expression) === node) evidence.reads.add(parent.name.text);
    else if (ts.isElementAccessExpression(parent) && bare(parent.expression) === node) useIndex(checker, evidence, parent);
    else if (ts.isCallExpression(parent) && bare(parent.expression) === node) evidence.called = true;
    else if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
      const type = ts.isExpression(node) ? checker.getContextualType(node) : undefined;
      const text = type === undefined ? undefined : printType(checker, type, node);
      if (text !== undefined && text !== "unknown") evidence.wanted.add(text);
    } else if (ts.isTypeOfExpression(parent)) guard(evidence, parentOf(parent));
    else if (ts.isForInStatement(parent)) evidence.indexed = true;
    else if (ts.isBinaryExpression(parent)) compare(evidence, parent, node);
  };

  const guard = (evidence: Evidence, comparison: ts.Node): void => {
    if (!ts.isBinaryExpression(comparison)) return;
    const literal = [comparison.left, comparison.right].map(bare).find((side) => ts.isStringLiteral(side));
    const kind = literal !== undefined && ts.isStringLiteral(literal) ? literal.text : "";
    if (["string", "number", "boolean", "symbol", "bigint"].includes(kind)) evidence.guards.add(kind);
    if (kind === "function") evidence.guards.add(ANY_FUNCTION);
    if (kind === "object") evidence.guards.add("object");
    if (kind === "undefined") evidence.absent = true;
  };

  const compare = (evidence: Evidence, binary: ts.BinaryExpression, node: ts.Node): void => {
    const other = bare(binary.left) === node ? bare(binary.right) : bare(binary.left);
    const { kind } = binary.operatorToken;
    if (kind === ts.SyntaxKind.InstanceOfKeyword && ts.isIdentifier(other) && bare(binary.left) === node) evidence.guards.add(other.text);
    if ([ts.SyntaxKind.MinusToken, ts.SyntaxKind.AsteriskToken, ts.SyntaxKind.SlashToken, ts.SyntaxKind.PercentToken, ts.SyntaxKind.AmpersandToken, ts.SyntaxKind.BarToken, ts.SyntaxKind.CaretToken, ts.SyntaxKind.LessThanLessThanToken, ts.SyntaxKind.GreaterThanGreaterThanToken, ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken, ts.SyntaxKind.LessThanToken, ts.SyntaxKind.GreaterThanToken, ts.SyntaxKind.LessThanEqualsToken, ts.SyntaxKind.GreaterThanEqualsToken].includes(kind)) evidence.arithmetic = true;
    if ([ts.SyntaxKind.EqualsEqualsToken, ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken].includes(kind)) {
      if (other.kind === ts.SyntaxKind.NullKeyword) evidence.nullable = true;
      else if (ts.isIdentifier(other) && other.text === "undefined") evidence.absent = true;
      else {
        const text = printType(checker, checker.getTypeAtLocation(other), other);
        if (text === "string" || text === "number" || text === "boolean") evidence.wanted.add(text);
      }
    }
  };

  for (const file of files) {
    walk(file, (node) => {
      if (ts.isCallExpression(node) || ts.isNewExpression(node)) call(node);
      if (isAssignment(node)) {
        const into = place(node.left);
        if (into !== undefined && own(node)) {
          into.assigned = true;
          flow(into, node.right);
        }
        const left = bare(node.left);
        const owner = ts.isElementAccessExpression(left) || ts.isPropertyAccessExpression(left) ? place(left.expression) : undefined;
        if (owner !== undefined && ts.isElementAccessExpression(left) && !ts.isStringLiteralLike(bare(left.argumentExpression))) markIndexed(checker, owner, left);
      }
      if (ts.isVariableDeclaration(node) && node.initializer !== undefined && own(node)) flow(at(checker.getSymbolAtLocation(node.name)?.valueDeclaration ?? node), node.initializer);
      if (ts.isParameter(node) && node.initializer !== undefined && own(node)) flow(at(node), node.initializer);
      if (ts.isReturnStatement(node) && node.expression !== undefined && own(node)) {
        const around = ts.findAncestor(node, isFunction);
        if (around !== undefined) flow(at(around), node.expression);
      }
      if (own(node) && (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node))) use(node);
      return undefined;
    });
  }
  return facts;
}

function useIndex(checker: ts.TypeChecker, evidence: Evidence, access: ts.ElementAccessExpression): void {
  const key = bare(access.argumentExpression);
  if (ts.isStringLiteralLike(key)) evidence.reads.add(key.text);
  else if ((checker.getTypeAtLocation(key).flags & ts.TypeFlags.NumberLike) !== 0) evidence.listed = true;
  else {
    evidence.indexed = true;
    if ((checker.getTypeAtLocation(key).flags & ts.TypeFlags.StringLike) !== 0) evidence.keyed = true;
  }
}

/** `o[key] = …`: a list where the key is a number and nothing says otherwise, else a dictionary. */
function markIndexed(checker: ts.TypeChecker, owner: Evidence, access: ts.ElementAccessExpression): void {
  const key = checker.getTypeAtLocation(access.argumentExpression);
  if ((key.flags & ts.TypeFlags.NumberLike) === 0 && !owner.isArray) owner.isObject = true;
  owner.indexed = true;
}
