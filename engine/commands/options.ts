import { type Argument, mayBeOption } from "./argument.ts";

/**
 * Whether a program's options may have one of these short letters or long names, as `getopt_long` reads them: letters in clusters, long
 * names shortened, options behind operands, none behind `--`. In doubt, true.
 */
export function mayHave(args: readonly Argument[], letters: string, names: readonly string[] = []): boolean {
  for (const arg of args) {
    if (arg.text === "--") return false;
    if (!mayBeOption(arg)) continue;
    const { text } = arg;
    if (text === undefined) return true;
    if (!text.startsWith("--")) {
      if (Array.from(text.slice(1)).some((letter) => letters.includes(letter))) return true;
      // Long names behind one dash, as find, terraform and Go's programs have them.
      if (names.includes(`-${text.split("=", 1)[0] ?? ""}`)) return true;
    } else if (names.some((name) => name.startsWith(text.split("=", 1)[0] ?? ""))) return true;
  }
  return false;
}

/** Like `mayHave`, but true only for what is written out. */
export function has(args: readonly Argument[], letters: string, names: readonly string[] = []): boolean {
  return mayHave(args.filter(({ text }) => text !== undefined), letters, names);
}

/**
 * Where the operands begin in arguments whose options come first; undefined where that depends on an expansion.
 * @param letters short options that take a value
 * @param names long options that take a value as a word of its own
 */
export function skipOptions(args: readonly Argument[], letters: string, names: readonly string[] = []): number | undefined {
  let index = 0;
  for (;;) {
    const arg = args[index];
    if (arg === undefined) return index;
    if (!mayBeOption(arg)) return index;
    if (arg.text === undefined) return undefined;
    if (arg.text === "--") return index + 1;
    index += 1;
    if (arg.text.startsWith("--")) {
      const { text } = arg;
      if (!text.includes("=") && names.some((name) => name.startsWith(text))) index += 1;
      continue;
    }
    const cluster = Array.from(arg.text.slice(1));
    const valued = cluster.findIndex((letter) => letters.includes(letter));
    if (valued !== -1 && valued === cluster.length - 1) index += 1;
  }
}

/** The arguments that are no options, where options may stand anywhere. `letters`: short options that take a value. */
export function operands(args: readonly Argument[], letters = ""): readonly Argument[] {
  const found: Argument[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index];
    if (arg === undefined) break;
    if (arg.text === "--") return [...found, ...args.slice(index + 1)];
    if (arg.text === undefined || !mayBeOption(arg)) found.push(arg);
    else if (!arg.text.startsWith("--") && arg.text.length === 2 && letters.includes(arg.text.slice(1))) index += 1;
  }
  return found;
}
