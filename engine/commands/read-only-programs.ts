import { type Argument, mayBeOption } from "./argument.ts";
import { mayHave, operands } from "./options.ts";
import { gitReadsOnly } from "./read-only-git.ts";

/** Whether a program, given these arguments, only reads and prints. */
export type ReadOnlyRule = (args: readonly Argument[], folderChanged: boolean) => boolean;

const always: ReadOnlyRule = () => true;
const without = (letters: string, ...names: readonly string[]): ReadOnlyRule => (args) => !mayHave(args, letters, names);

/** Programs that no option makes write a file or run another program, in GNU's, BSD's and BusyBox' versions. */
const PLAIN = [
  "ls", "dir", "vdir", "cat", "head", "tail", "wc", "grep", "egrep", "fgrep", "stat", "readlink", "realpath", "basename", "dirname", "cut", "tr", "rev", "tac", "nl",
  "fold", "fmt", "expand", "unexpand", "paste", "join", "comm", "column", "cmp", "md5sum", "sha1sum", "sha224sum", "sha256sum", "sha384sum", "sha512sum", "b2sum",
  "cksum", "seq", "expr", "od", "hexdump", "jq", "du", "df", "id", "whoami", "groups", "uname", "nproc", "uptime", "free", "ps",
  "printenv", "locale", "tty", "which", "whereis", "sleep", "factor", "numfmt", "tsort",
  // Parts of the shell.
  "echo", "pwd", "true", "false", ":", "type", "cd", "pushd", "popd", "dirs", "exit", "return", "break", "continue", "shift",
];

/** Programs whose `--version` is looked up in themselves, not in a file of the folder. */
const TOOLS = ["node", "npm", "git", "python", "python2", "python3", "pip", "pip3", "ruby", "perl", "java", "javac", "gcc", "g++", "clang", "make", "cmake", "tsc", "docker", "rg", "deno", "go"];

const RULES: ReadonlyMap<string, ReadOnlyRule> = new Map<string, ReadOnlyRule>([
  ...PLAIN.map((name) => [name, always] as const),
  ["file", without("CzZ", "--compile", "--uncompress", "--uncompress-noreport")],
  ["diff", without("l", "--paginate")],
  ["tree", without("oR", "--output")],
  ["base64", without("o", "--output")],
  ["base32", without("o", "--output")],
  ["wait", without("p")],
  ["jobs", without("x")],
  ["sort", without("o", "--output", "--compress-program")],
  ["shuf", without("o", "--output")],
  ["uniq", (args) => atMostOne(operands(args, "fsw"))],
  ["xxd", (args) => !mayHave(args, "r", ["-revert"]) && atMostOne(operands(args, "cglosn"))],
  ["date", readsDate],
  ["printf", printsOnly],
  ["read", readsInto],
  ["test", testsOnly],
  ["[", testsOnly],
  ["set", (args) => args.every(({ text }) => text !== undefined && /^(?:[-+][efux]+|[-+][efux]*o|errexit|nounset|pipefail|xtrace|noglob)$/.test(text))],
  ["sed", printsLines],
  ["find", findsOnly],
  ["rg", without("z", "--pre", "--hostname-bin", "--search-zip")],
  ["fd", without("xXl", "--exec", "--exec-batch", "--list-details")],
  ["fdfind", without("xXl", "--exec", "--exec-batch", "--list-details")],
  ["ag", without("z", "--pager", "--search-zip")],
  ["git", gitReadsOnly],
]);

/** Actions of find that delete, write, or run in other folders; what `-exec` runs is judged by itself. */
const FIND_BEYOND_READING = new Set(["-delete", "-fprint", "-fprint0", "-fprintf", "-fls", "-execdir", "-okdir"]);

/** Whether the table has the program, so that its reading forms need no rule. */
export function isReader(base: string): boolean {
  return RULES.has(base);
}

