import { type Argument, mayBeOption } from "./argument.ts";
import { NOTHING, type Unwrapped } from "./unwrapped.ts";

/** `sh -c TEXT`, `sh FILE`, or `sh` that reads what it runs. */
export function shell(args: readonly Argument[]): Unwrapped | "unclear" {
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

/** `su -c TEXT`, and `runuser`. */
export function su(args: readonly Argument[]): Unwrapped {
  const scripts = args.flatMap(({ text }, index) => {
    if (text !== undefined && /^(?:-[flmpP]*c|--(?:session-)?com[a-z]*)$/.test(text)) return [args[index + 1]?.text];
    const attached = /^(?:-[flmpP]*c|--(?:session-)?com[a-z]*=)(.+)$/s.exec(text ?? "")?.[1];
    return attached === undefined ? [] : [attached];
  });
  const unknown = scripts.length === 0 && args.some((arg) => arg.text === undefined && mayBeOption(arg));
  return { ...NOTHING, scripts: unknown ? [undefined] : scripts, reads: false, transparent: false };
}

/** `trap TEXT SIGNAL…` */
export function trap(args: readonly Argument[]): Unwrapped | undefined {
  const rest = args[0]?.text === "--" ? args.slice(1) : args;
  const [action] = rest;
  if (action === undefined || action.text === "-" || action.text === "" || (action.text !== undefined && /^-[lpP]/.test(action.text))) return undefined;
  return { ...NOTHING, scripts: [action.text], transparent: false, reads: false };
}

/** `. FILE` */
export function source(args: readonly Argument[]): Unwrapped | undefined {
  const [first] = args[0]?.text === "--" ? args.slice(1) : args;
  if (first === undefined) return undefined;
  if (isStandardInput(first)) return { ...NOTHING, readsScript: true };
  return first.splits || isDevice(first) ? { ...NOTHING, scripts: [undefined] } : undefined;
}

/** `eval WORD…`, with spaces between; unknown where one is expanded first. */
export function evaluate(args: readonly Argument[]): Unwrapped {
  const texts = args.flatMap(({ text }) => (text === undefined ? [] : [text]));
  if (args.length === 0) return NOTHING;
  return { ...NOTHING, scripts: [texts.length === args.length ? texts.join(" ") : undefined] };
}
