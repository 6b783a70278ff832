import type { FileView, TaskView } from "../../engine/protocol/task-view.ts";
import { count } from "../text/format.ts";
import { moveLabel, type PathLabel, pathLabel } from "../text/paths.ts";
import { visibleLine } from "../text/visible.ts";

export type FileStanding = "pending" | "accepted" | "rejected" | "mixed";

/** A row of the list of proposed files. */
export interface FileLabel {
  readonly path: PathLabel;
  /** The whole path, or both of a move. */
  readonly tip: string;
  /** One letter as in VS Code's source control, and the word behind it. */
  readonly letter: string;
  readonly kind: string;
  readonly standing: FileStanding;
  /** What is decided and what waits. */
  readonly state: string;
}

const kinds: Readonly<Record<FileView["kind"], readonly [letter: string, word: string]>> = {
  created: ["A", "Added"],
  modified: ["M", "Modified"],
  moved: ["R", "Moved"],
  deleted: ["D", "Deleted"],
};

export function fileLabel(file: FileView): FileLabel {
  const { path, from, kind } = file;
  const [letter, word] = kinds[kind];
  const moved = from !== undefined && from !== path;
  return {
    path: moved ? moveLabel(from, path) : pathLabel(path),
    tip: moved ? `${visibleLine(from)} → ${visibleLine(path)}` : visibleLine(path),
    letter,
    kind: word,
    standing: fileStanding(file),
    state: fileState(file),
  };
}

function fileStanding({ decided, accepted, rejected }: FileView): FileStanding {
  if (!decided) return "pending";
  if (accepted > 0 && rejected > 0) return "mixed";
  return rejected > 0 ? "rejected" : "accepted";
}

function fileState(file: FileView): string {
  const { pending, accepted, rejected } = file;
  switch (fileStanding(file)) {
    case "pending":
      return accepted + rejected === 0 ? count(pending, "change") : `${pending} of ${pending + accepted + rejected} left`;
    case "accepted":
      return "Accepted";
    case "rejected":
      return "Rejected";
    case "mixed":
      return `${accepted} of ${accepted + rejected}`;
  }
}

/** The list's heading and what can be done with all of it. */
export interface FilesLabel {
  readonly heading: string;
  readonly added: number;
  readonly removed: number;
  readonly open: number;
  /** Whether proposals can be decided now. */
  readonly decidable: boolean;
  /** Whether the task was left in the middle, and its review can be taken up. */
  readonly resumable: boolean;
}

export function filesLabel({ files, phase, outcome }: TaskView): FilesLabel {
  const open = files.filter(({ decided }) => !decided).length;
  const sum = (key: "added" | "removed"): number => files.reduce((total, file) => total + file[key], 0);
  return {
    heading: count(files.length, open === 0 ? "changed file" : "proposed file"),
    added: sum("added"),
    removed: sum("removed"),
    open,
    decidable: phase === "reviewing" && open > 0,
    resumable: phase === "finished" && outcome === "stopped" && open > 0,
  };
}
