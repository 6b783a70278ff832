/**
 * A place in a migrated file where TypeScript syntax may be inserted, and the texts that may stand there, tightest first. Migration is a
 * search over the slots' rungs: the base text never changes, so behavior cannot, and a position maps back however much was inserted.
 */
export interface Slot {
  readonly path: string;
  readonly kind: SlotKind;
  /** Base positions: where the node starts and ends that the slot is about. */
  readonly start: number;
  readonly end: number;
  /** Further declarations of the same `var`: TypeScript wants one type for all of them. */
  readonly alsoAt?: readonly number[];
  /** What a member, an ambient name or a suppression is called; the reason of a suppression. */
  readonly name?: string;
  /** Text between the slot and its surroundings (`, ` after `this`, indentation before a member). */
  readonly glue?: string;
  /** A parameter without parentheses (`x => …`) gets them when it is annotated. */
  readonly bare?: boolean;
  optional: boolean;
  /** How often the declaration is referred to: what an `any` here spreads to. */
  references?: number;
  /** Type texts; "" means that nothing is inserted. */
  ladder: readonly string[];
  rung: number;
}

export type SlotKind =
  | "parameter"
  | "variable"
  | "return"
  | "this"
  | "member"
  | "cast"
  | "non_null"
  | "ambient"
  | "suppression"
  | "interface"
  | "catch";

export const typeOf = (slot: Slot): string => slot.ladder[slot.rung] ?? "any";
export const isLast = (slot: Slot): boolean => slot.rung >= slot.ladder.length - 1;
export const slotKey = (path: string, kind: SlotKind, start: number, name = ""): string => `${path}|${kind}|${start}|${name}`;

interface Insertion {
  readonly at: number;
  readonly text: string;
  /** At one position: closing texts before opening ones; inner closes first, outer opens first. */
  readonly order: number;
}

function insertionsOf(slot: Slot): Insertion[] {
  const type = typeOf(slot);
  const close = (text: string): Insertion => ({ at: slot.end, text, order: -1 - slot.start / 1e9 });
  const open = (text: string): Insertion => ({ at: slot.start, text, order: 2 - slot.end / 1e9 });
  switch (slot.kind) {
    case "parameter": {
      const text = (slot.optional ? "?" : "") + (type === "" ? "" : `: ${type}`);
      if (text === "") return [];
      return slot.bare === true ? [open("("), close(`${text})`)] : [close(text)];
    }
    case "variable":
      return type === "" ? [] : [slot.end, ...(slot.alsoAt ?? [])].map((at) => ({ at, text: `: ${type}`, order: -1 }));
    case "return":
    case "catch":
      return type === "" ? [] : [close(`: ${type}`)];
    case "this":
      return type === "" ? [] : [{ at: slot.end, text: `this: ${type}${slot.glue ?? ""}`, order: 1 }];
    case "member":
      return [{ at: slot.end, text: `${slot.glue ?? "\n  "}${slot.name ?? ""}: ${type};`, order: 1 + slot.start / 1e9 }];
    case "cast":
      return type === "" ? [] : [open(slot.glue ?? "("), close(` as ${type}${slot.glue === "" ? "" : ")"}`)];
    case "non_null":
      return type === "" ? [] : [close("!")];
    case "ambient":
      return [{ at: slot.start, text: `declare const ${slot.name ?? ""}: ${type};\n`, order: 1 }];
    case "interface":
      return [{ at: slot.start, text: `${type}\n`, order: 0.5 }];
    case "suppression":
      return type === "" ? [] : [{ at: slot.start, text: `${slot.glue ?? ""}// @ts-expect-error ${slot.name ?? ""}\n`, order: 0 }];
  }
}

export interface Rendered {
  readonly text: string;
  /** A position in the rendered text as one in the base text, and back (behind what was inserted there). */
  toBase(position: number): number;
}

/** The base text with every slot's current text in it. */
export function render(base: string, slots: readonly Slot[]): Rendered {
  const insertions = slots.flatMap(insertionsOf).sort((a, b) => a.at - b.at || a.order - b.order);
  const marks: { readonly from: number; readonly base: number; readonly length: number }[] = [];
  let text = "";
  let done = 0;
  for (const { at, text: inserted } of insertions) {
    text += base.slice(done, at);
    done = at;
    marks.push({ from: text.length, base: at, length: inserted.length });
    text += inserted;
  }
  text += base.slice(done);
  return {
    text,
    toBase: (position) => {
      let low = 0;
      let high = marks.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((marks[middle]?.from ?? 0) <= position) low = middle + 1;
        else high = middle;
      }
      const mark = marks[low - 1];
      if (mark === undefined) return position;
      return position < mark.from + mark.length ? mark.base : mark.base + position - mark.from - mark.length;
    },
  };
}
