import { applyHunks } from "../../engine/edits/apply-hunks.ts";
import { editFile } from "../../engine/edits/edit-file.ts";
import { parsePatch } from "../../engine/edits/parse-patch.ts";
import { PatchError } from "../../engine/edits/patch-error.ts";
import { type Figure, timed } from "./measure.ts";

const lines = Array.from({ length: 50_000 }, (_, index) => `const value${index} = compute(${index}, "${index % 13}");`);
const text = `${lines.join("\n")}\n`;

/** 500 hunks with a line of context on both sides, their old lines written by `write`. */
function patchOf(write: (line: string) => string): string {
  const hunks = Array.from({ length: 500 }, (_, number) => {
    const at = number * 100 + 50;
    return `@@\n ${write(lines[at - 1] ?? "")}\n-${write(lines[at] ?? "")}\n+const changed${at} = 1;\n ${write(lines[at + 1] ?? "")}\n`;
  });
  return `*** Begin Patch\n*** Update File: a.ts\n${hunks.join("")}*** End Patch`;
}

function apply(patch: string, whole: string): void {
  try {
    for (const operation of parsePatch(patch)) if (operation.kind === "update") applyHunks(whole, operation.hunks, operation.path);
  } catch (error) {
    if (!(error instanceof PatchError)) throw error;
  }
}

/** What patches and edits cost, without reading and writing. The goals are thrice what Codex's apply_patch took for the same. */
export function applyPatchFigures(): Figure[] {
  const exact = patchOf((line) => line);
  const spaced = patchOf((line) => `${line}  `);
  const absent = `*** Begin Patch\n*** Update File: a.ts\n${Array.from({ length: 500 }, (_, number) => `@@\n ${lines[number * 100] ?? ""}\n-nowhere${number}\n+x\n`).join("")}*** End Patch`;
  const equal = "x\n".repeat(50_000);
  const repetitive = `*** Begin Patch\n*** Update File: a.ts\n${Array.from({ length: 500 }, (_, number) => `@@ x\n${" x\n".repeat(number)}-x\n+y\n ...\n`).join("")}*** End Patch`;
  const part = lines.slice(0, 10_000);
  const edits = Array.from({ length: 1_000 }, (_, number) => ({ search: part[number * 10 + 5] ?? "", replace: `const changed${number} = 1;` }));
  return [
    timed("500 hunks on 50,000 lines, exact", 54, 20, () => { apply(exact, text); }),
    timed("500 hunks on 50,000 lines, other white space", 168, 20, () => { apply(spaced, text); }),
    timed("500 hunks that fit nowhere, on 50,000 lines", 1_000, 10, () => { apply(absent, text); }),
    timed("500 hunks on 50,000 equal lines", 1_000, 10, () => { apply(repetitive, equal); }),
    timed("1,000 edits to 10,000 lines", 200, 20, () => editFile(`${part.join("\n")}\n`, edits)),
  ];
}
