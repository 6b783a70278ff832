import { posix } from "node:path";
import ts from "typescript";
import { annotate, annotateThis, castTo, type Annotation } from "./annotate.ts";
import { bare, isFunction, isPlainAssignment, nodeAt, parentOf, thisContainer } from "./syntax.ts";
import type { Slot } from "./slot.ts";
import type { Problem, Workbench } from "./workbench.ts";

/** "… is possibly null", "Cannot invoke an object which is possibly undefined", "used before being assigned". */
export const NULLNESS: ReadonlySet<number> = new Set([2531, 2532, 2533, 18047, 18048, 18049, 2721, 2722, 2723, 2454]);
/** "… implicitly has an 'any' type", in all its forms. */
export const IMPLICIT_ANY: ReadonlySet<number> = new Set([7005, 7006, 7010, 7011, 7019, 7022, 7023, 7024, 7031, 7034, 7051, 7008, 7050, 7018]);
const UNKNOWN_NAME: ReadonlySet<number> = new Set([2304, 2552, 2580, 2581, 2582, 2583, 2584, 2591, 2592, 2593, 2686, 2874]);
const MISSING_MEMBER: ReadonlySet<number> = new Set([2339, 2551, 7053, 7015, 7017, 7052, 2576, 2568, 2550]);
const ARGUMENT_COUNT: ReadonlySet<number> = new Set([2554, 2555, 2556, 2575]);

/**
 * Makes, or sets to `any`, the slot that most likely makes the error go away. False when there was nothing (more) to do at this place.
 */
export function repair(bench: Workbench, problem: Problem): boolean {
  const node = nodeAt(problem.file, problem.start, problem.length);
  const { code } = problem;
  if (NULLNESS.has(code)) return assertPresent(bench, node) || toAny(bench, castTo(bench, node));
  if (IMPLICIT_ANY.has(code)) return annotateDeclarationOf(bench, node);
  if (code === 2683) return toAny(bench, annotateThis(bench, thisContainer(node) ?? node)) || toAny(bench, castTo(bench, node));
  if (UNKNOWN_NAME.has(code)) return declareName(bench, node);
  if (code === 7016 || code === 2307) return declareModule(bench, node);
  if (code === 7009) return toAny(bench, castTo(bench, ts.isNewExpression(node) ? node.expression : node));
  if (MISSING_MEMBER.has(code)) return repairMember(bench, node, problem);
  if (ARGUMENT_COUNT.has(code)) return repairArguments(bench, node);
  if (code === 2403) return annotateDeclarationOf(bench, node);
  if (code === 2790) return repairOwner(bench, node);
  if (code === 2322 || code === 2740 || code === 2741 || code === 2739) return repairAssignment(bench, node);
  if (code === 2769 || code === 2345) return repairCall(bench, node);
  if (code === 2365 || code === 2367) return toAny(bench, castTo(bench, ts.isBinaryExpression(node) ? node.left : node));
  return repairExpression(bench, node);
}

/** True when the slot changed in this round, now or for an earlier error: one cause has many errors. */
function toAny(bench: Workbench, annotation: Annotation | undefined): boolean {
  if (annotation === undefined) return false;
  const { slot, isNew } = annotation;
  if (bench.touched.has(slot)) return true;
  if (!isNew && !lastRung(slot)) return false;
  bench.touched.add(slot);
  return true;
}

function lastRung(slot: Slot): boolean {
  if (slot.rung >= slot.ladder.length - 1) return false;
  slot.rung = slot.ladder.length - 1;
  return true;
}

export function assertPresent(bench: Workbench, node: ts.Node): boolean {
  const target = ts.isNonNullExpression(node) ? node : bare(node);
  const at = bench.basePosition(bare(node));
  if (at === undefined || !ts.isExpression(target) || target.kind === ts.SyntaxKind.NullKeyword) return false;
  const { slot, isNew } = bench.slot(at.path, "non_null", at.start, { end: at.end, name: String(at.end), ladder: ["!"] });
  if (isNew) return true;
  if (slot.ladder[slot.rung] !== "") return false;
  return lastRung(slot);
}

function annotateDeclarationOf(bench: Workbench, node: ts.Node): boolean {
  for (const declaration of declarationsOf(bench, node)) if (toAny(bench, annotate(bench, declaration))) return true;
  const around = ts.findAncestor(node, (above) => ts.isParameter(above) || ts.isVariableDeclaration(above) || ts.isBindingElement(above) || ts.isPropertyAssignment(above) || ts.isPropertyDeclaration(above) || isFunction(above));
  return around !== undefined && toAny(bench, annotate(bench, around));
}

