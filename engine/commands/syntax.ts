/** What a shell command consists of, as far as it decides what may happen: the order and the conditions of commands are left out. */

/** A piece of a word. `quoted` pieces are neither split into words nor expanded as patterns. */
export type Part =
  | { readonly kind: "text"; readonly text: string; readonly quoted: boolean }
  | { readonly kind: "pattern"; readonly text: string }
  | { readonly kind: "parameter"; readonly name: string; readonly quoted: boolean; readonly assigns: boolean; readonly inner: readonly Part[] }
  | { readonly kind: "arithmetic"; readonly quoted: boolean; readonly constant: boolean; readonly inner: readonly Part[] }
  | { readonly kind: "substitution"; readonly quoted: boolean; readonly process: boolean; readonly commands: readonly Command[] };

export interface Word {
  readonly parts: readonly Part[];
  /** It has a brace expansion: bash makes several words of it, other shells one. */
  readonly braces: boolean;
}

export interface Assignment {
  readonly name: string;
  readonly values: readonly Word[];
}

/** `descriptor` is the digit before the operator, or nothing. */
export type Redirect =
  | { readonly kind: "file"; readonly descriptor: string; readonly operator: string; readonly target: Word }
  /** A here-document or here-string; what is read, after its expansion. */
  | { readonly kind: "text"; readonly descriptor: string; readonly parts: readonly Part[] };

export interface SimpleCommand {
  readonly kind: "simple";
  readonly assignments: readonly Assignment[];
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
}

/** A group, a subshell, a condition, a loop, a case: what it runs, the words it expands, the variable it sets. */
export interface Block {
  readonly kind: "block";
  readonly commands: readonly Command[];
  readonly words: readonly Word[];
  readonly variable: string | undefined;
  readonly redirects: readonly Redirect[];
}

export type Command =
  | SimpleCommand
  | Block
  | { readonly kind: "pipeline"; readonly commands: readonly Command[] }
  | { readonly kind: "function"; readonly name: string; readonly body: Command };
