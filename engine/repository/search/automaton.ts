import { UserError } from "../../errors.ts";
import { createSetTest, isWord, setToRust } from "./char-set.ts";
import type { Assertion, ParsedPattern, Pattern } from "./pattern.ts";

type Instruction =
  | { readonly op: "char"; readonly set: number }
  | { readonly op: "assert"; readonly what: Assertion }
  /** Goes on at each of these; every other instruction goes on at the one behind it. */
  | { readonly op: "split"; readonly to: number[] }
  | { readonly op: "match" };

const MAX_INSTRUCTIONS = 20_000;
/** Beyond this many states the cache is emptied, as RE2 does. */
const MAX_STATES = 2_000;
/** Instructions visited while states are made, and sets that new characters are looked for in: under a second of work. Reading characters by states that are there costs none. */
const MAX_WORK = 10_000_000;

interface Program {
  readonly code: readonly Instruction[];
  readonly tests: readonly ((codePoint: number) => boolean)[];
  readonly words: boolean;
}

/** The place before a character: the instructions to go on at, and what the character before it was. */
interface State {
  readonly at: readonly number[];
  readonly start: boolean;
  readonly afterWord: boolean;
  readonly next: (State | undefined)[];
  matchesAtEnd: boolean | undefined;
}

export interface Automaton {
  /** Where the match in `text` between `from` and `to` that ends first ends; -1 where there is none. */
  readonly find: (text: string, from: number, to: number) => number;
}

/**
 * A matcher in linear time, whatever the pattern: Thompson's construction, its states made on demand and cached (as in RE2 and ripgrep).
 * It tells whether and where a match ends, not where it begins.
 * @throws UserError `bad_input` when the pattern is too large; `find` throws it when the pattern would take too long
 */
export function createAutomaton({ pattern, ignoreCase }: ParsedPattern): Automaton {
  const program = compile(pattern, ignoreCase);
  const { code, tests, words } = program;
  const classes = createClasses(program);
  const MATCHED: State = { at: [], start: false, afterWord: false, next: [], matchesAtEnd: true };
  let states = new Map<string, State>();
  let work = 0;
  const spend = (amount: number): void => {
    work += amount;
    if (work > MAX_WORK) throw new UserError("bad_input", "The pattern is too complex to be searched for.", "Repeat less inside it, or search for a simpler part of it.");
  };

  const seen = new Uint32Array(code.length);
  let round = 0;
  /** What can be reached from a state before the next character without taking it; undefined when a match is. */
  const reach = (state: State, end: boolean, beforeWord: boolean): readonly number[] | undefined => {
    round++;
    const chars: number[] = [];
    // The pattern may begin at every place: instruction 0.
    const pending = [...state.at, 0];
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      if (seen[at] === round) continue;
      seen[at] = round;
      work++;
      const instruction = code[at];
      if (instruction === undefined) continue;
      if (instruction.op === "match") return undefined;
      if (instruction.op === "char") chars.push(at);
      else if (instruction.op === "split") pending.push(...instruction.to);
      else if (holds(instruction.what, { start: state.start, end, edge: state.afterWord !== beforeWord })) pending.push(at + 1);
    }
    spend(0);
    return chars;
  };
  const intern = (at: readonly number[], start: boolean, afterWord: boolean): State => {
    const key = `${start ? "^" : ""}${afterWord ? "w" : ""}${at.join()}`;
    const known = states.get(key);
    if (known !== undefined) return known;
    if (states.size >= MAX_STATES) {
      states = new Map();
      initial.next.length = 0;
    }
    const state: State = { at, start, afterWord, next: [], matchesAtEnd: undefined };
    states.set(key, state);
    return state;
  };
  const step = (state: State, charClass: number): State => {
    const { members, word } = classes.describe(charClass);
    const chars = reach(state, false, word);
    if (chars === undefined) return MATCHED;
    const targets = chars.filter((at) => {
      const instruction = code[at];
      return instruction?.op === "char" && members[instruction.set] === true;
    });
    return intern(targets.map((at) => at + 1).sort((a, b) => a - b), false, words && word);
  };
  const initial = intern([], true, false);

  return {
    find: (text, from, to) => {
      let state = initial;
      for (let at = from; at < to; ) {
        const codePoint = text.codePointAt(at) ?? 0;
        const charClass = classes.of(codePoint);
        const next = (state.next[charClass] ??= step(state, charClass));
        if (next === MATCHED) return at;
        state = next;
        at += codePoint > 0xffff ? 2 : 1;
      }
      state.matchesAtEnd ??= reach(state, true, false) === undefined;
      return state.matchesAtEnd ? to : -1;
    },
  };

  function createClasses({ tests: sets }: Program): { of: (codePoint: number) => number; describe: (charClass: number) => { members: readonly boolean[]; word: boolean } } {
    const known = new Map<string, number>();
    const described: { members: readonly boolean[]; word: boolean }[] = [];
    const basic = new Int32Array(0x10000).fill(-1);
    const others = new Map<number, number>();
    const classify = (codePoint: number): number => {
      spend(sets.length);
      const members = tests.map((test) => test(codePoint));
      const word = words && isWord(codePoint);
      const key = `${word ? "w" : ""}${members.flatMap((member, index) => (member ? [index] : [])).join()}`;
      let charClass = known.get(key);
      if (charClass === undefined) {
        charClass = described.push({ members, word }) - 1;
        known.set(key, charClass);
      }
      if (codePoint <= 0xffff) basic[codePoint] = charClass;
      else others.set(codePoint, charClass);
      return charClass;
    };
    return {
      of: (codePoint) => {
        const charClass = codePoint <= 0xffff ? (basic[codePoint] ?? -1) : (others.get(codePoint) ?? -1);
        return charClass === -1 ? classify(codePoint) : charClass;
      },
      describe: (charClass) => described[charClass] ?? { members: [], word: false },
    };
  }
}

