import { type Argument, UNKNOWN_WORDS } from "./argument.ts";
import { mayHave, skipOptions } from "./options.ts";
import { behindOptions, NOTHING, type Unwrapped } from "./unwrapped.ts";

/** Bash's `time` lets assignments follow, the program `time` can write a file. */
export function time(args: readonly Argument[]): Unwrapped | "unclear" {
  const at = skipOptions(args, "fo", ["--format", "--output"]);
  if (at === undefined) return "unclear";
  const plain = at === 0 || args.slice(0, at).every(({ text }) => text === "-p" || text === "--");
  const unwrapped = withAssignments(args.slice(at));
  return unwrapped === "unclear" || plain ? unwrapped : { ...unwrapped, reads: false, transparent: false };
}

/** `env NAME=value… command` */
export function env(args: readonly Argument[]): Unwrapped | "unclear" {
  const at = skipOptions(args, "uCS", ["--unset", "--chdir", "--split-string"]);
  if (at === undefined || mayHave(args.slice(0, at), "S", ["--split-string"])) return "unclear";
  const dashed = args[at]?.text === "-" ? at + 1 : at;
  const unwrapped = withAssignments(args.slice(dashed));
  // In another folder, or without PATH, the same name may be another program.
  const plain = dashed === 0;
  return unwrapped === "unclear" || plain ? unwrapped : { ...unwrapped, reads: false, transparent: false };
}

/** `NAME=value… command`, as words. */
function withAssignments(args: readonly Argument[]): Unwrapped | "unclear" {
  const variables: { name: string; value: string }[] = [];
  for (const [index, arg] of args.entries()) {
    const name = /^([^=]*)=/.exec(arg.start)?.[1];
    if (name === undefined) return { ...NOTHING, commands: [args.slice(index)], variables };
    if (arg.splits) return "unclear";
    variables.push({ name, value: arg.start.slice(name.length + 1) });
  }
  return { ...NOTHING, variables };
}

/** `sudo NAME=value… command` */
export function sudo(args: readonly Argument[]): Unwrapped | "unclear" {
  const at = skipOptions(args, "CDghpRrTtUu", ["--user", "--group", "--host", "--prompt", "--chdir", "--chroot", "--role", "--type", "--close-from", "--command-timeout", "--other-user"]);
  return at === undefined ? "unclear" : opaque(withAssignments(args.slice(at)));
}

/** `doas command` */
export function doas(args: readonly Argument[]): Unwrapped | "unclear" {
  return opaque(behindOptions("uCa")(args));
}

function opaque(unwrapped: Unwrapped | "unclear"): Unwrapped | "unclear" {
  return unwrapped === "unclear" ? unwrapped : { ...unwrapped, transparent: false, reads: false };
}

/** `busybox command` */
export function multiCall(args: readonly Argument[]): Unwrapped {
  return { ...NOTHING, commands: args.length === 0 ? [] : [args], transparent: false };
}

/** `xargs command`, with words that it reads. */
export function xargs(args: readonly Argument[]): Unwrapped | "unclear" {
  const at = skipOptions(args, "adEILnPs", ["--arg-file", "--delimiter", "--max-lines", "--max-args", "--max-procs", "--max-chars", "--process-slot-var"]);
  if (at === undefined) return "unclear";
  const command = args.slice(at);
  const options = args.slice(0, at);
  const replaced = replacement(options);
  // It sets any variable, PATH for one.
  const reads = !mayHave(options, "", ["--process-slot-var"]);
  if (command.length === 0) return { ...NOTHING, transparent: false, reads };
  const words = replaced === undefined ? [...command, UNKNOWN_WORDS] : command.map((arg) => fillIn(arg, replaced));
  return { ...NOTHING, commands: [words], transparent: false, reads };
}

/** What `xargs -I` replaces; undefined where it appends. */
function replacement(options: readonly Argument[]): string | undefined {
  for (const [index, { text = "" }] of options.entries()) {
    const match = /^(?:-[0rtpxo]*[Ii](.*)|--replace(?:=(.*))?)$/.exec(text);
    if (match === null) continue;
    const value = match[1] ?? match[2] ?? "";
    if (value !== "") return value;
    return text.endsWith("I") ? (options[index + 1]?.text ?? "{}") : "{}";
  }
  return undefined;
}

/** A word in which `hole` is replaced by what is not known. */
function fillIn(arg: Argument, hole: string): Argument {
  const at = arg.text?.indexOf(hole) ?? -1;
  return arg.text === undefined || at === -1 ? arg : { text: undefined, start: arg.text.slice(0, at), many: true, splits: false };
}

/** What `-exec` and its like run; the rest of find is judged apart. */
export function find(args: readonly Argument[]): Unwrapped | undefined {
  const commands: Argument[][] = [];
  for (let index = 0; index < args.length; index += 1) {
    if (!/^-(?:exec|execdir|ok|okdir)$/.test(args[index]?.text ?? "")) continue;
    const rest = args.slice(index + 1);
    const end = rest.findIndex(({ text }, at) => text === ";" || (text === "+" && rest[at - 1]?.text === "{}"));
    const command = end === -1 ? rest : rest.slice(0, end);
    commands.push(command.map((arg) => fillIn(arg, "{}")));
    index += command.length;
  }
  return commands.length === 0 ? undefined : { ...NOTHING, commands, transparent: false };
}
