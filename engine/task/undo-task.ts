import { createOverlay, type Overlay } from "../changes/overlay.ts";
import { mergeTexts } from "../changes/merge.ts";
import { UserError } from "../errors.ts";
import type { BlobStore } from "../log/blob-store.ts";
import { readEventLog } from "../log/event-log.ts";
import type { TaskEvent } from "../protocol/event.ts";
import type { WorkspaceEditor } from "../review/workspace-editor.ts";
import { type Landing, landings } from "./landings.ts";
import { logPath, openSession, taskIds } from "./session.ts";

export interface UndoOptions {
  readonly root: string;
  readonly editor: WorkspaceEditor;
  readonly onEvent: (event: TaskEvent) => void;
}

export interface Undone {
  /** Files that are as they were before the task, apart from what the user changed since. */
  readonly restored: readonly string[];
  /** Files that were left alone, because what the user changed since is in the same lines, or in the way. */
  readonly kept: readonly string[];
}

/**
 * Takes back what a task wrote into the user's files; what they changed since stays (three-way merge). What commands wrote is not known and
 * stays too. The task's log says what came of it.
 * @throws UserError `bad_input` when there is no such task, it wrote nothing, or it was undone before; `conflict` while it runs
 */
export async function undoTask(task: string, { root, editor, onEvent }: UndoOptions): Promise<Undone> {
  if (!(await taskIds(root)).includes(task)) throw new UserError("bad_input", `There is no task ${task} in ${root}.`, "Nothing was changed.");
  const { events } = await readEventLog(logPath(root, task));
  if (events.some(({ type }) => type === "task_undone")) throw new UserError("bad_input", `The task ${task} was undone before.`, "Nothing was changed.");
  const written = landings(events);
  if (written.length === 0) throw new UserError("bad_input", `The task ${task} changed no file.`, "There is nothing to undo.");
  const session = await openSession(root, task, onEvent, (events.at(-1)?.seq ?? -1) + 1);
  try {
    const overlay = createOverlay(editor.read);
    const kept = new Set<string>();
    for (const landing of written.toReversed()) if (!(await takeBack(landing, overlay, session.blobs))) kept.add(landing.path);
    const restored: string[] = [];
    for (const { path, from, kind, base, proposed } of overlay.changes()) {
      if (kept.has(path) || (from !== undefined && kept.has(from))) continue;
      const edit = proposed === null ? ({ kind: "delete", path, expected: base ?? "" } as const) : kind === "moved" ? ({ kind: "move", from: from ?? path, to: path, expected: base ?? "", text: proposed } as const) : ({ kind: "write", path, expected: base, text: proposed } as const);
      await editor.apply(edit).then(
        () => restored.push(path),
        () => kept.add(path),
      );
    }
    const undone = { restored, kept: [...kept].sort() };
    await session.emit({ type: "task_undone", ...undone });
    return undone;
  } finally {
    await session.close();
  }
}

/** Puts one write back in the overlay; false where the file is no longer such that it can be. */
async function takeBack({ path, from, before, after }: Landing, overlay: Overlay, blobs: BlobStore): Promise<boolean> {
  const now = await overlay.read(path);
  const [was, became] = [await blobs.get(before), await blobs.get(after)];
  if (became === null) {
    if (now !== null || was === null) return false;
    await overlay.apply([{ kind: "write", path, text: was }]);
    return true;
  }
  if (now === null) return false;
  if (was === null) {
    if (now !== became) return false;
    await overlay.apply([{ kind: "delete", path }]);
    return true;
  }
  const text = now === became ? was : mergeTexts(became, now, was);
  if (text === undefined || (from !== undefined && (await overlay.read(from)) !== null)) return false;
  await overlay.apply([from === undefined ? { kind: "write", path, text } : { kind: "move", from: path, to: from, text }]);
  return true;
}
