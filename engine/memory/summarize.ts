import { type Document, isMap, isNode, isPair, type Node, visit, YAMLSeq } from "yaml";
import * as z from "zod/mini";

const MAX_ENTRIES = 200;
const MAX_BYTES = 256 * 1024;
/** What the tasks may have, whatever else the user keeps in the file. */
const LEAST_BYTES = 64 * 1024;
/** How much of the bounds is left when the oldest were summarized, so that this is not done task by task. */
const KEPT = 0.75;
const MOST_TOUCHED = 20;
const KINDS = ["created", "modified", "deleted", "moved"] as const;

const countsSchema = z.catch(z.array(z.record(z.string(), z.number())), []);
const entrySchema = z.looseObject({
  timestamp: z.catch(z.optional(z.string()), undefined),
  actions_taken: z.catch(z.nullable(z.optional(z.array(z.record(z.string(), z.unknown())))), null),
  summarized: z.catch(z.optional(z.looseObject({ tasks: z.number(), since: z.optional(z.string()), most_touched: z.optional(countsSchema) })), undefined),
});
type Entry = z.infer<typeof entrySchema>;

/**
 * A memory's text within its bounds: 200 tasks, 256 KB. Beyond them the oldest tasks become one entry in the form of a task, with how many
 * they were, since when, how many files they touched and which ones most often. Comments on them are kept above it.
 */
export function summarizeOldest(document: Document): string {
  const history = document.get("conversation_history");
  const text = (): string => document.toString({ lineWidth: 0 });
  const whole = text();
  if (!(history instanceof YAMLSeq)) return whole;
  const sizes = history.items.map((item) => Buffer.byteLength(JSON.stringify(isNode(item) ? (item.toJS(document) ?? null) : null)));
  let entries = history.items.length;
  let bytes = sizes.reduce((sum, size) => sum + size, 0);
  const mostBytes = Math.max(LEAST_BYTES, MAX_BYTES - (Buffer.byteLength(whole) - bytes));
  if (entries <= MAX_ENTRIES && bytes <= mostBytes) return whole;
  let count = 0;
  // The newest task stays, whatever its size.
  for (; entries > 1 && (entries > MAX_ENTRIES * KEPT || bytes > mostBytes * KEPT); entries--) bytes -= sizes[count++] ?? 0;
  if (count === 0) return whole;
  const oldest = history.items.slice(0, count);
  const summary = document.createNode(summarize(oldest.map((item) => parseEntry(isNode(item) ? item.toJS(document) : item))));
  const comments = oldest.flatMap((item) => (isNode(item) ? commentsOf(item) : []));
  if (comments.length > 0) summary.commentBefore = comments.join("\n");
  history.items.splice(0, count, summary);
  return text();
}

/** The files that the tasks behind a summary touched most often; none for a task. */
export function mostTouched(entry: unknown): readonly string[] {
  return (parseEntry(entry).summarized?.most_touched ?? []).flatMap((each) => Object.keys(each));
}

function parseEntry(value: unknown): Entry {
  const parsed = z.safeParse(entrySchema, value);
  return parsed.success ? parsed.data : { timestamp: undefined, actions_taken: null, summarized: undefined };
}

function summarize(entries: readonly Entry[]): object {
  const tasks = entries.reduce((sum, { summarized }) => sum + (summarized?.tasks ?? 1), 0);
  const times = entries.flatMap(({ timestamp, summarized }) => [summarized?.since, timestamp].filter((time) => time !== undefined)).sort();
  const touched = new Map<string, number>();
  const counts = new Map<string, number>();
  for (const { actions_taken, summarized } of entries) {
    for (const action of actions_taken ?? []) {
      for (const kind of KINDS) {
        const path = action[kind];
        if (typeof path !== "string") continue;
        const files = summarized === undefined ? undefined : /^(\d{1,9}) files?$/.exec(path)?.[1];
        counts.set(kind, (counts.get(kind) ?? 0) + Number(files ?? 1));
        if (files === undefined) add(touched, path.split(" -> ").at(-1) ?? path, 1);
      }
    }
    for (const [path, times] of (summarized?.most_touched ?? []).flatMap((each) => Object.entries(each))) add(touched, path, times);
  }
  const since = times[0];
  const most = [...touched].sort(([left, more], [right, less]) => less - more || (left < right ? -1 : 1)).slice(0, MOST_TOUCHED);
  return {
    timestamp: times.at(-1) ?? "unknown",
    request: `${tasks} earlier tasks${since === undefined ? "" : ` since ${since.slice(0, 10)}`}`,
    actions_taken: KINDS.filter((kind) => counts.has(kind)).map((kind) => ({ [kind]: counts.get(kind) === 1 ? "1 file" : `${counts.get(kind) ?? 0} files` })),
    summarized: { tasks, ...(since === undefined ? {} : { since }), most_touched: most.map(([path, times]) => ({ [path]: times })) },
  };
}

function add(counts: Map<string, number>, key: string, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

/** All comments on a node and inside it, in their order. */
function commentsOf(node: Node): readonly string[] {
  const comments: string[] = [];
  const take = ({ commentBefore, comment }: Pick<Node, "commentBefore" | "comment">): void => {
    for (const text of [commentBefore, comment]) if (text !== undefined && text !== null && text !== "") comments.push(text);
  };
  take(node);
  if (isMap(node)) {
    visit(node, {
      Node: (key, each) => {
        if (key !== null) take(each);
      },
      Pair: (_, pair) => {
        if (isPair(pair) && isNode(pair.key)) take(pair.key);
      },
    });
  }
  return comments;
}
