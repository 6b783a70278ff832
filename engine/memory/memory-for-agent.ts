import { describeError } from "../errors.ts";
import { type MemoryEntry, type MemoryValues, readMemory } from "./memory-file.ts";
import { mostTouched } from "./summarize.ts";

/** Characters of the whole text, of one fact of the project, and of one earlier task. */
const LIMIT = 4_000;
const FACT_LIMIT = 600;
const FACTS_LIMIT = 2_000;
const TASK_LIMIT = 400;
const FILES_TOLD = 5;

/**
 * What a task should know of its workspace, from `.unified-dgm/memory.yaml`: facts of the project, its commands, and the newest tasks, newest
 * first. At most 4,000 printable characters; "" where nothing is known. Never rejects: `warn` is told of a file that cannot be used.
 */
export async function memoryForAgent(root: string, warn: (text: string) => void = () => undefined): Promise<string> {
  try {
    return tell((await readMemory(root)).values);
  } catch (error) {
    warn(`The memory of earlier tasks is not used: ${describeError(error)}`);
    return "";
  }
}

function tell({ project_context: context, conversation_history: history }: MemoryValues): string {
  const lines: string[] = [];
  let left = LIMIT;
  const add = (line: string, within = left): boolean => {
    if (line.length + 1 > Math.min(left, within)) return false;
    lines.push(line);
    left -= line.length + 1;
    return true;
  };
  for (const [name, value] of Object.entries(context ?? {})) {
    const told = tellFact(value);
    if (told !== "") add(`- ${cut(printable(name), 60).replaceAll("_", " ")}: ${told}`, FACTS_LIMIT - (LIMIT - left));
  }
  if (lines.length > 0) lines.unshift("The project:");
  left -= "The project:\n".length;
  const heading = "Earlier tasks, newest first:";
  const newest = (history ?? []).toReversed();
  if (newest.length === 0 || !add(heading)) return lines.join("\n");
  for (const entry of newest) if (!add(tellTask(entry))) break;
  if (lines.at(-1) === heading) lines.pop();
  return lines.join("\n");
}

function tellFact(value: unknown): string {
  if (Array.isArray(value)) {
    const items = value.slice(0, 100).map(tellItem).filter((item) => item !== "");
    let told = "";
    for (const [index, item] of items.entries()) {
      const rest = value.length - index;
      if (told.length + item.length > FACT_LIMIT - 20) return `${told === "" ? "" : `${told}, `}${rest} more`;
      told += `${told === "" ? "" : ", "}${item}`;
    }
    return value.length > items.length ? `${told}, ${value.length - items.length} more` : told;
  }
  return cut(tellItem(value), FACT_LIMIT);
}

function tellItem(value: unknown): string {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return printable(String(value));
  if (typeof value !== "object" || value === null) return "";
  return Object.entries(value).slice(0, 20).flatMap(([name, inner]) => (typeof inner === "object" ? [] : [`${printable(name)} ${printable(String(inner))}`])).join(", ");
}

function tellTask(entry: MemoryEntry): string {
  const { timestamp, request, actions_taken: actions } = entry;
  const day = typeof timestamp === "string" ? /^\d{4}-\d\d-\d\d/.exec(timestamp)?.[0] : undefined;
  const often = mostTouched(entry).slice(0, FILES_TOLD);
  const files = [...(actions ?? []), ...(often.length === 0 ? [] : [`most often ${often.join(", ")}`])].map(tellItem).filter((action) => action !== "");
  const told = files.slice(0, FILES_TOLD).join("; ") + (files.length > FILES_TOLD ? `; ${files.length - FILES_TOLD} more` : "");
  return `- ${day === undefined ? "" : `${day}: `}${cut(printable(request), TASK_LIMIT / 2)}${told === "" ? "" : ` (${cut(told, TASK_LIMIT / 2)})`}`;
}

/** One line without control, format and unpaired characters: a repository's text must not steer a terminal, or hide from a reader. */
function printable(text: string): string {
  return text.slice(0, LIMIT).replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").replace(/[\p{Cf}\p{Cs}\p{Co}]/gu, "").trim();
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
