import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { lock } from "proper-lockfile";
import { type Document, parseDocument, YAMLSeq } from "yaml";
import * as z from "zod/mini";
import { UserError } from "../errors.ts";
import { writeAtomically } from "../repository/write-atomically.ts";
import type { ProjectContext } from "./project-context.ts";

const MEMORY_FILE = join(".unified-dgm", "memory.yaml");

/** One thing that a task did to the workspace: `{ modified: "src/a.ts" }`, `{ moved: "a.js -> a.ts" }`. */
export type Action = Readonly<Record<string, string>>;

export interface RememberedTask {
  readonly timestamp: Date;
  readonly request: string;
  readonly actions: readonly Action[];
  readonly context: ProjectContext;
}

const memorySchema = z.looseObject({
  project_context: z.optional(z.nullable(z.looseObject({}))),
  conversation_history: z.optional(z.nullable(z.array(z.looseObject({ timestamp: z.unknown(), request: z.string() })))),
});

/**
 * Adds a task to `.unified-dgm/memory.yaml` under a lock, atomically; the user's comments, keys and order stay.
 * @throws UserError `bad_input` with line and column when the file is not valid, `io` when it cannot be written. The file is then as before.
 */
export async function recordTask(root: string, task: RememberedTask): Promise<void> {
  const path = join(root, MEMORY_FILE);
  try {
    await mkdir(dirname(path), { recursive: true });
    const release = await lock(dirname(path), { lockfilePath: `${path}.lock`, retries: { retries: 50, minTimeout: 20, maxTimeout: 200 }, stale: 10_000 });
    try {
      const document = parseMemory(path, await readText(path));
      addTask(document, task);
      await writeAtomically(path, new TextEncoder().encode(document.toString({ lineWidth: 0 })));
    } finally {
      await release();
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError("io", `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}.`, "Free some space or make the folder writable.", { cause: error });
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}

function parseMemory(path: string, text: string): Document {
  const document = parseDocument(text);
  const problem = document.errors[0];
  if (problem !== undefined) {
    const at = problem.linePos?.[0];
    throw new UserError("bad_input", `${path}:${at?.line ?? 1}:${at?.col ?? 1}: ${problem.message.split("\n")[0] ?? ""}`, "The file was left as it is; mend that line, then the next task is remembered.");
  }
  const parsed = z.safeParse(z.nullable(memorySchema), document.toJS());
  if (!parsed.success) throw new UserError("bad_input", `${path}:1:1: not a memory: ${z.prettifyError(parsed.error)}.`, "The file was left as it is; mend it, then the next task is remembered.");
  return document;
}

function addTask(document: Document, { timestamp, request, actions, context }: RememberedTask): void {
  if (document.contents === null) document.contents = document.createNode({});
  document.setIn(["project_context", "language"], context.language);
  if (context.dependencies.length > 0) document.setIn(["project_context", "dependencies"], document.createNode(context.dependencies));
  const entry = document.createNode({ timestamp: timestamp.toISOString().replace(/\.\d+Z$/, "Z"), request, actions_taken: actions });
  const history = document.get("conversation_history");
  if (history instanceof YAMLSeq) history.add(entry);
  else document.set("conversation_history", document.createNode([entry]));
}