/** Whether the program `name` (as it was written) only reads and prints. False for what is not in the table. */
export function readsOnly(name: string, args: readonly Argument[], folderChanged: boolean): boolean {
  // A path elsewhere may be any program under a known name.
  const base = /^(?:\/usr)?\/bin\/([^/]+)$/.exec(name)?.[1] ?? name;
  const [only] = args;
  const shown = args.length === 1 && only?.text !== undefined ? only.text : "";
  if (TOOLS.includes(base) && shown === "--version") return true;
  if ((base === "node" && shown === "-v") || (base === "go" && shown === "version")) return true;
  return RULES.get(base)?.(args, folderChanged) ?? false;
}

function atMostOne(args: readonly Argument[]): boolean {
  return args.length <= 1 && !args.some(({ many, splits }) => many || splits);
}

/** `-v`, and bash's conversion `%n`, set a variable. */
function printsOnly(args: readonly Argument[]): boolean {
  const format = args[0]?.text === "--" ? args[1] : args[0];
  return format === undefined || (format.text !== undefined && !/^-.|%[^%a-zA-Z]*[hlLjztq]*n/s.test(format.text));
}

/** Neither `-s`, nor the operand that sets the clock. */
function readsDate(args: readonly Argument[]): boolean {
  if (mayHave(args, "s", ["--set"])) return false;
  return operands(args, "dfr").every(({ start, many }) => start.startsWith("+") && !many);
}

/** `read` puts what it reads into variables; these must be of the script's own. */
function readsInto(args: readonly Argument[]): boolean {
  return operands(args, "adinNptu").every(({ text }) => text !== undefined && isOwnVariable(text)) && !mayHave(args, "ai");
}

/** A test of a variable by name (`-v`) evaluates what stands in its subscript; an expansion could become that. */
function testsOnly(args: readonly Argument[]): boolean {
  if (args.some(({ text, splits, many }) => text === "-v" || text === "-R" || splits || many)) return false;
  const expanded = args.some(({ text }) => text === undefined);
  if (expanded && args.some(({ text }) => text === "-a" || text === "-o" || text === "(")) return false;
  const [first, operator] = args.slice(args.findIndex(({ text }) => text !== "!"));
  return first === undefined || first.text !== undefined || /^(?:[=!]=|=|-(?:eq|ne|lt|le|gt|ge|nt|ot|ef))$/.test(operator?.text ?? "");
}

/** Only `sed -n` with addresses and `p`. */
function printsLines(args: readonly Argument[]): boolean {
  if (args.some((arg) => arg.text === undefined && mayBeOption(arg))) return false;
  const options = args.filter(mayBeOption).map(({ text }) => text ?? "");
  if (!options.some((text) => /^-[nE]*n[nEe]*$/.test(text)) || !options.every((text) => /^-[nEr]*e?$/.test(text))) return false;
  const scripts = args.filter((_, index) => /^-[nEr]*e$/.test(args[index - 1]?.text ?? ""));
  const all = scripts.length > 0 ? scripts : operands(args).slice(0, 1);
  const address = String.raw`(?:\d+|\$|/[^/\\\n]*/)`;
  return all.length > 0 && all.every(({ text }) => text !== undefined && new RegExp(`^(?:${address}(?:,\\+?${address})?[pq=];?\\s*)+$`).test(text));
}

function findsOnly(args: readonly Argument[]): boolean {
  return args.every((arg) => (arg.text === undefined ? !mayBeOption(arg) : !FIND_BEYOND_READING.has(arg.text)));
}

/** A variable that neither the shell nor another program gives a meaning to. */
export function isOwnVariable(name: string): boolean {
  if (/^(?:LANG|LC_[A-Z]+|TZ|NO_COLOR|FORCE_COLOR|CI|COLUMNS|LINES|NODE_ENV)$/.test(name)) return true;
  return /^[a-z][a-z0-9_]*$/.test(name) && !/^(?:(?:npm|pnpm|yarn|bun|pip|cargo)_.*|.*_proxy|.*path|status|argv)$/.test(name);
}
