import ts from "typescript";
import type { Project } from "../project.ts";
import { render, slotKey, type Rendered, type Slot, type SlotKind } from "./slot.ts";

/** An error of the type checker, in the rendered text of a migrated file. */
export interface Problem {
  readonly path: string;
  readonly code: number;
  readonly start: number;
  readonly length: number;
  readonly message: string;
  readonly file: ts.SourceFile;
}

/** The migrated files' base texts and slots over a project; everything that the search does goes through here. */
export class Workbench {
  readonly project: Project;
  readonly paths: readonly string[];
  readonly slots = new Map<string, Slot>();
  /** Dependencies that have no types. */
  readonly untyped = new Set<string>();
  /** What changed since the last check. */
  readonly touched = new Set<Slot>();
  checks = 0;
  private readonly bases = new Map<string, string>();
  private readonly rendered = new Map<string, Rendered>();
  private readonly signal: AbortSignal | undefined;

  constructor(project: Project, paths: readonly string[], signal: AbortSignal | undefined) {
    this.project = project;
    this.paths = paths;
    this.signal = signal;
    for (const path of paths) this.bases.set(path, project.text(path) ?? "");
    this.refresh();
  }

  base(path: string): string {
    return this.bases.get(path) ?? "";
  }

  /** Puts the slots' current texts into the project. */
  refresh(): void {
    const byFile = Map.groupBy(this.slots.values(), (slot) => slot.path);
    for (const path of this.paths) {
      const result = render(this.base(path), byFile.get(path) ?? []);
      this.rendered.set(path, result);
      this.project.write(path, result.text);
    }
    if (this.untyped.size > 0) this.project.write(UNTYPED_PATH, untypedModules(this.untyped));
  }

  toBase(path: string, position: number): number {
    return this.rendered.get(path)?.toBase(position) ?? position;
  }

  /**
   * The errors in the migrated files under the current rungs: those of `first` before the others, and no further file once there are more
   * than `enough`. @throws the signal's reason when it was aborted.
   */
  check(first?: string, enough = Infinity): readonly Problem[] {
    this.signal?.throwIfAborted();
    this.refresh();
    this.checks++;
    this.touched.clear();
    const program = this.project.program();
    const problems: Problem[] = [];
    const order = first === undefined ? this.paths : [first, ...this.paths.filter((path) => path !== first)];
    for (const path of order) {
      if (problems.length > enough) break;
      problems.push(...this.checkFile(program, path));
    }
    return problems;
  }

  private checkFile(program: ts.Program, path: string): readonly Problem[] {
    const file = program.getSourceFile(this.project.fileName(path));
    if (file === undefined) return [];
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return found
      .filter((diagnostic) => diagnostic.category === ts.DiagnosticCategory.Error)
      .map(({ code, start = 0, length = 0, messageText }) => ({ path, code, start, length, message: ts.flattenDiagnosticMessageText(messageText, " "), file }));
  }

  /** The slot of that kind at a node, made if there is none yet. */
  slot(path: string, kind: SlotKind, start: number, more: Omit<Slot, "path" | "kind" | "start" | "optional" | "rung"> & { readonly optional?: boolean }): { readonly slot: Slot; readonly isNew: boolean } {
    const key = slotKey(path, kind, start, more.name);
    const known = this.slots.get(key);
    if (known !== undefined) return { slot: known, isNew: false };
    const slot: Slot = { path, kind, start, rung: 0, optional: false, ...more };
    this.slots.set(key, slot);
    return { slot, isNew: true };
  }

  holds(slot: Slot): boolean {
    return this.slots.get(slotKey(slot.path, slot.kind, slot.start, slot.name)) === slot;
  }

  find(path: string, kind: SlotKind, start: number, name?: string): Slot | undefined {
    return this.slots.get(slotKey(path, kind, start, name));
  }

  /** The variable slot that one of several declarations of a `var`, ending there, shares. */
  redeclared(path: string, end: number): readonly Slot[] {
    return [...this.slots.values()].filter((slot) => slot.path === path && slot.alsoAt?.includes(end) === true);
  }

  /** Where a node of the current tree is in the base text. */
  basePosition(node: ts.Node): { readonly path: string; readonly start: number; readonly end: number } | undefined {
    const file = node.getSourceFile();
    const path = this.project.relativePath(file.fileName);
    if (path === undefined || !this.bases.has(path)) return undefined;
    return { path, start: this.toBase(path, node.getStart(file)), end: this.toBase(path, node.getEnd()) };
  }

  /** The rungs of all slots, to go back to. */
  remember(): () => void {
    const state = [...this.slots].map(([key, slot]) => ({ key, slot, rung: slot.rung, ladder: slot.ladder, optional: slot.optional }));
    return () => {
      this.slots.clear();
      for (const { key, slot, rung, ladder, optional } of state) {
        Object.assign(slot, { rung, ladder, optional });
        this.slots.set(key, slot);
      }
    };
  }
}

export const UNTYPED_PATH = "untyped-modules.d.ts";

function untypedModules(names: ReadonlySet<string>): string {
  return `// These dependencies ship no types. Install their @types packages, or describe here what is used of them.\n${[...names].sort().map((name) => `declare module ${JSON.stringify(name)};\n`).join("")}`;
}
