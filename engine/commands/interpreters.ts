import { type Argument, mayBeOption } from "./argument.ts";

const INTERPRETER = /^(?:python|pypy|ruby|perl|lua|luajit|php|node|nodejs|tsx|ts-node|deno|bun|osascript|tclsh|wish|rscript|r|julia|guile|scheme|groovy|scala|kotlin|jshell|ghci|irb|awk|gawk|mawk|nawk|sed|ed|ex|vi|vim|nvim|emacs|m4|bc|dc|gdb|make|pwsh|powershell)(?:[\d.]+)?$/;

/** Programs that run what they read or what an argument says, in a language of their own. */
export function isInterpreter(base: string): boolean {
  return INTERPRETER.test(base);
}

/** Whether an interpreter gets its program by an argument, so that it reads its input as data. */
export function takesCode(base: string, args: readonly Argument[]): boolean {
  if (/^(?:awk|gawk|mawk|nawk|sed|bc|dc|make|m4)$/.test(base)) return true;
  return args.some((arg) => arg.text !== "-" && (!mayBeOption(arg) || (arg.text !== undefined && /^-(?:[a-zA-Z]*[cem]|-eval|-print|p)$/.test(arg.text))) && !/^\/(?:dev|proc)\//.test(arg.start));
}
