import { visibleLine } from "./visible.ts";

/** A path as VS Code lists it: the name, then the folder, dimmed. */
export interface PathLabel {
  readonly name: string;
  /** Empty at the top of the workspace. */
  readonly folder: string;
}

/** Splits a workspace-relative path for display. */
export function pathLabel(path: string): PathLabel {
  const slash = path.lastIndexOf("/");
  return { name: visibleLine(path.slice(slash + 1)), folder: visibleLine(path.slice(0, Math.max(0, slash))) };
}

/** A move as `from → to`, said of the name and of the folder where each differs. */
export function moveLabel(from: string, to: string): PathLabel {
  const [before, after] = [pathLabel(from), pathLabel(to)];
  const arrow = (was: string, is: string): string => (was === is ? is : `${was || "."} → ${is || "."}`);
  return { name: arrow(before.name, after.name), folder: arrow(before.folder, after.folder) };
}
