import type { Argument } from "./argument.ts";
import { skipOptions } from "./options.ts";

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

/** `unclear`: it runs something, and what cannot be told. Undefined: with these arguments it runs nothing. */
export type Wrapper = (args: readonly Argument[]) => Unwrapped | "unclear" | undefined;

export const NOTHING: Unwrapped = { commands: [], scripts: [], readsScript: false, transparent: true, reads: true, variables: [] };

/**
 * For programs whose options come before the command.
 * @param letters short options that take a value
 * @param names long options that take a value
 * @param skipped operands before the command
 */
export function behindOptions(letters: string, names: readonly string[] = [], skipped = 0): (args: readonly Argument[]) => Unwrapped | "unclear" {
  return (args) => {
    const at = skipOptions(args, letters, names);
    if (at === undefined || args.slice(at, at + skipped).some(({ splits, many }) => splits || many)) return "unclear";
    const command = args.slice(at + skipped);
    return { ...NOTHING, commands: command.length === 0 ? [] : [command] };
  };
}
