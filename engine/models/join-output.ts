import type { ModelDelta } from "./model-client.ts";

export interface OutputPiece {
  readonly kind: "text" | "reasoning";
  readonly text: string;
}

export interface JoinedOutput {
  readonly add: (delta: ModelDelta) => void;
  /** Gives the rest, then resolves when all pieces were taken. */
  readonly flush: () => Promise<void>;
}

/** A piece is given when it has grown to this many characters, or when this long has passed since the last one. */
const CHARACTERS = 1_000;
const MILLISECONDS = 100;

/** Joins the small pieces of a stream into few larger ones. A failure of `take` surfaces in `flush`. */
export function joinOutput(take: (piece: OutputPiece) => Promise<void>): JoinedOutput {
  let kind: OutputPiece["kind"] = "text";
  let text = "";
  let last = performance.now();
  let taken: Promise<unknown> = Promise.resolve();
  const give = (): void => {
    if (text !== "") {
      taken = Promise.all([taken, take({ kind, text })]);
      taken.catch(() => undefined); // surfaces in flush
    }
    text = "";
    last = performance.now();
  };
  return {
    add: (delta) => {
      if (delta.type !== "text" && delta.type !== "reasoning") return;
      if (delta.type !== kind) give();
      kind = delta.type;
      text += delta.text;
      if (text.length >= CHARACTERS || performance.now() - last >= MILLISECONDS) give();
    },
    flush: async () => {
      give();
      await taken;
    },
  };
}
