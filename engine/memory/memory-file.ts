import { join } from "node:path";
import { Composer, type CST, type Document, isAlias, LineCounter, Parser, visit } from "yaml";
import * as z from "zod/mini";
import { UserError } from "../errors.ts";
import { resolveInside } from "../repository/paths.ts";
import { readBeginning } from "../repository/read-beginning.ts";
import { decodeFile } from "../repository/text-file.ts";

/** Relative to the workspace. */
export const MEMORY_FILE = ".unified-dgm/memory.yaml";
/** A larger file is not ours: what is written here stays far below. */
const READ_LIMIT = 512 * 1024;
/** The parser takes the longer for each. */
const MOST_ERRORS = 20;
/** Resolving aliases takes the square of their number. */
const MOST_ALIASES = 100;

const entrySchema = z.looseObject({
  timestamp: z.unknown(),
  request: z.string(),
  actions_taken: z.optional(z.catch(z.nullable(z.array(z.record(z.string(), z.unknown()))), null)),
});

const memorySchema = z.looseObject({
  project_context: z.optional(z.nullable(z.looseObject({}))),
  conversation_history: z.optional(z.nullable(z.array(entrySchema))),
});

export type MemoryEntry = z.infer<typeof entrySchema>;
export type MemoryValues = z.infer<typeof memorySchema>;

/** A memory twice: as its file has it, with comments and order, and as plain values. */
export interface Memory {
  readonly path: string;
  readonly document: Document;
  readonly values: MemoryValues;
}

/**
 * Reads the memory of a workspace; an empty one where there is none.
 * @throws UserError `bad_input` with line and column when it is not valid, `not_permitted` when it is a link out of the workspace
 */
export async function readMemory(root: string): Promise<Memory> {
  return parseMemory(join(root, MEMORY_FILE), await readMemoryText(root));
}

/**
 * What a memory says of the project, without the time that its history takes.
 * @throws as `readMemory`
 */
export async function readProjectContext(root: string): Promise<Document> {
  const text = await readMemoryText(root);
  // A key at the beginning of a line, with all lines that are indented below it.
  const section = /^project_context:[^\n]*(?:\n(?:[ \t#\r][^\n]*)?)*/m.exec(text)?.[0];
  return parseMemory(join(root, MEMORY_FILE), section ?? text).document;
}

async function readMemoryText(root: string): Promise<string> {
  await resolveInside(root, MEMORY_FILE);
  return readText(join(root, MEMORY_FILE));
}

async function readText(path: string): Promise<string> {
  try {
    const beginning = await readBeginning(path, READ_LIMIT);
    if (typeof beginning === "string") throw spoiled(path, "not a file");
    if (beginning.size > READ_LIMIT) throw spoiled(path, `its ${beginning.size} bytes are more than ${READ_LIMIT}`);
    const decoded = decodeFile(beginning.bytes);
    if (decoded.kind !== "text") throw spoiled(path, "not a text in UTF-8");
    return decoded.text;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}

function parseMemory(path: string, text: string): Memory {
  try {
    const lineCounter = new LineCounter();
    // Its own check for keys that stand twice takes the square of their number.
    const composer = new Composer({ lineCounter, prettyErrors: false, uniqueKeys: false, logLevel: "error" });
    const [document, second] = composer.compose(firstErrors(new Parser(lineCounter.addNewLine).parse(text)), true, text.length);
    if (document === undefined || second !== undefined) throw spoiled(path, "not a memory: it holds more than one document");
    const [problem] = document.errors;
    if (problem !== undefined) {
      const { line, col } = lineCounter.linePos(problem.pos[0]);
      throw spoiled(path, problem.message.split("\n")[0] ?? "", `${line}:${col}`);
    }
    let aliases = 0;
    visit(document, { Alias: () => void (aliases += 1) });
    if (aliases > MOST_ALIASES) throw spoiled(path, `not a memory: it has more than ${MOST_ALIASES} aliases`);
    const values: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    if (holdsItself(values)) throw spoiled(path, "not a memory: an alias stands inside what it names");
    const parsed = z.safeParse(z.nullable(memorySchema), values);
    if (!parsed.success) throw spoiled(path, `not a memory: ${z.prettifyError(parsed.error).split("\n").slice(0, 4).join(" ")}`);
    if (["project_context", "conversation_history"].some((key) => parsed.data !== null && isAlias(document.get(key, true)))) throw spoiled(path, "not a memory: a part of it is an alias");
    return { path, document, values: parsed.data ?? {} };
  } catch (error) {
    if (error instanceof UserError) throw error;
    // Nested too deeply for the parser's stack, or aliases that stand for too much.
    throw spoiled(path, `not a memory: ${error instanceof RangeError ? "it is nested too deeply" : error instanceof Error ? error.message : String(error)}`);
  }
}

/** The tokens up to the first few that are none. */
function* firstErrors(tokens: Iterable<CST.Token>): Generator<CST.Token> {
  let errors = 0;
  for (const token of tokens) {
    yield token;
    if (token.type === "error" && ++errors === MOST_ERRORS) return;
  }
}

function holdsItself(value: unknown, above = new Set<unknown>(), done = new Set<unknown>()): boolean {
  if (value === null || typeof value !== "object" || done.has(value)) return false;
  if (above.has(value)) return true;
  above.add(value);
  const held = Object.values(value).some((each) => holdsItself(each, above, done));
  above.delete(value);
  done.add(value);
  return held;
}

function spoiled(path: string, what: string, place = "1:1"): UserError {
  return new UserError("bad_input", `${path}:${place}: ${what.replace(/\.$/, "")}.`, "The file was left as it is; mend it, then the next task is remembered.");
}
