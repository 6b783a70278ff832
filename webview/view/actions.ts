import type { ApprovalMode } from "../../engine/protocol/words.ts";

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
  answer(approval: string, answer: "approved" | "denied"): void;
  openFolder(): void;
  /** Of a window's several folders. */
  chooseFolder(): void;
  manageTrust(): void;
  fold(key: string, open: boolean): void;
  dismissFailure(): void;
}
