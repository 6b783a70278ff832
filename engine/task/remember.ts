import type { FileChange } from "../changes/file-change.ts";
import { recordTask } from "../memory/memory.ts";
import { describeProject } from "../memory/project-context.ts";
import { describeError } from "../errors.ts";
import type { Session } from "./session.ts";

/** Records what a task did in `.unified-dgm/memory.yaml`. A memory that cannot be written is a warning: the work itself is done. */
export async function remember(root: string, request: string, applied: readonly FileChange[], session: Session): Promise<void> {
  try {
    const actions = applied.map((change) => {
      switch (change.kind) {
        case "created":
          return { created: change.path };
        case "modified":
          return { modified: change.path };
        case "deleted":
          return { deleted: change.path };
        case "moved":
          return { moved: `${change.from ?? ""} -> ${change.path}` };
      }
    });
    await recordTask(root, { timestamp: new Date(), request, actions, context: await describeProject(root) });
    await session.emit({ type: "memory_updated", path: ".unified-dgm/memory.yaml" });
  } catch (error) {
    await session.emit({ type: "warning", text: `The task is not in the memory: ${describeError(error)}` });
  }
}
