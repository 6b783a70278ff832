import assert from "node:assert/strict";
import { foldRun, outcomeLine, total } from "../../../scripts/checks/outcome.ts";

describe("the outcome of a run of tests", () => {
  const passed = { type: "passed", title: "a", milliseconds: 1 } as const;
  const failed = { type: "failed", title: "b", message: "no" } as const;
  const skipped = { type: "skipped", title: "c" } as const;
  const ended = { type: "ended" } as const;

  it("counts what passed, failed and was skipped", () => {
    assert.deepEqual(foldRun([passed, failed, skipped, passed, ended]), { outcome: { passed: 2, failed: 1, skipped: 1 } });
  });

  it("is a failure where the run broke off, and names the test that was running", () => {
    const { outcome, fault } = foldRun([passed, { type: "started", title: "the culprit" }]);
    assert.equal(outcome.failed, 1);
    assert.match(fault ?? "", /the culprit/);
  });

  it("is a failure where nothing was told at all", () => {
    assert.equal(foldRun([]).outcome.failed, 1);
  });

  it("is a failure where no test was found", () => {
    assert.deepEqual(foldRun([ended]), { outcome: { passed: 0, failed: 1, skipped: 0 }, fault: "no test was found" });
  });

  it("is shown with its skipped tests only where there are any", () => {
    assert.equal(outcomeLine({ passed: 3, failed: 0, skipped: 0 }), "3 passed, 0 failed");
    assert.equal(outcomeLine(total([{ passed: 3, failed: 0, skipped: 1 }, { passed: 1, failed: 2, skipped: 0 }])), "4 passed, 2 failed, 1 skipped");
  });
});
