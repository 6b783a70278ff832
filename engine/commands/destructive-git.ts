import { type Argument, mayBeOption } from "./argument.ts";
import { has, mayHave } from "./options.ts";

type Rule = (args: readonly Argument[]) => string | undefined;

const when = (letters: string, names: readonly string[], reason: string): Rule => (args) => (mayHave(args, letters, names) ? reason : undefined);
const subcommands = (names: readonly string[], reason: string): Rule => ([first]) => (first !== undefined && (first.text === undefined || names.includes(first.text)) ? reason : undefined);

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["reset", when("", ["--hard", "--merge"], "reset --hard discards changes")],
  ["clean", (args) => (has(args, "n", ["--dry-run"]) ? undefined : "clean deletes files that git does not track")],
  ["checkout", discardsByCheckout],
  ["restore", (args) => (has(args, "S", ["--staged"]) && !mayHave(args, "W", ["--worktree"]) ? undefined : "restore discards changes")],
  ["switch", when("fC", ["--force", "--discard-changes", "--force-create"], "switch --force discards changes")],
  ["push", (args) => when("fd", ["--force", "--force-with-lease", "--delete", "--mirror", "--prune"], "a forced push replaces what others may have")(args) ?? (args.some(({ start }) => /^[+:]/.test(start)) ? "a forced push replaces what others may have" : undefined)],
  ["branch", when("DfMC", ["--force"], "branch loses commits with this option")],
  ["tag", when("df", ["--delete", "--force"], "tag loses a tag with this option")],
  ["stash", subcommands(["drop", "clear"], "stash loses changes with this command")],
  ["reflog", subcommands(["expire", "delete"], "reflog loses commits with this command")],
  ["gc", when("", ["--prune"], "gc --prune loses commits")],
  ["prune", () => "prune loses commits"],
  ["filter-branch", () => "it rewrites the repository's history"],
  ["filter-repo", () => "it rewrites the repository's history"],
  ["update-ref", when("d", ["--stdin"], "update-ref loses commits with this option")],
  ["worktree", subcommands(["remove", "prune"], "it removes a work tree")],
  ["rm", (args) => (mayHave(args, "f", ["--force"]) && !has(args, "", ["--cached"]) ? "rm --force deletes files with their changes" : undefined)],
  ["read-tree", when("u", ["--reset"], "read-tree replaces files")],
  ["checkout-index", when("fa", ["--force", "--all"], "checkout-index replaces files")],
  ["submodule", (args) => (args[0]?.text === "deinit" && mayHave(args, "f", ["--force", "--all"]) ? "it deletes a submodule's files" : undefined)],
]);

/** Why these arguments make git lose what cannot be had back; undefined where they do not. */
export function gitDestroys(args: readonly Argument[]): string | undefined {
  const [command, ...rest] = args.slice(gitCommandAt(args));
  if (command === undefined) return undefined;
  return command.text === undefined ? "which of its commands runs is known only then" : RULES.get(command.text)?.(rest);
}

/** Where git's own command stands behind git's global options. */
export function gitCommandAt(args: readonly Argument[]): number {
  const valued = new Set(["-C", "-c", "--git-dir", "--work-tree", "--namespace", "--exec-path", "--config-env", "--super-prefix", "--attr-source"]);
  let index = 0;
  for (;;) {
    const text = args[index]?.text;
    if (text?.startsWith("-") !== true) return index;
    index += valued.has(text) ? 2 : 1;
  }
}

/** `checkout` of a branch keeps changes, of a path it discards them; a name with an extension is taken for a path. */
function discardsByCheckout(args: readonly Argument[]): string | undefined {
  const reason = "checkout discards changes";
  if (mayHave(args, "fB", ["--force", "--ours", "--theirs", "--pathspec-from-file"]) || args.some(({ text }) => text === "--")) return reason;
  const names = args.filter((arg) => !mayBeOption(arg));
  if (mayHave(args, "bt", ["--orphan", "--track"])) return undefined;
  if (names.length > 1 || names.some(({ text, many }) => many || text === undefined)) return reason;
  return names.some(({ text }) => text !== undefined && (/^(?:\.{1,2}(?:\/|$)|:|\/|~)|\/$|\.[a-z]\w*$/i.test(text))) ? reason : undefined;
}
