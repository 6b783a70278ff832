import { type CommandKind, firstFile, type Project, type ProjectCommand } from "./project.ts";

/** Headings under which a project says how it is tested, checked and built. */
const HEADING = /\b(?:test|check|verif|validat|lint|typ(?:e|ing)|build|qualit|command|script|develop|workflow|contribut|commit|submit|pull request|pr|ci)/i;
/** What a command begins with, behind variables of its environment. */
const COMMAND = /^(?:[A-Z_][A-Z0-9_]*=\S*\s+)*(?:npm|npx|pnpm|yarn|bun|bunx|node|deno|make|just|task|tsc|eslint|jest|vitest|mocha|biome|pytest|python3?|py|tox|nox|uv|uvx|poetry|pdm|hatch|pipenv|mypy|ruff|pyright|flake8|cargo|go|golangci-lint|mvn|gradle|composer|php|bundle|rake|rspec|rails|rubocop|dotnet|cmake|ctest|ninja|meson|bazel|swift|mix|sbt|lein|stack|cabal|zig|flutter|dart|(?:\.\/|bin\/|scripts?\/|vendor\/bin\/)[\w./-]+)(?=\s|$)/;
const SHELL = /^(?:|sh|bash|shell|zsh|console|terminal|shellsession|text|txt|powershell)$/i;
/** A part of the tests, a file to be named, a run without an end, or one that makes or changes files: no check of the whole. */
const PARTIAL = /[<>…{}#]|\[[a-z]|path\/to|::|(?:--|:)(?:watch|fix|update)\b|\bwatch\b|\s(?:-p|-F|-k|--package|--filter|--grep|--testNamePattern)(?:[\s=]|$)|-Dtest=|\.(?:test|spec)\.\w+|\bmake:|\bgenerate\b/;
const SINGLE = /\b(?:single|specific|individual|particular|only|watch|(?:one|just the) (?:test|file|case))\b/i;
/** What prepares the ground needs a network, which checks do not have. */
const INSTALLING = /(?:^|\s)(?:install|add|sync|restore|init|create|upgrade|publish|npm ci)(?:\s|$)/;
const LENGTH_LIMIT = 200;
/** More of a kind are of parts. */
const MOST_OF_A_KIND = 3;

const KINDS: readonly (readonly [CommandKind, RegExp])[] = [
  ["type_check", /\b(?:tsc|mypy|pyright|type-?check(?:ing)?|check-types|check:types|test:types|cargo check|phpstan|psalm|sorbet|srb)\b/],
  ["lint", /\b(?:lint|eslint|ruff|clippy|flake8|rubocop|golangci-lint|go vet|pylint|biome|stylelint|phpcs|checkstyle|ktlint)\b/],
  ["test", /(?<![\w/.]|--)tests?(?![\w/.])|\b(?:pytest|unittest|rspec|jest|vitest|mocha|phpunit|pest|tox|nox|ctest|make check|verify)\b|^(?:node|python3?|php|ruby)\s+\S*test\S*$/],
  ["build", /(?<![\w/.]|--)(?:build|compile|assemble|package)(?![\w/.])/],
  ["lint", /\bcheck\b/],
];

/** The commands that AGENTS.md gives in code under a heading about tests, checks or the like, in its order. */
export async function agentsCommands(project: Project): Promise<readonly ProjectCommand[]> {
  const source = firstFile(project, "AGENTS.override.md", "AGENTS.md");
  if (source === undefined) return [];
  const commands = [...new Set(codeUnderHeadings(await project.read(source)))].flatMap((code): readonly ProjectCommand[] => {
    if (code.length > LENGTH_LIMIT || /\p{Cc}/u.test(code)) return [];
    const parts = code.split("&&").map((part) => part.trim()).filter((part) => !INSTALLING.test(part));
    const kinds = parts.map((part) => KINDS.find(([, words]) => words.test(part))?.[0]);
    // Where one of several commands tests, the whole is a test.
    const kind = kinds.includes("test") ? "test" : kinds.find((each) => each !== undefined);
    const command = parts.join(" && ");
    return kind !== undefined && COMMAND.test(command) && !PARTIAL.test(command) ? [{ kind, command, source }] : [];
  });
  return commands.filter(({ kind }, index) => commands.slice(0, index).filter((each) => each.kind === kind).length < MOST_OF_A_KIND);
}

function codeUnderHeadings(markdown: string): readonly string[] {
  const found: string[] = [];
  const headings: { readonly level: number; readonly meant: boolean }[] = [];
  let fence: { readonly mark: string; readonly shell: boolean } | undefined;
  let remark = "";
  for (const line of markdown.replace(/ {0,20}\\\r?\n\s*/g, " ").split(/\r?\n/)) {
    const mark = /^\s*(`{3,}|~{3,})\s*([\w-]*)/.exec(line);
    const meant = headings.some((heading) => heading.meant);
    if (fence !== undefined) {
      if (mark?.[1]?.startsWith(fence.mark) === true && mark[2] === "") fence = undefined;
      else if (fence.shell && meant) {
        const text = line.replace(/^\s*(?:[$>]\s+)?/, "").trim();
        const comment = /(?:^|\s)#\s*(.*)$/.exec(text);
        const command = comment === null ? text : text.slice(0, comment.index).trim();
        if (command === "") remark = comment?.[1] ?? "";
        else if (!SINGLE.test(comment === null ? remark : (comment[1] ?? ""))) found.push(command);
      }
      continue;
    }
    if (mark !== null) {
      fence = { mark: mark[1] ?? "```", shell: SHELL.test(mark[2] ?? "") };
      remark = "";
      continue;
    }
    const heading = /^(#{1,6})\s+(\S.*)$/.exec(line);
    if (heading !== null) {
      const level = heading[1]?.length ?? 1;
      while ((headings.at(-1)?.level ?? 0) >= level) headings.pop();
      headings.push({ level, meant: HEADING.test(heading[2] ?? "") });
    } else if (meant) {
      for (const [, before = "", span = ""] of line.matchAll(/([^`]*)`([^`]+)`/g)) if (!SINGLE.test(before)) found.push(span.trim());
    }
  }
  return found;
}
