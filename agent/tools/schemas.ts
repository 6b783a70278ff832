import type { Tool } from "../../engine/agent-api/completion.ts";

const text = (description: string) => ({ type: "string", description });
const number = (description: string) => ({ type: "integer", minimum: 0, description });
const flag = (description: string) => ({ type: "boolean", description });
const paths = { type: "array", items: { type: "string" }, description: "Folders or files to limit it to; left out: the whole workspace." };

function tool(name: string, description: string, properties: Readonly<Record<string, unknown>>, required: readonly string[] = []): Tool {
  return { name, description, parameters: { type: "object", properties, required, additionalProperties: false } };
}

/** Tools that change nothing: calls of them in one turn run at the same time. */
export const readingTools: readonly Tool[] = [
  tool("read_file", "Read a text file, with line numbers.", { path: text("Its path in the workspace."), from: number("First line, from 1."), lines: number("How many lines; 400 unless given.") }, ["path"]),
  tool("list_files", "List the workspace's files.", { path: text("A folder; left out: all.") }),
  tool("search", "Search the text of files.", { pattern: text("A regular expression."), fixed: flag("Take the pattern as plain text."), ignore_case: flag("Ignore case."), glob: text("Only files like this: src/**/*.ts") }, ["pattern"]),
  tool("find_symbol", "Find where a name is defined.", { name: text("A name, or Class.member.") }, ["name"]),
  tool("read_output", "Read the part of a long result that was left out.", { id: text("The id that the note gives."), from: number("First character.") }, ["id", "from"]),
];

/** Edits as text. */
export const writingTools: readonly Tool[] = [
  tool(
    "apply_patch",
    "Edit, add, delete and move files by one patch: *** Begin Patch, then *** Update File: PATH (*** Move to: PATH; hunks of context, - and + lines, each under @@ or @@ HEADER), *** Add File: PATH (+ lines) or *** Delete File: PATH, then *** End Patch.",
    { patch: text("The patch.") },
    ["patch"],
  ),
  tool(
    "edit_file",
    "Replace text in one file. Each search text must be in the file exactly once.",
    {
      path: text("Its path."),
      edits: {
        type: "array",
        items: { type: "object", properties: { search: text("What is there, whole lines."), replace: text("What is to be there."), all: flag("Replace every place.") }, required: ["search", "replace"], additionalProperties: false },
      },
    },
    ["path", "edits"],
  ),
  tool("write_file", "Write a whole file, new or not.", { path: text("Its path."), text: text("All of its text.") }, ["path", "text"]),
];

/** The language service's refactorings: exact, and cheaper than writing the edit. */
export const refactoringTools: readonly Tool[] = [
  tool("migrate_to_typescript", "Migrate JavaScript sources to TypeScript, with types inferred from use.", { paths }),
  tool("rename_symbol", "Rename a symbol and every use of it.", { from: text("Its name now; Class.member for a member."), to: text("Its new name."), path: text("The file that declares it, where the name is not unique.") }, ["from", "to"]),
  tool("move_file", "Move a file and mend every path that points to it.", { from: text("Its path now."), to: text("Its new path.") }, ["from", "to"]),
  tool("convert_to_es_modules", "Turn CommonJS modules into ES modules.", { paths }),
  tool("convert_to_async", "Turn promise chains into async functions.", { paths }),
  tool("organize_imports", "Sort and merge imports, remove unused ones.", { paths }),
  tool("remove_unused", "Remove code that nothing uses, where that changes no behavior.", { paths, only: { type: "string", enum: ["imports", "locals"], description: "Only imports, or only what is local to a file; left out: both." } }),
  tool(
    "structural_replace",
    "Replace code by its structure: $NAME matches one node, $$$NAME any number.",
    { pattern: text("Code with metavariables."), replacement: text("Code that uses the pattern's metavariables."), language: text("javascript, typescript or tsx; left out: by file ending."), paths },
    ["pattern", "replacement"],
  ),
];

/** Tools beyond the files. */
export const actingTools: readonly Tool[] = [
  tool("run_command", "Run a shell command in the sandbox, without a network, on the workspace with your edits.", { command: text("The command, run by sh -c in the workspace.") }, ["command"]),
  tool(
    "update_plan",
    "Put other steps in the place of those that wait, where what you found asks for it.",
    {
      steps: {
        type: "array",
        items: {
          type: "object",
          properties: { title: text("What is to be done."), kind: { type: "string", enum: ["code_generation", "code_modification", "command"] }, files: { type: "array", items: { type: "string" } }, command: text("Of a step of kind command."), check: text("A command that passes once the step is done.") },
          required: ["title", "kind", "files"],
          additionalProperties: false,
        },
      },
    },
    ["steps"],
  ),
];

/** All that the code generator may call, in a fixed order: the prefix of every request is the same. */
export const tools: Tool[] = [...readingTools, ...writingTools, ...refactoringTools, ...actingTools];
