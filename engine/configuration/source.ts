import { type Document, isCollection, isMap, isNode, isScalar } from "yaml";
import { readBeginning } from "../repository/read-beginning.ts";
import { parseYaml } from "./parse-yaml.ts";
import type { Problem } from "./problem.ts";

export type Path = readonly (string | number)[];
type Position = Pick<Problem, "line" | "column">;

/** A place that configuration comes from, and where in it each value stands. */
export interface Source {
  readonly name: string;
  readonly value: unknown;
  /** The line and column of a value, or of a key where `key` says so. */
  readonly position: (path: Path, key?: string) => Position;
}

/** Bytes of the largest file that is read: a configuration has a few hundred. */
const LARGEST = 65_536;
const nowhere = { line: 0, column: 0 };

/** Settings or flags: values without a place in a file. */
export function valueSource(name: string, value: unknown): Source {
  return { name, value, position: () => nowhere };
}

/** Reads a YAML file; an empty or missing one says nothing. Never throws: what cannot be read is a problem. */
export async function fileSource(file: string): Promise<{ readonly source: Source | undefined; readonly problems: readonly Problem[] }> {
  const problem = (message: string, position: Position = { line: 1, column: 1 }): Problem => ({ file, ...position, message });
  const { text, failure } = await readText(file);
  if (failure !== undefined) return { source: undefined, problems: [problem(`${failure}. The file is ignored.`)] };
  if (text === undefined) return { source: undefined, problems: [] };
  const { document, value, faults, positionOf } = parseYaml(text);
  const problems = faults.map(({ message, offset }) => problem(message, positionOf(offset)));
  if (document === undefined || value === null || value === undefined) return { source: undefined, problems };
  return { source: { name: file, value, position: (path, key) => positionIn(document, positionOf, path, key) }, problems };
}

interface ReadText {
  /** undefined: there is no such file. */
  readonly text?: string;
  readonly failure?: string;
}

async function readText(file: string): Promise<ReadText> {
  try {
    const found = await readBeginning(file, LARGEST + 1);
    if (found === "folder") return { failure: "A folder is in its place" };
    if (found === "special") return { failure: "It is a pipe or a device" };
    if (found.size > LARGEST) return { failure: `It has ${found.size} bytes, and a configuration has at most ${LARGEST}` };
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(found.bytes) };
  } catch (error) {
    if (error instanceof TypeError) return { failure: "It is not UTF-8 text" };
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    return code === "ENOENT" || code === "ENOTDIR" ? {} : { failure: `It cannot be read (${code})` };
  }
}

function positionIn(document: Document, positionOf: (offset: number) => Position, path: Path, key?: string): Position {
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  const found = key === undefined ? node : keyNode(node, key);
  const offset = isNode(found) ? found.range?.[0] : undefined;
  // What is not there is told at what should hold it.
  if (offset === undefined) return path.length === 0 ? { line: 1, column: 1 } : positionIn(document, positionOf, key === undefined ? path.slice(0, -1) : path);
  return positionOf(offset);
}

function keyNode(node: unknown, key: string): unknown {
  if (!isCollection(node) || !isMap(node)) return undefined;
  return node.items.map((pair) => pair.key).find((each) => isScalar(each) && String(each.value) === key);
}
