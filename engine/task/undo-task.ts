import { createOverlay } from "../changes/overlay.ts";
import { UserError } from "../errors.ts";
import { readEventLog } from "../log/event-log.ts";
import type { TaskEvent } from "../protocol/event.ts";
import type { WorkspaceEditor } from "../review/workspace-editor.ts";
import { landings } from "./landings.ts";
import { logPath, openSession, taskIds } from "./session.ts";
import { takeBack } from "./take-back.ts";

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

/** The newest task that wrote something and was not undone. */
export async function newestUndoable(root: string): Promise<string | undefined> {
  for (const task of await taskIds(root)) {
    const { events } = await readEventLog(logPath(root, task)).catch(() => ({ events: [] }));
    if (landings(events).length > 0 && !events.some(({ type }) => type === "task_undone")) return task;
  }
  return undefined;
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
