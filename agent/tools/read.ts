import type { ToolCall } from "../../engine/agent-api/completion.ts";
import type { Host } from "../../engine/agent-api/host.ts";
import { flagOf, numberOf, optionalText, textOf } from "./arguments.ts";
import type { Outputs } from "./output.ts";

const LINES = 400;
const LISTED = 500;

/** The tools that change nothing. @throws with what a model can act on */
export function createReader({ repository }: Host, outputs: Outputs): (call: ToolCall) => Promise<string> {
  const readFile = async (call: ToolCall): Promise<string> => {
    const path = textOf(call, "path");
    const text = await repository.read(path);
    if (text === null) throw new Error(`${path} is no text file of this workspace. list_files shows what there is.`);
    const lines = text.split("\n");
    if (lines.at(-1) === "") lines.pop();
    const from = Math.max(1, numberOf(call, "from", 1));
    const shown = lines.slice(from - 1, from - 1 + numberOf(call, "lines", LINES));
    const end = from - 1 + shown.length;
    const numbered = shown.map((line, at) => `${from + at}\t${line}`).join("\n");
    return end < lines.length || from > 1 ? `${numbered}\n[lines ${from} to ${end} of ${lines.length}]` : numbered;
  };
  const listFiles = async (call: ToolCall): Promise<string> => {
    const folder = (optionalText(call, "path") ?? "").replace(/^\.?\/|\/$/g, "").replace(/^\.$/, "");
    const files = (await repository.list()).filter((path) => folder === "" || path.startsWith(`${folder}/`));
    if (files.length === 0) throw new Error(`There is no file under ${folder === "" ? "the workspace" : folder}.`);
    return `${files.slice(0, LISTED).join("\n")}${files.length > LISTED ? `\n[… ${files.length - LISTED} more; name a folder …]` : ""}`;
  };
  const search = async (call: ToolCall): Promise<string> => {
    const query = { pattern: textOf(call, "pattern"), fixed: flagOf(call, "fixed"), ignoreCase: flagOf(call, "ignore_case"), glob: optionalText(call, "glob") };
    const { matches, total } = await repository.search(query);
    if (matches.length === 0) return "No match.";
    const lines = matches.map(({ path, line, text }) => `${path}:${line}: ${text}`).join("\n");
    return total > matches.length ? `${lines}\n[${total - matches.length} more matches; narrow the pattern or the glob]` : lines;
  };
  const findSymbol = async (call: ToolCall): Promise<string> => {
    const found = await repository.symbols(textOf(call, "name"));
    return found.length === 0 ? "No definition of that name; search finds its uses." : found.map(({ path, line, kind, text }) => `${path}:${line}: ${kind}: ${text}`).join("\n");
  };
  const readOutput = (call: ToolCall): string => {
    const part = outputs.read(textOf(call, "id"), numberOf(call, "from", 0));
    if (part === undefined) throw new Error("There is no kept result of that id.");
    return part;
  };
  return async (call) => {
    switch (call.name) {
      case "read_file":
        return readFile(call);
      case "list_files":
        return listFiles(call);
      case "search":
        return search(call);
      case "find_symbol":
        return findSymbol(call);
      default:
        return readOutput(call);
    }
  };
}
