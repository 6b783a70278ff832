import { createOverlay } from "../changes/overlay.ts";
import type { BlobStore } from "../log/blob-store.ts";
import type { TaskEvent } from "../protocol/event.ts";
import type { WorkspaceEditor } from "../review/workspace-editor.ts";
import type { FileChange } from "../changes/file-change.ts";
import { type Landing, landings } from "./landings.ts";
import { pendingFiles } from "./pending-changes.ts";
import { takeBack } from "./take-back.ts";

/**
 * How many of a log's events lie before the steps that were left in the middle: those after it are of steps that will be worked anew. A step
 * that is a command only asks and runs, so what was decided in it counts.
 */
export function stepBoundary(events: readonly TaskEvent[]): number {
  const running = new Set<string>();
  const commands = new Set<string>();
  let boundary = events.length;
  for (const [at, event] of events.entries()) {
    if (event.type === "plan_created" || event.type === "plan_changed") for (const { id, kind } of event.steps) if (kind === "command") commands.add(id);
    if (event.type === "step_started" && !commands.has(event.step)) {
      if (running.size === 0) boundary = at;
      running.add(event.step);
    }
    if (event.type === "step_finished") running.delete(event.step);
    if (event.type === "task_resumed") running.clear();
    if (running.size === 0) boundary = events.length;
  }
  return boundary;
}

/**
 * The changes of the user's files that take back what steps left in the middle have written, so that working them anew applies no edit twice.
 * What the user changed since stays; a file where that cannot be told apart is left as it is.
 */
export async function leftInTheMiddle(events: readonly TaskEvent[], editor: WorkspaceEditor, blobs: BlobStore): Promise<readonly FileChange[]> {
  const boundary = events[stepBoundary(events)]?.seq;
  if (boundary === undefined) return [];
  const recorded = landings(events).filter(({ seq }) => seq >= boundary);
  const overlay = createOverlay(editor.read);
  for (const landing of [...recorded, ...(await unrecorded(events, boundary, editor, blobs))].toReversed()) await takeBack(landing, overlay, blobs);
  return overlay.changes();
}

/** Writes of which the process died before it could record them. */
async function unrecorded(events: readonly TaskEvent[], boundary: number, editor: WorkspaceEditor, blobs: BlobStore): Promise<readonly Omit<Landing, "seq">[]> {
  const proposedSince = new Set(events.flatMap((event) => (event.seq >= boundary && event.type === "file_proposed" ? [event.path] : [])));
  const found: Omit<Landing, "seq">[] = [];
  for (const { path, from, base, proposed } of pendingFiles(events)) {
    if (!proposedSince.has(path) || (base === proposed && from === undefined)) continue;
    const wrote = (await editor.read(path)) === (await blobs.get(proposed)) && (from === undefined || (await editor.read(from)) === null);
    if (wrote) found.push({ path, from, before: base, after: proposed });
  }
  return found;
}
