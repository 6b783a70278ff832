import { type Argument, mayBeOption } from "./argument.ts";

const NAMES: ReadonlySet<string> = new Set([
  "python", "pypy", "ipython", "bpython", "jupyter", "ruby", "irb", "perl", "raku", "lua", "luajit", "php", "node", "nodejs", "tsx", "ts-node", "ts-node-esm", "vite-node", "jiti", "esno", "coffee", "deno", "bun",
  "osascript", "tclsh", "wish", "expect", "rscript", "r", "julia", "octave", "matlab", "gnuplot", "guile", "scheme", "racket", "sbcl", "clisp", "clojure", "clj", "bb", "emacs", "swipl", "ocaml", "runghc", "ghci",
  "elixir", "iex", "erl", "escript", "groovy", "scala", "kotlin", "kotlinc", "java", "jshell", "dart", "crystal", "nim", "xonsh", "nu", "elvish", "pwsh", "powershell", "cmd",
  "awk", "gawk", "mawk", "nawk", "sed", "ed", "ex", "vi", "vim", "nvim", "m4", "bc", "dc", "gdb", "lldb", "make", "gmake", "psql", "mysql", "mariadb", "sqlite", "sqlite3", "duckdb", "mongosh", "redis-cli",
]);

/** Programs that run what they read or what an argument says, in a language of their own. */
export function isInterpreter(base: string): boolean {
  return NAMES.has(base) || NAMES.has(base.replace(/[\d.]+$/, ""));
}

/** Whether an interpreter gets its program by an argument, so that it reads its input as data. */
export function takesCode(base: string, args: readonly Argument[]): boolean {
  if (/^(?:awk|gawk|mawk|nawk|sed|bc|dc|g?make|m4|gnuplot)$/.test(base)) return true;
  return args.some((arg) => arg.text !== "-" && (!mayBeOption(arg) || (arg.text !== undefined && /^-(?:[a-zA-Z]*[cem]|-eval|-print|p)$/.test(arg.text))) && !/^\/(?:dev|proc)\//.test(arg.start));
}
