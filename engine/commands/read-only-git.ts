import { type Argument, mayBeOption } from "./argument.ts";
import { mayHave } from "./options.ts";

type Rule = (args: readonly Argument[]) => boolean;

/** Options with which a reading command of git writes a file, or runs a program. */
const WRITES_OR_RUNS = ["--output", "--output-directory", "--ext-diff", "--textconv", "--filters", "--show-signature", "--open-files-in-pager", "--exec", "--upload-pack", "--web", "--paginate", "--lost-found"];

const reads: Rule = () => true;
const onlyOptions = (allowed: RegExp): Rule => (args) => args.every(({ text }) => text !== undefined && allowed.test(text));

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ...["status", "log", "show", "diff", "shortlog", "blame", "annotate", "ls-files", "ls-tree", "cat-file", "rev-parse", "rev-list", "describe", "name-rev", "merge-base", "for-each-ref", "show-ref", "show-branch", "whatchanged", "count-objects", "check-ignore", "check-attr", "diff-tree", "diff-files", "diff-index", "cherry", "version"].map((name) => [name, reads] as const),
  ["grep", (args) => !mayHave(args, "O")],
  ["branch", listsReferences(/^(?:-[arvlqi]+|--(?:all|remotes|verbose|list|show-current|ignore-case|no-color|color|column|no-column|sort=.*|format=.*|contains|no-contains|merged|no-merged|points-at)(?:=.*)?)$/, /^(?:-[arvqi]*l[arvqi]*|--(?:list|contains|no-contains|merged|no-merged|points-at)(?:=.*)?)$/)],
  ["tag", listsReferences(/^(?:-[lni]+\d*|--(?:list|no-color|color|column|no-column|ignore-case|sort=.*|format=.*|contains|no-contains|merged|no-merged|points-at)(?:=.*)?)$/, /^(?:-[ni]*l[ni]*|--list)$/)],
  ["remote", (args) => args.length === 0 || onlyOptions(/^(?:-v|--verbose)$/)(args) || args[0]?.text === "get-url"],
  ["stash", (args) => args[0]?.text === "list" || args[0]?.text === "show"],
  ["reflog", (args) => args.length === 0 || args[0]?.text === "show"],
  ["worktree", (args) => args[0]?.text === "list"],
  ["config", (args) => /^(?:--get|--get-all|--get-regexp|--list|-l|get|list)$/.test(args[0]?.text ?? "") && !mayHave(args, "e", ["--edit", "--unset", "--unset-all", "--add", "--replace-all", "--rename-section", "--remove-section"])],
  ["symbolic-ref", (args) => args.filter((arg) => !mayBeOption(arg)).length <= 1 && !args.some(({ many }) => many) && !mayHave(args, "dm", ["--delete"])],
]);

const GLOBAL = new Set(["--no-pager", "-P", "--no-optional-locks", "--literal-pathspecs", "--glob-pathspecs", "--noglob-pathspecs", "--icase-pathspecs"]);

/**
 * Whether git only reads with these arguments. Not in another folder, nor with `-C`, `--git-dir`, `-c`: a folder of the workspace may hold
 * a bare repository whose settings run a program.
 */
export function gitReadsOnly(args: readonly Argument[], folderChanged: boolean): boolean {
  if (folderChanged) return false;
  const at = args.findIndex(({ text }) => text === undefined || !GLOBAL.has(text));
  const [command, ...rest] = at === -1 ? [] : args.slice(at);
  const rule = command?.text === undefined ? undefined : RULES.get(command.text);
  if (rule === undefined || mayHave(rest.filter((arg) => !isOtherOption(arg)), "", WRITES_OR_RUNS)) return false;
  // These formats ask gpg.
  if (rest.some(({ text }) => text !== undefined && /%G|%\(\*?signature/.test(text))) return false;
  return rule(rest);
}

/** Options of their own that look like the beginning of those, or go on where those end. */
function isOtherOption({ text }: Argument): boolean {
  return text !== undefined && /^--(?:output-indicator-\w+=|text$|filter(?:=|$))/.test(text);
}

/** `branch` and `tag` list with these options; with a name they make one, except where an option asks for a list. */
function listsReferences(options: RegExp, listing: RegExp): Rule {
  return (args) => {
    if (args.some(({ text, many }) => text === undefined || many)) return false;
    const texts = args.map(({ text }) => text ?? "");
    if (!texts.every((text) => !text.startsWith("-") || options.test(text))) return false;
    return texts.every((text) => text.startsWith("-")) || listing.test(texts[0] ?? "");
  };
}
