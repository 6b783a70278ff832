import { actingTools, readingTools, refactoringTools, writingTools } from "../../agent/tools/schemas.ts";

const groups = [
  ["Reading", "They change nothing; calls of one turn run at the same time.", readingTools],
  ["Writing", "Edits become proposals that the user approves; later calls see them. An edit that fits no place, or more than one, is refused with the nearest places.", writingTools],
  ["Refactoring", "By the TypeScript language service: exact, in every file that is concerned.", refactoringTools],
  ["Acting", "Commands run in the sandbox, on the workspace with what is proposed; the approval mode and docs/commands.md say which are asked for.", actingTools],
] as const;

/** The text of docs/tools.md. */
export function toolsReference(): string {
  const sections = groups.map(([title, text, tools]) => {
    const entries = tools.map(({ name, description, parameters }) => `### \`${name}\`\n\n${description}\n\n\`\`\`json\n${JSON.stringify(parameters, null, 2)}\n\`\`\``);
    return [`## ${title}`, text, ...entries].join("\n\n");
  });
  const head = `# The tools of the models

What the code generator may call, with the JSON Schema of each tool's arguments. Names and arguments are a stable contract: they are added to, not changed.
Written by \`node scripts/tools-reference.ts\` from \`agent/tools/schemas.ts\`.

A tool that fails answers with a line that begins with \`Error:\` and says what to do about it. A result of more than 16,000 characters is cut in the middle with
a note of how much is missing; the whole is kept, and \`read_output\` shows the rest. A call with the wrong arguments goes back to the model once.`;
  return `${[head, ...sections].join("\n\n")}\n`;
}
