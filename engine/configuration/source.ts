import { readFile, stat } from "node:fs/promises";
import { isCollection, isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from "yaml";
import type { Problem } from "./problem.ts";

export type Path = readonly (string | number)[];

/** A place that configuration comes from, and where in it each value stands. */
export interface Source {
  readonly name: string;
  readonly value: unknown;
  /** The line and column of a value, or of a key where `key` says so. */
  readonly position: (path: Path, key?: string) => Pick<Problem, "line" | "column">;
}

/** Bytes of the largest file that is read: a configuration has a few hundred. */
const LARGEST = 1_048_576;
const nowhere = { line: 0, column: 0 };

/** Settings or flags: values without a place in a file. */
export function valueSource(name: string, value: unknown): Source {
  return { name, value, position: () => nowhere };
}

/** Reads a YAML file; an empty or missing one says nothing. Never throws: what cannot be read is a problem. */
export async function fileSource(file: string): Promise<{ readonly source: Source | undefined; readonly problems: readonly Problem[] }> {
  const problem = (message: string, position = { line: 1, column: 1 }): Problem => ({ file, ...position, message });
  const { text, failure } = await readText(file);
  if (failure !== undefined) return { source: undefined, problems: [problem(`${failure}. The file is ignored.`)] };
  if (text === undefined) return { source: undefined, problems: [] };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  if (document.errors.length > 0) {
    const found = document.errors.map((error) => {
      const { line, col } = lines.linePos(error.pos[0]);
      return problem(`${error.message.replace(/\.?$/, "")}. The whole file is ignored until this is mended.`, { line, column: col });
    });
    return { source: undefined, problems: found };
  }
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return { source: value === null ? undefined : { name: file, value, position: (path, key) => positionIn(document, lines, path, key) }, problems: [] };
  } catch (error) {
    return { source: undefined, problems: [problem(`${error instanceof Error ? error.message : String(error)}. The file is ignored.`)] };
  }
}

interface ReadText {
  /** undefined: there is no such file. */
  readonly text?: string;
  readonly failure?: string;
}

async function readText(file: string): Promise<ReadText> {
  try {
    const { size } = await stat(file);
    if (size > LARGEST) return { failure: `It has ${size} bytes, and a configuration has at most ${LARGEST}` };
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file)) };
  } catch (error) {
    if (error instanceof TypeError) return { failure: "It is not UTF-8 text" };
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    if (code === "ENOENT" || code === "ENOTDIR") return {};
    return { failure: code === "EISDIR" ? "A folder is in its place" : `It cannot be read (${code})` };
  }
}

function positionIn(document: Document, lines: LineCounter, path: Path, key?: string): Pick<Problem, "line" | "column"> {
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  const found = key === undefined ? node : keyNode(node, key);
  const offset = isNode(found) ? found.range?.[0] : undefined;
  // What is not there is told at what should hold it.
  if (offset === undefined) return path.length === 0 ? { line: 1, column: 1 } : positionIn(document, lines, key === undefined ? path.slice(0, -1) : path);
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

function keyNode(node: unknown, key: string): unknown {
  if (!isCollection(node) || !isMap(node)) return undefined;
  return node.items.map((pair) => pair.key).find((each) => isScalar(each) && String(each.value) === key);
}