function holds(what: Assertion, { start, end, edge }: { readonly start: boolean; readonly end: boolean; readonly edge: boolean }): boolean {
  switch (what) {
    case "start":
      return start;
    case "end":
      return end;
    case "word":
      return edge;
    case "not_word":
      return !edge;
  }
}

function tooLarge(): UserError {
  return new UserError("bad_input", "The pattern is too large.", "Repeat less inside it, or search for a smaller part of it.");
}

function compile(pattern: Pattern, ignoreCase: boolean): Program {
  const code: Instruction[] = [];
  const tests: ((codePoint: number) => boolean)[] = [];
  const sets = new Map<string, number>();
  let words = false;
  let visited = 0;

  const add = (instruction: Instruction): number => {
    if (code.length >= MAX_INSTRUCTIONS) throw tooLarge();
    return code.push(instruction) - 1;
  };
  const emitOptional = (of: Pattern, loop: boolean): void => {
    const to: number[] = [];
    const split = add({ op: "split", to });
    to.push(split + 1);
    emit(of);
    if (loop) add({ op: "split", to: [split] });
    to.push(code.length);
  };
  const emit = (node: Pattern): void => {
    if (++visited > MAX_INSTRUCTIONS * 10) throw tooLarge();
    switch (node.kind) {
      case "set": {
        const key = setToRust(node.set);
        const set = sets.get(key) ?? tests.push(createSetTest(node.set, ignoreCase)) - 1;
        sets.set(key, set);
        add({ op: "char", set });
        return;
      }
      case "assert":
        if (node.what === "word" || node.what === "not_word") words = true;
        add({ op: "assert", what: node.what });
        return;
      case "sequence":
        node.parts.forEach(emit);
        return;
      case "choice": {
        const to: number[] = [];
        const exits: number[][] = [];
        add({ op: "split", to });
        for (const option of node.options) {
          to.push(code.length);
          emit(option);
          const exit: number[] = [];
          exits.push(exit);
          add({ op: "split", to: exit });
        }
        for (const exit of exits) exit.push(code.length);
        return;
      }
      case "repeat":
        for (let count = 0; count < node.min; count++) emit(node.of);
        if (node.max === Infinity) emitOptional(node.of, true);
        else for (let count = node.min; count < node.max; count++) emitOptional(node.of, false);
    }
  };
  emit(pattern);
  add({ op: "match" });
  return { code, tests, words };
}
