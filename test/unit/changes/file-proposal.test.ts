import assert from "node:assert/strict";
import { applyPatch, formatPatch } from "diff";
import fc from "fast-check";
import { acceptHunk, createProposal, editProposal, type FileProposal, rebaseProposal, rejectHunk } from "../../../engine/changes/file-proposal.ts";
import type { Hunk } from "../../../engine/changes/hunk.ts";
import { splitLines } from "../../../engine/changes/lines.ts";

const line = fc.constantFrom("a\n", "b\n", "c\n", "\n", "}\n", "x\r\n", "  y\n");
const text = fc.tuple(fc.array(line, { maxLength: 25 }), fc.constantFrom("", "end")).map(([lines, last]) => lines.join("") + last);
const move = fc.oneof(
  fc.record({ kind: fc.constant("accept" as const), at: fc.nat(40) }),
  fc.record({ kind: fc.constant("reject" as const), at: fc.nat(40) }),
  fc.record({ kind: fc.constant("edit" as const), at: fc.nat(40), insert: line }),
);

function applied(from: string, hunks: readonly Hunk[]): string {
  const lines = [...splitLines(from)];
  for (const hunk of hunks.toReversed()) lines.splice(hunk.baseStart, hunk.removed.length, ...hunk.added);
  return lines.join("");
}

function next<Value>(stream: Iterator<Value, unknown>): Value {
  const step = stream.next();
  assert.ok(step.done !== true);
  return step.value;
}

function decided(proposal: FileProposal | undefined): FileProposal {
  assert.ok(proposal !== undefined);
  return proposal;
}

describe("a file's proposal", () => {
  it("is always base plus its pending hunks, in any order of accept, reject and edit", () => {
    fc.assert(
      fc.property(text, text, fc.array(move, { maxLength: 30 }), (base, proposed, moves) => {
        let proposal = createProposal(base, proposed);
        for (const step of moves) {
          if (step.kind === "edit") {
            const lines = [...splitLines(proposal.proposed)];
            lines.splice(step.at % (lines.length + 1), 0, step.insert);
            proposal = editProposal(proposal, lines.join(""));
          } else {
            const hunk = proposal.hunks[step.at % Math.max(1, proposal.hunks.length)];
            if (hunk === undefined) continue;
            proposal = decided((step.kind === "accept" ? acceptHunk : rejectHunk)(proposal, hunk.id));
          }
          assert.equal(applied(proposal.base, proposal.hunks), proposal.proposed);
          assert.equal(new Set(proposal.hunks.map((hunk) => hunk.id)).size, proposal.hunks.length);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("ends as the patch made of the accepted hunks alone, whatever the order of the decisions", () => {
    fc.assert(
      fc.property(text, text, fc.infiniteStream(fc.boolean()), fc.infiniteStream(fc.nat(1000)), (base, proposed, answers, order) => {
        const first = createProposal(base, proposed);
        const accepted: Hunk[] = [];
        let proposal = first;
        while (proposal.hunks.length > 0) {
          const hunk = proposal.hunks[(next(order)) % proposal.hunks.length];
          assert.ok(hunk !== undefined);
          const yes = next(answers);
          if (yes) accepted.push(hunk);
          proposal = decided((yes ? acceptHunk : rejectHunk)(proposal, hunk.id));
        }
        const kept = first.hunks.filter((hunk) => accepted.some((other) => other.id === hunk.id));
        assert.equal(proposal.base, applied(base, kept));
        assert.equal(proposal.proposed, proposal.base);
        assert.equal(proposal.base, patched(base, kept));
      }),
      { numRuns: 2000 },
    );
  });

  it("keeps the ids of the other hunks when one is decided or the proposal is edited elsewhere", () => {
    const proposal = createProposal("1\n2\n3\n4\n5\n6\n", "one\n2\nthree\n4\nfive\n6\n");
    const [first, second, third] = proposal.hunks.map((hunk) => hunk.id);
    assert.ok(first !== undefined && second !== undefined && third !== undefined);
    const after = editProposal(decided(rejectHunk(proposal, first)), "1\n2\nthree\n4\nfive!\n6\n");
    assert.equal(after.hunks[0]?.id, second);
    assert.notEqual(after.hunks[1]?.id, third);
  });

  it("is rebased over a change elsewhere in the file and refuses one in the same lines", () => {
    const proposal = createProposal("1\n2\n3\n4\n5\n", "1\n2\n3\n4\nfive\n");
    assert.equal(rebaseProposal(proposal, "one\n2\n3\n4\n5\n")?.proposed, "one\n2\n3\n4\nfive\n");
    assert.equal(rebaseProposal(proposal, "1\n2\n3\n4\n555\n"), undefined);
  });

  it("answers undefined for a hunk that is decided already", () => {
    const proposal = createProposal("1\n", "2\n");
    const id = proposal.hunks[0]?.id ?? "";
    const done = decided(acceptHunk(proposal, id));
    assert.equal(acceptHunk(done, id), undefined);
  });

  it("keeps a file of 40,000 replaced lines to one hunk instead of an endless diff", () => {
    const many = (word: string): string => Array.from({ length: 40_000 }, (_, index) => `${word} ${index}\n`).join("");
    assert.equal(createProposal(many("a"), many("b")).hunks.length, 1);
  });
});

/** The accepted hunks as a unified diff, applied by another implementation than ours. */
function patched(base: string, hunks: readonly Hunk[]): string {
  if (hunks.length === 0) return base;
  let shift = 0;
  const strip = (value: string): string => value.replace(/\n$/, "");
  const rows = (mark: string, values: readonly string[]): string[] => values.flatMap((value) => [mark + strip(value), ...(value.endsWith("\n") ? [] : ["\\ No newline at end of file"])]);
  const patch = {
    oldFileName: "f",
    newFileName: "f",
    oldHeader: undefined,
    newHeader: undefined,
    hunks: hunks.map((hunk) => {
      const newStart = hunk.baseStart + shift;
      shift += hunk.added.length - hunk.removed.length;
      return {
        oldStart: hunk.baseStart + 1,
        oldLines: hunk.removed.length,
        newStart: newStart + 1,
        newLines: hunk.added.length,
        lines: [...rows("-", hunk.removed), ...rows("+", hunk.added)],
      };
    }),
  };
  const result = applyPatch(base, formatPatch(patch), { autoConvertLineEndings: false });
  assert.notEqual(result, false);
  return String(result);
}