export function declarationsOf(bench: Workbench, node: ts.Node): readonly ts.Declaration[] {
  const checker = bench.project.program().getTypeChecker();
  const symbol = checker.getSymbolAtLocation(ts.isPropertyAccessExpression(node) ? node.name : node);
  if (symbol === undefined) return [];
  const target = (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol;
  return target.declarations ?? [];
}

function declareName(bench: Workbench, node: ts.Node): boolean {
  const path = bench.project.relativePath(node.getSourceFile().fileName);
  if (path === undefined || !ts.isIdentifier(node)) return false;
  const file = node.getSourceFile();
  const first = file.statements.find((statement) => !(ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression)));
  const start = bench.toBase(path, first?.getStart(file) ?? file.getEnd());
  return toAny(bench, bench.slot(path, "ambient", start, { end: start, name: node.text, ladder: ["any"] }));
}

/** A dependency without types: everything that it exports is `any`, in one place where better types can be put later. */
function declareModule(bench: Workbench, node: ts.Node): boolean {
  const specifier = ts.isStringLiteralLike(node) ? node.text : undefined;
  if (specifier === undefined) return false;
  if (specifier.startsWith(".")) return describeNeighbor(bench, node, specifier);
  bench.untyped.add(specifier);
  return true;
}

/** A JavaScript file that is not migrated gets the declaration file that says so. */
function describeNeighbor(bench: Workbench, node: ts.Node, specifier: string): boolean {
  const from = bench.project.relativePath(node.getSourceFile().fileName) ?? "";
  const stem = posix.join(posix.dirname(from), specifier);
  const found = [stem, `${stem}.js`, `${stem}/index.js`].find((path) => /\.[cm]?jsx?$/.test(path) && bench.project.text(path) !== undefined);
  if (found === undefined) return false;
  bench.project.write(found.replace(/\.([cm]?)jsx?$/, ".d.$1ts"), "declare const value: any;\nexport = value;\n");
  return true;
}

/** `E.name` or `E[…]` where E's type has no such member. */
function repairMember(bench: Workbench, node: ts.Node, problem: Problem): boolean {
  const access = ts.findAncestor(node, (above) => ts.isPropertyAccessExpression(above) || ts.isElementAccessExpression(above) || ts.isBindingElement(above));
  if (access === undefined) return repairExpression(bench, node);
  if (ts.isBindingElement(access)) return toAny(bench, annotate(bench, access)) || patternSource(bench, access);
  if (!ts.isPropertyAccessExpression(access) && !ts.isElementAccessExpression(access)) return false;
  if (access.expression.kind === ts.SyntaxKind.ThisKeyword && ts.isPropertyAccessExpression(access) && addMember(bench, access)) return true;
  const used = bare(access.expression);
  if (ts.isElementAccessExpression(access) && problem.code === 7015) return toAny(bench, castTo(bench, access.argumentExpression)) || repairOwner(bench, access);
  return widenOwner(bench, used) || toAny(bench, castTo(bench, used)) || repairExpression(bench, access);
}

function patternSource(bench: Workbench, element: ts.BindingElement): boolean {
  const declaration = ts.findAncestor(element, ts.isVariableDeclaration);
  return declaration?.initializer !== undefined && toAny(bench, castTo(bench, declaration.initializer));
}

function repairOwner(bench: Workbench, node: ts.Node): boolean {
  const used = ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) ? bare(node.expression) : node;
  return toAny(bench, castTo(bench, used));
}

/** The declaration that gave an expression its type, where it is ours to annotate. */
function widenOwner(bench: Workbench, used: ts.Node): boolean {
  if (used.kind === ts.SyntaxKind.ThisKeyword && ts.isClassLike(thisContainer(used)?.parent ?? used)) return false;
  if (used.kind === ts.SyntaxKind.ThisKeyword) return toAny(bench, annotateThis(bench, thisContainer(used) ?? used));
  if (!ts.isIdentifier(used) && !ts.isPropertyAccessExpression(used)) return false;
  return declarationsOf(bench, used).some((declaration) => (ts.isVariableDeclaration(declaration) && castInitializer(bench, declaration)) || (ts.isParameter(declaration) || ts.isVariableDeclaration(declaration) || ts.isPropertyAssignment(declaration) || ts.isPropertyDeclaration(declaration)) && toAny(bench, annotate(bench, declaration)));
}

/** An object that gets more members later has them all from the start for the checker: `{} as { … }`. */
function castInitializer(bench: Workbench, declaration: ts.VariableDeclaration): boolean {
  const { initializer } = declaration;
  if (initializer === undefined || !ts.isObjectLiteralExpression(bare(initializer)) || declaration.type !== undefined) return false;
  return toAny(bench, castTo(bench, initializer));
}

