import { type Argument, mayBeOption, UNKNOWN_WORDS } from "./argument.ts";
import { has, mayHave, skipOptions } from "./options.ts";

/** What a program that runs other programs would run. */
export interface Unwrapped {
  readonly commands: readonly (readonly Argument[])[];
  /** Texts that a shell would run; undefined where a text is not known. */
  readonly scripts: readonly (string | undefined)[];
  /** A shell without a script: it runs what it reads. */
  readonly readsScript: boolean;
  /** It does nothing but run these, so that what holds for these holds for it. */
  readonly transparent: boolean;
  /** Only reads, apart from what it runs. */
  readonly reads: boolean;
  /** Variables that it sets for what it runs. */
  readonly variables: readonly { readonly name: string; readonly value: string }[];
}

type Wrapper = (args: readonly Argument[]) => Unwrapped | "unclear" | undefined;

const NOTHING: Unwrapped = { commands: [], scripts: [], readsScript: false, transparent: true, reads: true, variables: [] };

const SHELLS = ["sh", "bash", "dash", "zsh", "ksh", "mksh", "ash", "rbash", "yash", "fish", "csh", "tcsh"];

const WRAPPERS: ReadonlyMap<string, Wrapper> = new Map<string, Wrapper>([
  ...SHELLS.map((name) => [name, shell] as const),
  ["nice", behindOptions("n", ["--adjustment"])],
  ["nohup", behindOptions("")],
  ["setsid", behindOptions("")],
  ["stdbuf", behindOptions("ioe", ["--input", "--output", "--error"])],
  ["ionice", (args) => (mayHave(args, "pPu", ["--pid", "--pgid", "--uid"]) ? undefined : behindOptions("cn", ["--class", "--classdata"])(args))],
  ["timeout", (args) => behindOptions("ks", ["--kill-after", "--signal"], 1)(args)],
  ["time", time],
  ["!", (args) => ({ ...NOTHING, commands: [args] })],
  ["command", (args) => (has(args.slice(0, 1), "vV") ? NOTHING : behindOptions("")(args))],
  ["builtin", behindOptions("")],
  ["exec", behindOptions("a")],
  ["busybox", multiCall],
  ["toybox", multiCall],
  ["env", env],
  ["sudo", sudo],
  ["doas", (args) => opaque(behindOptions("uCa")(args))],
  ["su", su],
  ["runuser", su],
  ["xargs", xargs],
  ["find", find],
  ["eval", (args) => ({ ...NOTHING, scripts: args.length === 0 ? [] : [join(args)] })],
  ["trap", trap],
  ["source", source],
  [".", source],
  ["alias", (args) => (args.every(({ text }) => text !== undefined && !text.includes("=")) ? undefined : "unclear")],
  ["hash", (args) => (mayHave(args, "p") ? "unclear" : undefined)],
  ["enable", (args) => (args.length === 0 ? undefined : "unclear")],
]);

/** Programs that run their arguments, in ways that are not followed here. */
const RUNNERS: ReadonlySet<string> = new Set(["watch", "flock", "chroot", "unshare", "nsenter", "firejail", "bwrap", "strace", "ltrace", "gdb", "valgrind", "parallel", "script", "setpriv", "taskset", "chrt", "ssh", "entr", "unbuffer", "expect", "proot", "fakeroot", "systemd-run", "start-stop-daemon", "run-parts", "sem", "at", "batch", "pkexec", "gosu", "su-exec", "capsh", "catchsegv", "prlimit", "numactl", "cgexec", "tmux", "screen", "dbus-run-session", "xvfb-run", "caffeinate", "dtach", "setarch", "linux64", "linux32", "i386", "x86_64", "uname26", "rlwrap", "socat"]);

/** What `name` would run. Undefined: it is no wrapper. `unclear`: it runs something, and what cannot be told. */
export function unwrap(name: string, args: readonly Argument[]): ReturnType<Wrapper> {
  if (isRunner(name)) return args.some(({ text }) => text === undefined) ? "unclear" : undefined;
  return WRAPPERS.get(name)?.(args);
}

/** Whether a program runs its arguments in a way that is not followed. */
export function isRunner(name: string): boolean {
  return RUNNERS.has(name) || /^ld(?:-linux|-musl|64|\.so)/.test(name);
}

export function isWrapper(name: string): boolean {
  return isRunner(name) || WRAPPERS.has(name);
}

export function isShell(name: string): boolean {
  return SHELLS.includes(name);
}

function behindOptions(letters: string, names: readonly string[] = [], skipped = 0): (args: readonly Argument[]) => Unwrapped | "unclear" {
  return (args) => {
    const at = skipOptions(args, letters, names);
    if (at === undefined || args.slice(at, at + skipped).some(({ splits, many }) => splits || many)) return "unclear";
    const command = args.slice(at + skipped);
    return { ...NOTHING, commands: command.length === 0 ? [] : [command] };
  };
}

