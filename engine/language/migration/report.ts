import ts from "typescript";
import { isFunction, isPlainAssignment, walk } from "./syntax.ts";
import { typeOf } from "./slot.ts";
import type { Workbench } from "./workbench.ts";

export interface Suppression {
  readonly path: string;
  /** 1-based, in the migrated file. */
  readonly line: number;
  readonly code: number;
  readonly reason: string;
}

/** What a migration did, in figures. */
export interface MigrationReport {
  readonly files: number;
  readonly lines: number;
  /** Parameters, variables, members and function results. */
  readonly declarations: number;
  /** Those whose type is `any` itself. */
  readonly anyDeclarations: number;
  /** `as any` at a use. */
  readonly anyAssertions: number;
  /** Non-null assertions (`!`). */
  readonly nonNullAssertions: number;
  /** Dependencies without types, imported as `any`. */
  readonly untypedModules: readonly string[];
  readonly suppressions: readonly Suppression[];
  readonly errorsLeft: number;
  readonly strict: boolean;
  readonly seconds: number;
}

export function reportOn(bench: Workbench, started: number): MigrationReport {
  const errorsLeft = bench.check().length;
  const program = bench.project.program();
  const checker = program.getTypeChecker();
  const suppressions: Suppression[] = [];
  let lines = 0;
  let declarations = 0;
  let anyDeclarations = 0;
  const count = (isAny: boolean): void => {
    declarations++;
    if (isAny) anyDeclarations++;
  };
  for (const path of bench.paths) {
    const file = program.getSourceFile(bench.project.fileName(path));
    if (file === undefined) continue;
    lines += bench.base(path).replace(/\r?\n$/, "").split("\n").length;
    for (const { index } of file.text.matchAll(/^[ \t]*\/\/ @ts-expect-error TS(\d+): (.*)$/gm)) suppressions.push(suppressionAt(path, file.text, index));
    walk(file, (node) => {
      if ((ts.isParameter(node) || ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node) || ts.isBindingElement(node)) && ts.isIdentifier(node.name) && node.name.text !== "this") count(isAny(checker.getTypeAtLocation(node.name)) && !isTypedByFlow(checker, file, node, node.name));
      if (isFunction(node) && !ts.isConstructorDeclaration(node) && !ts.isSetAccessor(node)) {
        const signature = checker.getSignatureFromDeclaration(node);
        if (signature !== undefined) count(isAny(checker.getReturnTypeOfSignature(signature)));
      }
      return undefined;
    });
  }
  const slots = [...bench.slots.values()];
  return {
    files: bench.paths.length,
    lines,
    declarations,
    anyDeclarations,
    anyAssertions: slots.filter((slot) => slot.kind === "cast" && typeOf(slot) === "any").length,
    nonNullAssertions: slots.filter((slot) => slot.kind === "non_null" && typeOf(slot) !== "").length,
    untypedModules: [...bench.untyped].sort(),
    suppressions,
    errorsLeft,
    strict: bench.project.options().strict === true,
    seconds: (Date.now() - started) / 1000,
  };
}

/** `let x;` has at each use the type of what was assigned last; only a use that is `any` makes it `any`. */
function isTypedByFlow(checker: ts.TypeChecker, file: ts.SourceFile, node: ts.Node, name: ts.Identifier): boolean {
  if (!ts.isVariableDeclaration(node) || node.type !== undefined || node.initializer !== undefined || ts.isCatchClause(node.parent)) return false;
  const symbol = checker.getSymbolAtLocation(name);
  let typed = true;
  walk(file, (use) => {
    if (ts.isIdentifier(use) && use !== name && use.text === name.text && checker.getSymbolAtLocation(use) === symbol && !isAssigned(use)) typed &&= !isAny(checker.getTypeAtLocation(use));
    return undefined;
  });
  return typed;
}

const isAssigned = (use: ts.Node): boolean => isPlainAssignment(use.parent) && use.parent.left === use;

const isAny = (type: ts.Type): boolean => (type.flags & ts.TypeFlags.Any) !== 0;

function suppressionAt(path: string, text: string, index: number): Suppression {
  const line = text.slice(0, index).split("\n").length;
  const [, code, reason] = /TS(\d+): (.*)/.exec(text.split("\n")[line - 1] ?? "") ?? [];
  return { path, line, code: Number(code), reason: (reason ?? "").trim() };
}
