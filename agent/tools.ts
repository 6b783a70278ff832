import type { Tool } from "../engine/agent-api/completion.ts";

const text = (description: string) => ({ type: "string", description });
const paths = { type: "array", items: { type: "string" }, description: "Folders or files to limit it to; left out: the whole workspace." };

function tool(name: string, description: string, properties: Readonly<Record<string, unknown>>, required: readonly string[] = []): Tool {
  return { name, description, parameters: { type: "object", properties, required, additionalProperties: false } };
}

/** The language service's refactorings: exact, and cheaper than writing the edit. */
export const refactoringTools: Tool[] = [
  tool("migrate_to_typescript", "Migrate JavaScript sources to TypeScript, with types inferred from use.", { paths }),
  tool("rename_symbol", "Rename a symbol and every use of it.", { from: text("Its name now; Class.member for a member."), to: text("Its new name."), path: text("The file that declares it, where the name is not unique.") }, ["from", "to"]),
  tool("move_file", "Move a file and mend every path that points to it.", { from: text("Its path now."), to: text("Its new path.") }, ["from", "to"]),
  tool("convert_to_es_modules", "Turn CommonJS modules into ES modules.", { paths }),
  tool("convert_to_async", "Turn promise chains into async functions.", { paths }),
  tool("organize_imports", "Sort and merge imports, remove unused ones.", { paths }),
  tool("remove_unused", "Remove code that nothing uses, where that changes no behavior.", { paths }),
  tool(
    "structural_replace",
    "Replace code by its structure: $NAME matches one node, $$$NAME any number.",
    { pattern: text("Code with metavariables."), replacement: text("Code that uses the pattern's metavariables."), language: text("javascript, typescript or tsx; left out: by file ending."), paths },
    ["pattern", "replacement"],
  ),
];