function opaque(unwrapped: Unwrapped | "unclear"): Unwrapped | "unclear" {
  return unwrapped === "unclear" ? unwrapped : { ...unwrapped, transparent: false, reads: false };
}

/** Bash's `time` lets assignments follow, the program `time` can write a file. */
function time(args: readonly Argument[]): Unwrapped | "unclear" {
  const at = skipOptions(args, "fo", ["--format", "--output"]);
  if (at === undefined) return "unclear";
  const plain = at === 0 || args.slice(0, at).every(({ text }) => text === "-p" || text === "--");
  const unwrapped = withAssignments(args.slice(at));
  return unwrapped === "unclear" || plain ? unwrapped : { ...unwrapped, reads: false, transparent: false };
}

function env(args: readonly Argument[]): Unwrapped | "unclear" {
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

function sudo(args: readonly Argument[]): Unwrapped | "unclear" {
  const at = skipOptions(args, "CDghpRrTtUu", ["--user", "--group", "--host", "--prompt", "--chdir", "--chroot", "--role", "--type", "--close-from", "--command-timeout", "--other-user"]);
  return at === undefined ? "unclear" : opaque(withAssignments(args.slice(at)));
}

function su(args: readonly Argument[]): Unwrapped {
  const scripts = args.flatMap(({ text }, index) => {
    if (text !== undefined && /^(?:-[flmpP]*c|--(?:session-)?com[a-z]*)$/.test(text)) return [args[index + 1]?.text];
    const attached = /^(?:-[flmpP]*c|--(?:session-)?com[a-z]*=)(.+)$/s.exec(text ?? "")?.[1];
    return attached === undefined ? [] : [attached];
  });
  const unknown = scripts.length === 0 && args.some((arg) => arg.text === undefined && mayBeOption(arg));
  return { ...NOTHING, scripts: unknown ? [undefined] : scripts, reads: false, transparent: false };
}

function multiCall(args: readonly Argument[]): Unwrapped {
  return { ...NOTHING, commands: args.length === 0 ? [] : [args], transparent: false };
}

function xargs(args: readonly Argument[]): Unwrapped | "unclear" {
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
function find(args: readonly Argument[]): Unwrapped | undefined {
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

function shell(args: readonly Argument[]): Unwrapped | "unclear" {
  let index = 0;
  let command = false;
  let standardInput = false;
  for (; index < args.length; index += 1) {
    const arg = args[index];
    if (arg?.text === undefined) return command || args.length > index + 1 || arg?.start.startsWith("/dev/fd") === true || arg?.splits === true ? "unclear" : { ...NOTHING, reads: false };
    if (arg.text === "--" || arg.text === "-") {
      index += 1;
      break;
    }
    if (!/^[-+]./.test(arg.text)) break;
    if (arg.text.startsWith("--")) {
      if (/^--(?:rc|init)-?file$/.test(arg.text)) return "unclear";
      continue;
    }
    command ||= /^-[^-]*c/.test(arg.text);
    standardInput ||= /^-[^-]*s/.test(arg.text);
    // Each `o` of a cluster takes a word, wherever in the cluster it stands.
    index += arg.text.replace(/[^oO]/g, "").length;
  }
  const first = args[index];
  if (command) return first === undefined ? NOTHING : { ...NOTHING, scripts: [first.text] };
  if (first === undefined || standardInput || isStandardInput(first)) return { ...NOTHING, readsScript: true };
  return isDevice(first) ? "unclear" : { ...NOTHING, reads: false };
}

/** `-` is taken for an option before. Other descriptors may be anything, and are a script that is not known. */
function isStandardInput({ text }: Argument): boolean {
  return text !== undefined && /^\/(?:dev\/stdin|(?:dev|proc\/self)\/fd\/0)$/.test(text);
}

function isDevice({ start }: Argument): boolean {
  return /^\/+(?:dev|proc)\//.test(start);
}

function trap(args: readonly Argument[]): Unwrapped | undefined {
  const rest = args[0]?.text === "--" ? args.slice(1) : args;
  const [action] = rest;
  if (action === undefined || action.text === "-" || action.text === "" || (action.text !== undefined && /^-[lpP]/.test(action.text))) return undefined;
  return { ...NOTHING, scripts: [action.text], transparent: false, reads: false };
}

function source(args: readonly Argument[]): Unwrapped | undefined {
  const [first] = args[0]?.text === "--" ? args.slice(1) : args;
  if (first === undefined) return undefined;
  if (isStandardInput(first)) return { ...NOTHING, readsScript: true };
  return first.splits || isDevice(first) ? { ...NOTHING, scripts: [undefined] } : undefined;
}

/** What eval runs: its arguments with spaces between; undefined where one is expanded first. */
function join(args: readonly Argument[]): string | undefined {
  const texts = args.flatMap(({ text }) => (text === undefined ? [] : [text]));
  return texts.length === args.length ? texts.join(" ") : undefined;
}

