import { createInterface } from "node:readline/promises";
import { styleText } from "node:util";
import { describeError, UserError } from "../engine/errors.ts";
import type { Hunk } from "../engine/changes/hunk.ts";
import type { FileReview } from "../engine/review/file-review.ts";
import type { Review } from "../engine/review/review.ts";
import { plainText } from "./plain-text.ts";

/** Asks one question at a time; undefined when the input ended or the signal fired. */
export type Ask = (question: string, signal: AbortSignal) => Promise<string | undefined>;

export const askOnTerminal: Ask = async (question, signal) => {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    terminal.on("SIGINT", () => process.emit("SIGINT"));
    const ended = new Promise<undefined>((resolve) => terminal.once("close", () => { resolve(undefined); }));
    return await Promise.race([terminal.question(question, { signal }), ended]);
  } catch {
    return undefined; // canceled while it waited
  } finally {
    terminal.close();
  }
};

const help = "y accept · n reject · e edit the file's proposal in $EDITOR · a accept the rest of the file · d reject the rest of the file · A accept everything · q leave the rest undecided";

/** The person who decides, and how to reach them. */
export interface Reviewer {
  readonly ask: Ask;
  /** Lets them change a text in their editor, opened at a line. */
  readonly edit: (path: string, text: string, line: number) => Promise<string>;
  readonly print: (line: string) => void;
  /** They stop in the middle. */
  readonly leave: () => void;
}

/** Decides a review hunk by hunk, as `git add -p` does. */
export async function decideByHunk(review: Review, { ask, edit, print, leave }: Reviewer, signal: AbortSignal): Promise<void> {
  for (let open = nextOpen(review); open !== undefined; open = nextOpen(review)) {
    const hunk = open.hunks[0];
    for (const line of describeHunk(open, hunk)) print(line);
    const answer = (await ask(`Accept this ${hunk === undefined ? open.kind === "moved" ? "move" : "file" : "change"}? [y,n,e,a,d,A,q,?] `, signal))?.trim();
    if (answer === undefined || answer === "q") {
      leave();
      return;
    }
    await decide(review, open, hunk, answer, { edit, print }).catch((error: unknown) => {
      print(describeError(error));
    });
  }
}

function nextOpen(review: Review): FileReview | undefined {
  return review.files().find((file) => file.state === "pending");
}

async function decide(review: Review, { path, proposed }: FileReview, hunk: Hunk | undefined, answer: string, { edit, print }: Pick<Reviewer, "edit" | "print">): Promise<void> {
  switch (answer) {
    case "y":
      return hunk === undefined ? review.acceptFile(path) : review.acceptHunk(path, hunk.id);
    case "n":
      return hunk === undefined ? review.rejectFile(path) : review.rejectHunk(path, hunk.id);
    case "e":
      if (proposed === null) throw new UserError("bad_input", "A file that would be deleted has no text to edit.", "Answer y or n.");
      return review.edit(path, await edit(path, proposed, (hunk?.proposedStart ?? 0) + 1));
    case "a":
      return review.acceptFile(path);
    case "d":
      return review.rejectFile(path);
    case "A":
      return review.acceptAll();
    default:
      print(help);
  }
}

/** A hunk as colored lines; a file without one by what happens to it. */
export function describeHunk(file: FileReview, hunk: Hunk | undefined): readonly string[] {
  const move = file.from === undefined ? "" : `${file.from} → `;
  const title = plainText(`${move}${file.path} (${file.kind}${hunk === undefined ? "" : `, line ${hunk.baseStart + 1}`})`);
  const rows = (mark: string, color: "red" | "green", lines: readonly string[]): string[] => lines.map((line) => styleText(color, mark + plainText(line).trimEnd()));
  return [styleText("bold", title), ...rows("-", "red", hunk?.removed ?? []), ...rows("+", "green", hunk?.added ?? [])];
}
