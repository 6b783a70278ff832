import { acceptHunk, createProposal, rejectHunk } from "../../engine/changes/file-proposal.ts";
import { type Figure, timed } from "./measure.ts";

/** A file of 50,000 lines in which every 50th line is proposed to change: 1,000 hunks. */
function thousandHunks(): readonly [string, string] {
  const lines = Array.from({ length: 50_000 }, (_, index) => `const value${index % 997} = compute(${index}, "${index % 13}");\n`);
  return [lines.join(""), lines.map((line, index) => (index % 50 === 25 ? line.replace("compute", "calculate") : line)).join("")];
}

/** What a decision costs in the hunk model, without the editor's write. */
export function hunkFigures(): Figure[] {
  const [base, proposed] = thousandHunks();
  const proposal = createProposal(base, proposed);
  const middle = proposal.hunks[500]?.id ?? "";
  return [
    timed(`list ${proposal.hunks.length} hunks in 50,000 lines`, 300, 20, () => createProposal(base, proposed)),
    timed("accept one of 1,000 hunks", 50, 100, () => acceptHunk(proposal, middle)),
    timed("reject one of 1,000 hunks", 50, 100, () => rejectHunk(proposal, middle)),
  ];
}
