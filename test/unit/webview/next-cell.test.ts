import assert from "node:assert/strict";
import { nextCell } from "../../../webview/view/next-cell.ts";

describe("the arrow keys in a list of files", () => {
  const columns = [3, 1, 3];

  it("keep the column where the row has it", () => {
    assert.deepEqual(nextCell("ArrowDown", { row: 0, column: 2 }, columns), { row: 1, column: 0 });
    assert.deepEqual(nextCell("End", { row: 0, column: 2 }, columns), { row: 2, column: 2 });
  });

  it("stop at the edges", () => {
    for (const [key, row, column] of [["ArrowUp", 0, 0], ["ArrowLeft", 0, 0], ["ArrowDown", 2, 0], ["ArrowRight", 1, 0]] as const) assert.equal(nextCell(key, { row, column }, columns), undefined);
  });

  it("leave every other key alone", () => {
    assert.equal(nextCell("Enter", { row: 0, column: 0 }, columns), undefined);
  });
});
