import { diffHunks, type Hunk } from "./hunk.ts";
import { joinLines, splitLines } from "./lines.ts";
import { mergeOver, mergeTexts } from "./merge.ts";

/**
 * One file's open question: `base` is what the user has, `proposed` what they would have. Accepting a hunk moves `base`
 * forward, rejecting one moves `proposed` back, and when the two are equal nothing is left to decide.
 */
export interface FileProposal {
  readonly base: string;
  readonly proposed: string;
  readonly hunks: readonly Hunk[];
}

export function createProposal(base: string, proposed: string): FileProposal {
  return { base, proposed, hunks: diffHunks(base, proposed) };
}

/** The proposal after its hunk `id` went into the base; undefined when there is no such hunk (any more). */
export function acceptHunk(proposal: FileProposal, id: string): FileProposal | undefined {
  return decideHunk(proposal, id, (hunk, lines) => ({
    base: replaceLines(lines.base, hunk.baseStart, hunk.removed, hunk.added),
    proposed: proposal.proposed,
    baseShift: hunk.added.length - hunk.removed.length,
    proposedShift: 0,
  }));
}

/** The proposal after its hunk `id` was taken out of it; undefined when there is no such hunk (any more). */
export function rejectHunk(proposal: FileProposal, id: string): FileProposal | undefined {
  return decideHunk(proposal, id, (hunk, lines) => ({
    base: proposal.base,
    proposed: replaceLines(lines.proposed, hunk.proposedStart, hunk.added, hunk.removed),
    baseShift: 0,
    proposedShift: hunk.removed.length - hunk.added.length,
  }));
}

/** The proposal with another proposed text (the user edited it); hunks whose content is unchanged keep their ids. */
export function editProposal(proposal: FileProposal, proposed: string): FileProposal {
  return { base: proposal.base, proposed, hunks: diffHunks(proposal.base, proposed, proposal.hunks) };
}

/**
 * The proposal over a base that changed underneath: the same wish for the file as it is now, by a three-way merge.
 * Undefined when the change and the proposal touch the same lines in different ways.
 */
export function rebaseProposal(proposal: FileProposal, current: string): FileProposal | undefined {
  if (current === proposal.base) return proposal;
  const merged = mergeTexts(proposal.base, current, proposal.proposed);
  return merged === undefined ? undefined : { base: current, proposed: merged, hunks: diffHunks(current, merged, proposal.hunks) };
}

/** The proposal against a base that changed in the same lines: there it keeps its own, so that the difference shows the one against the other. */
export function confrontProposal(proposal: FileProposal, current: string): FileProposal {
  const proposed = mergeOver(proposal.base, current, proposal.proposed);
  return { base: current, proposed, hunks: diffHunks(current, proposed, proposal.hunks) };
}

interface Decision {
  readonly base: string;
  readonly proposed: string;
  readonly baseShift: number;
  readonly proposedShift: number;
}
interface Lines {
  readonly base: readonly string[];
  readonly proposed: readonly string[];
}

/**
 * Later hunks are shifted, not diffed again: a new diff could cut the same change into other hunks, and the one under the
 * user's pointer would no longer be the one that they decide.
 */
function decideHunk(proposal: FileProposal, id: string, decide: (hunk: Hunk, lines: Lines) => Decision): FileProposal | undefined {
  const index = proposal.hunks.findIndex((hunk) => hunk.id === id);
  const hunk = proposal.hunks[index];
  if (hunk === undefined) return undefined;
  const { base, proposed, baseShift, proposedShift } = decide(hunk, { base: splitLines(proposal.base), proposed: splitLines(proposal.proposed) });
  const later = proposal.hunks.slice(index + 1).map((each) => ({ ...each, baseStart: each.baseStart + baseShift, proposedStart: each.proposedStart + proposedShift }));
  return { base, proposed, hunks: [...proposal.hunks.slice(0, index), ...later] };
}

function replaceLines(lines: readonly string[], start: number, removed: readonly string[], added: readonly string[]): string {
  return joinLines([...lines.slice(0, start), ...added, ...lines.slice(start + removed.length)]);
}
