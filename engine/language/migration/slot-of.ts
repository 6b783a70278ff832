import ts from "typescript";
import { memberName } from "./annotate.ts";
import { bare, isFunction } from "./syntax.ts";
import type { Slot } from "./slot.ts";
import type { Workbench } from "./workbench.ts";

/** The slots that sit at a node: its annotation, its assertion, its function's return type and `this`. Makes none. */
export function annotateSlotOf(bench: Workbench, node: ts.Node): readonly Slot[] {
  const found: (Slot | undefined)[] = [];
  const named = ts.isParameter(node) || ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node);
  if (named) {
    const at = bench.basePosition(node.name);
    if (at !== undefined) {
      found.push(bench.find(at.path, ts.isParameter(node) ? "parameter" : "variable", at.start), bench.find(at.path, "catch", at.start));
      if (ts.isPropertyDeclaration(node)) found.push(bench.find(at.path, "member", at.start, memberName(node)));
      if (ts.isVariableDeclaration(node)) found.push(...bench.redeclared(at.path, at.end));
    }
  }
  if (ts.isBindingElement(node)) return annotateSlotOf(bench, node.parent.parent);
  if (isFunction(node)) {
    const close = node.getChildren().find((child) => child.kind === ts.SyntaxKind.CloseParenToken);
    const at = close === undefined ? undefined : bench.basePosition(close);
    const whole = bench.basePosition(node);
    if (at !== undefined) found.push(bench.find(at.path, "return", at.start));
    if (whole !== undefined) found.push(bench.find(whole.path, "this", whole.start));
  }
  const value = ts.isPropertyAssignment(node) ? bare(node.initializer) : ts.isVariableDeclaration(node) && node.initializer !== undefined ? bare(node.initializer) : ts.isExpression(node) ? bare(node) : undefined;
  if (value !== undefined) {
    const at = bench.basePosition(value);
    if (at !== undefined) found.push(bench.find(at.path, "cast", at.start, String(at.end)));
  }
  return found.filter((slot) => slot !== undefined);
}
