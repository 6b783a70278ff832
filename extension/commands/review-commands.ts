import { type Uri, window } from "vscode";
import { hunkNow } from "../../engine/changes/hunk-now.ts";
import { UserError } from "../../engine/errors.ts";
import { cursorPlace, hunkAtCursor, type HunkPlace, neighborHunk } from "../review/hunk-at-cursor.ts";
import { type OpenReview, pendingOf } from "../review/open-review.ts";
import type { App, Command } from "./app.ts";

export function reviewChanges({ review }: App): Command {
  return async () => {
    requireReview(review.current());
    await review.reveal();
  };
}

/** Accepts or rejects one hunk: the one whose button was pressed, else the one at the cursor. */
export function decideHunk(decision: "acceptHunk" | "rejectHunk"): (app: App) => Command {
  return ({ review }) =>
    async (thread) => {
      const open = requireReview(review.current());
      const place = review.placeOf(thread)?.shown ?? requireHunk(hunkAtCursor(open));
      const { path } = place;
      // What was typed a moment ago makes another hunk of it.
      await review.flush(path);
      const file = open.review.file(path);
      const now = file && hunkNow(place, file);
      if (now === undefined) throw new UserError("conflict", `This change of ${path} is not there any more.`, "Look at the diff as it is now, and decide again.");
      await open.review[decision](path, now.id);
      await review.tidy();
    };
}

/** Accepts or rejects the file of the thread, of the editor whose title button was pressed, or of the active editor. */
export function decideFile(decision: "acceptFile" | "rejectFile"): (app: App) => Command {
  return ({ review }) =>
    async (target) => {
      const open = requireReview(review.current());
      const path = review.placeOf(target)?.path ?? (isUri(target) ? open.pathOf(target) : undefined) ?? cursorPlace(open)?.path;
      if (path === undefined) throw new UserError("bad_input", "The active editor shows no file under review.", "Open a proposed change first.");
      await review.flush(path);
      await open.review[decision](path);
      await review.tidy();
    };
}

export function decideAll(decision: "acceptAll" | "rejectAll"): (app: App) => Command {
  return ({ review }) =>
    async () => {
      const open = requireReview(review.current());
      await review.flush();
      await open.review[decision]();
    };
}

export function goToHunk(direction: 1 | -1): (app: App) => Command {
  return ({ review }) =>
    async () => {
      const open = requireReview(review.current());
      const next = neighborHunk(open, direction);
      if (next !== undefined) return review.revealLine(next.path, next.line);
      const [file] = pendingOf(open.review);
      if (file === undefined) void window.showInformationMessage("Every change is decided.");
      else await review.reveal(file.path);
    };
}

function requireReview(open: OpenReview | undefined): OpenReview {
  if (open === undefined) throw new UserError("bad_input", "No changes wait for review.", "Start a task first.");
  return open;
}

function requireHunk(place: HunkPlace | undefined): HunkPlace {
  if (place === undefined) throw new UserError("bad_input", "The cursor is not in a proposed change.", "Put it into one, or go to the next one.");
  return place;
}

function isUri(value: unknown): value is Uri {
  return typeof value === "object" && value !== null && "scheme" in value && "path" in value;
}
