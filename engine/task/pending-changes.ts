import type { FileChange } from "../changes/file-change.ts";
import type { BlobStore } from "../log/blob-store.ts";
import type { TaskEvent } from "../protocol/event.ts";
import type { ChangeKind } from "../protocol/words.ts";

/** A proposal that waits, by the names of its texts. */
export interface PendingFile {
  readonly path: string;
  readonly from: string | undefined;
  readonly kind: ChangeKind;
  readonly base: string | null;
  readonly proposed: string | null;
}

/** What a log's events leave undecided; a fold. */
export function pendingFiles(events: readonly TaskEvent[]): readonly PendingFile[] {
  const pending = new Map<string, PendingFile>();
  for (const event of events) takeEvent(pending, event);
  return [...pending.values()];
}

/** Brings what is undecided up to one more event. */
export function takeEvent(pending: Map<string, PendingFile>, event: TaskEvent): void {
  const file = "path" in event ? pending.get(event.path) : undefined;
  if (event.type === "file_proposed") {
    pending.set(event.path, { path: event.path, from: event.from, kind: event.kind, base: event.base, proposed: event.proposed });
  } else if (event.type === "proposal_withdrawn") {
    pending.delete(event.path);
  } else if (file !== undefined && "proposed" in event) {
    const edited = event.type === "proposal_edited" || event.type === "proposal_rebased";
    // Once a part of it is in the workspace, a moved or created file is there.
    const landed = event.type === "hunk_accepted" || event.type === "file_accepted";
    if (!edited && event.base === event.proposed) pending.delete(event.path);
    else pending.set(event.path, { ...file, ...(landed ? { from: undefined, kind: "modified" } : {}), base: event.base, proposed: event.proposed });
  }
}

/** The pending files with their texts. @throws UserError `io` when a text is lost. */
export function pendingChanges(files: readonly PendingFile[], blobs: BlobStore): Promise<readonly FileChange[]> {
  return Promise.all(files.map(async (file) => ({ ...file, base: await blobs.get(file.base), proposed: await blobs.get(file.proposed) })));
}
