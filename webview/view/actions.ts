import type { ApprovalMode, CommandAnswer, Step } from "../../engine/protocol/words.ts";

/** A step as the user writes it: a new one has no id. */
export type PlannedStep = Omit<Step, "id"> & { readonly id?: string | undefined };

/** A step that the user cut last, and where it stood among those that wait. */
export interface CutStep {
  readonly step: PlannedStep;
  readonly at: number;
}

/** What a user can do on the page. */
export interface Actions {
  edit(draft: string): void;
  send(): void;
  cancel(): void;
  /** Puts an example into the text area. */
  example(text: string): void;
  setMode(mode: ApprovalMode): void;
  review(path?: string): void;
  decide(decision: "accept" | "reject", path?: string): void;
  /** Goes on with a task that was stopped. */
  resume(): void;
  /** Rejects what an interrupted task left undecided. */
  discard(): void;
  answer(approval: string, answer: CommandAnswer): void;
  /** Puts the draft into the queue. */
  queue(): void;
  unqueue(index: number): void;
  runQueue(): void;
  /** Steps in the place of those that have not begun; `cut` is what they lack, to be put back as the step `at`. */
  changePlan(steps: readonly PlannedStep[], cut?: CutStep): void;
  hold(held: boolean): void;
  undo(): void;
  openFolder(): void;
  /** Of a window's several folders. */
  chooseFolder(): void;
  manageTrust(): void;
  fold(key: string, open: boolean): void;
  dismissFailure(): void;
}
