import type { Argument } from "./argument.ts";
import { has, mayHave } from "./options.ts";
import { evaluate, shell, source, su, trap } from "./unwrap-shells.ts";
import { doas, env, find, multiCall, sudo, time, xargs } from "./unwrap-words.ts";
import { behindOptions, NOTHING, type Wrapper } from "./unwrapped.ts";

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
  ["doas", doas],
  ["su", su],
  ["runuser", su],
  ["xargs", xargs],
  ["find", find],
  ["eval", evaluate],
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
