import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { lock } from "proper-lockfile";
import { type Document, YAMLSeq } from "yaml";
import { UserError } from "../errors.ts";
import { resolveInside } from "../repository/paths.ts";
import { writeAtomically } from "../repository/write-atomically.ts";
import { recordCommands } from "./commands.ts";
import { MEMORY_FILE, readMemory } from "./memory-file.ts";
import type { ProjectContext } from "./project-context.ts";
import { summarizeOldest } from "./summarize.ts";

/** Characters that are kept of a request and of a path, and actions that are kept of a task. */
const REQUEST_LIMIT = 2_000;
const PATH_LIMIT = 500;
const ACTION_LIMIT = 200;

/** One thing that a task did to the workspace: `{ modified: "src/a.ts" }`, `{ moved: "a.js -> a.ts" }`. */
export type Action = Readonly<Record<string, string>>;

export interface RememberedTask {
  readonly timestamp: Date;
  readonly request: string;
  readonly actions: readonly Action[];
  readonly context: ProjectContext;
}

/**
 * Adds a task to `.unified-dgm/memory.yaml` under a lock, atomically; the user's comments, keys and order stay. What is oldest is summarized
 * when the file grows beyond its bounds.
 * @throws UserError `bad_input` with line and column when the file is not valid, `io` when it cannot be written. The file is then as before.
 */
export async function recordTask(root: string, task: RememberedTask): Promise<void> {
  const path = join(root, MEMORY_FILE);
  try {
    await resolveInside(root, MEMORY_FILE);
    await mkdir(dirname(path), { recursive: true });
    const release = await lock(dirname(path), { lockfilePath: `${path}.lock`, retries: { retries: 50, minTimeout: 20, maxTimeout: 200 }, stale: 10_000 });
    try {
      const { document } = await readMemory(root);
      addTask(document, task);
      await writeAtomically(path, new TextEncoder().encode(summarizeOldest(document)));
    } finally {
      await release();
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError("io", `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}.`, "Free some space or make the folder writable.", { cause: error });
  }
}

function addTask(document: Document, { timestamp, request, actions, context }: RememberedTask): void {
  if (document.contents === null) document.contents = document.createNode({});
  if (document.get("project_context") === null) document.set("project_context", document.createNode({}));
  if (context.language !== undefined) document.setIn(["project_context", "language"], context.language);
  if (context.dependencies.length > 0) setUnlessSame(document, ["project_context", "dependencies"], context.dependencies);
  if (context.commands !== undefined) recordCommands(document, context.commands);
  const kept = actions.slice(0, ACTION_LIMIT).map((action) => Object.fromEntries(Object.entries(action).map(([kind, path]) => [kind, cut(path, PATH_LIMIT)])));
  const more = actions.length - kept.length;
  const entry = document.createNode({
    timestamp: timestamp.toISOString().replace(/\.\d+Z$/, "Z"),
    request: cut(request, REQUEST_LIMIT),
    actions_taken: more === 0 ? kept : [...kept, { changed: `${more} more files` }],
  });
  const history = document.get("conversation_history");
  if (history instanceof YAMLSeq) history.add(entry);
  else document.set("conversation_history", document.createNode([entry]));
}

/** Keeps the comments of what does not change. */
function setUnlessSame(document: Document, path: readonly string[], value: unknown): void {
  const node = document.getIn(path);
  if (node instanceof YAMLSeq && JSON.stringify(node.toJS(document)) === JSON.stringify(value)) return;
  document.setIn(path, document.createNode(value));
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}…`;
}