/** Declares a property that a class only assigns. */
function addMember(bench: Workbench, access: ts.PropertyAccessExpression): boolean {
  const container = thisContainer(access);
  const owner = container === undefined ? undefined : ts.isClassLike(container) ? container : ts.isClassLike(container.parent) ? container.parent : undefined;
  if (owner === undefined || container === undefined) return false;
  const open = owner.getChildren().find((child) => child.kind === ts.SyntaxKind.OpenBraceToken);
  const at = open === undefined ? undefined : bench.basePosition(open);
  if (at === undefined) return false;
  const isStatic = ts.canHaveModifiers(container) && ts.getModifiers(container)?.some((modifier) => modifier.kind === ts.SyntaxKind.StaticKeyword) === true;
  const first = owner.members[0];
  const indent = first === undefined ? "  " : (/[ \t]*$/.exec(bench.base(at.path).slice(0, bench.basePosition(first)?.start ?? 0))?.[0] ?? "  ");
  const newLine = bench.base(at.path).includes("\r\n") ? "\r\n" : "\n";
  return toAny(bench, bench.slot(at.path, "member", at.end, { end: at.end, name: `declare ${isStatic ? "static " : ""}${access.name.text}`, ladder: ["any"], glue: newLine + indent }));
}

function repairArguments(bench: Workbench, node: ts.Node): boolean {
  const call = ts.findAncestor(node, (above) => ts.isCallExpression(above) || ts.isNewExpression(above));
  if (call === undefined || !(ts.isCallExpression(call) || ts.isNewExpression(call))) return false;
  const declaration = bench.project.program().getTypeChecker().getResolvedSignature(call)?.declaration;
  const given = call.arguments?.length ?? 0;
  if (declaration !== undefined && isFunction(declaration)) {
    const parameters = declaration.parameters.filter((parameter) => !(ts.isIdentifier(parameter.name) && parameter.name.text === "this"));
    const missing = parameters.slice(given).filter((parameter) => parameter.initializer === undefined && parameter.dotDotDotToken === undefined);
    let changed = false;
    for (const parameter of missing) {
      const annotation = annotate(bench, parameter);
      if (annotation === undefined || annotation.slot.optional) continue;
      annotation.slot.optional = true;
      changed = true;
    }
    if (changed || missing.some((parameter) => parameter.questionToken === undefined)) return true;
  }
  return toAny(bench, castTo(bench, call.expression));
}

function repairAssignment(bench: Workbench, node: ts.Node): boolean {
  const inner = bare(node);
  const parent = parentOf(inner);
  if (isPlainAssignment(parent) && bare(parent.left) === inner) return widenOwner(bench, inner) || toAny(bench, castTo(bench, parent.right));
  if (ts.isVariableDeclaration(node.parent)) return toAny(bench, annotate(bench, node.parent)) || (node.parent.initializer !== undefined && toAny(bench, castTo(bench, node.parent.initializer)));
  if (ts.isReturnStatement(node) && node.expression !== undefined) return toAny(bench, castTo(bench, node.expression));
  return repairExpression(bench, node);
}

function repairCall(bench: Workbench, node: ts.Node): boolean {
  const call = ts.findAncestor(node, (above) => ts.isCallExpression(above) || ts.isNewExpression(above));
  if (call === undefined || !(ts.isCallExpression(call) || ts.isNewExpression(call))) return repairExpression(bench, node);
  const callee = bare(call.expression);
  const owner = ts.isPropertyAccessExpression(callee) ? bare(callee.expression) : undefined;
  if (owner !== undefined && ts.isArrayLiteralExpression(owner) && owner.elements.length === 0) return toAny(bench, castTo(bench, owner));
  const argument = call.arguments?.find((found) => found.getStart() <= node.getStart() && found.getEnd() >= node.getEnd());
  if (argument !== undefined && toAny(bench, castTo(bench, argument))) return true;
  if (owner !== undefined && widenOwner(bench, owner)) return true;
  return toAny(bench, castTo(bench, owner ?? callee)) || (call.arguments ?? []).some((found) => toAny(bench, castTo(bench, found)));
}

/** The last resort before a suppression: the smallest expression around the error is `any`, then the one around that. */
function repairExpression(bench: Workbench, node: ts.Node): boolean {
  for (let current: ts.Node = node; !ts.isStatement(current) && !isFunction(current) && !ts.isSourceFile(current); current = current.parent) {
    const isName = (ts.isIdentifier(current) && (ts.isPropertyAccessExpression(current.parent) || ts.isPropertyAssignment(current.parent)) && current.parent.name === current) || !ts.isExpression(current);
    if (!isName && !isTarget(current) && toAny(bench, castTo(bench, current))) return true;
  }
  return false;
}

function isTarget(node: ts.Node): boolean {
  return ts.isVariableDeclaration(node.parent) && node.parent.name === node;
}
