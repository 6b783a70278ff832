import ts from "typescript";
import { annotateSlotOf } from "./slot-of.ts";
import { bare, isFunction, nodeAt, walk } from "./syntax.ts";
import { isLast, type Slot } from "./slot.ts";
import type { Problem, Workbench } from "./workbench.ts";

/**
 * The slots whose types an error is most likely about, and which are eligible (by default: can still be widened): those that the erroneous expression names, else those
 * of its statement, else those that its variables got their values from, else those of the function, else those of the file.
 */
export function blame(bench: Workbench, problem: Problem, isEligible: (slot: Slot) => boolean = (slot) => !isLast(slot)): readonly Slot[] {
  const node = nodeAt(problem.file, problem.start, problem.length);
  const around = ts.isSourceFile(node) ? node : bare(node.parent);
  const statement = ts.findAncestor(node, (above) => ts.isStatement(above) || ts.isVariableDeclaration(above) || isFunction(above)) ?? node;
  const scopes: readonly (() => Iterable<Slot>)[] = [
    () => slotsIn(bench, node, 0),
    () => slotsIn(bench, isFunction(around) || ts.isBlock(around) ? node : around, 0),
    () => slotsIn(bench, expressionPart(statement), 0),
    () => slotsIn(bench, node, 4),
    () => slotsIn(bench, expressionPart(statement), 4),
    () => inside(bench, problem, ts.findAncestor(node, isFunction)),
    () => inside(bench, problem, undefined),
  ];
  for (const scope of scopes) {
    const found = [...scope()].filter(isEligible);
    if (found.length > 0) return found;
  }
  return [];
}

/** The condition of an `if` or loop, the whole of any other statement. */
function expressionPart(statement: ts.Node): ts.Node {
  if (ts.isIfStatement(statement) || ts.isWhileStatement(statement) || ts.isDoStatement(statement) || ts.isSwitchStatement(statement)) return statement.expression;
  if (ts.isForInStatement(statement) || ts.isForOfStatement(statement)) return statement.expression;
  return statement;
}

function slotsIn(bench: Workbench, root: ts.Node, depth: number): ReadonlySet<Slot> {
  const found = new Set<Slot>();
  const seen = new Set<ts.Node>();
  const checker = bench.project.program().getTypeChecker();
  const look = (node: ts.Node, left: number): void => {
    if (seen.has(node)) return;
    seen.add(node);
    const visit = (child: ts.Node): undefined => {
      for (const slot of annotateSlotOf(bench, child)) found.add(slot);
      if (ts.isCallExpression(child) || ts.isNewExpression(child)) {
        const declaration = checker.getResolvedSignature(child)?.declaration;
        if (declaration !== undefined && isFunction(declaration)) for (const parameter of declaration.parameters) addDeclaration(parameter, left);
        if (declaration !== undefined) addDeclaration(declaration, left);
      }
      if (!ts.isIdentifier(child) && child.kind !== ts.SyntaxKind.ThisKeyword) return undefined;
      for (const declaration of checker.getSymbolAtLocation(child)?.declarations ?? []) addDeclaration(declaration, left);
      return undefined;
    };
    const addDeclaration = (declaration: ts.Node, remaining: number): void => {
      for (const slot of annotateSlotOf(bench, declaration)) found.add(slot);
      if (remaining > 0 && ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined) look(declaration.initializer, remaining - 1);
      if (remaining > 0 && ts.isPropertyAssignment(declaration)) look(declaration.initializer, remaining - 1);
    };
    visit(node);
    walk(node, visit);
  };
  look(root, depth);
  return found;
}

function* inside(bench: Workbench, problem: Problem, scope: ts.Node | undefined): Iterable<Slot> {
  const range = scope === undefined ? undefined : bench.basePosition(scope);
  for (const slot of bench.slots.values()) {
    if (slot.path === problem.path && (range === undefined || (slot.start >= range.start && slot.start <= range.end))) yield slot;
  }
}
