import assert from "node:assert/strict";
import { untilApproval, untilReview, wholeTask } from "./page/sample-task.ts";
import { themeNames } from "./page/themes.ts";
import { usePanels } from "./page/use-panels.ts";

const stages = [["review", untilReview], ["approval", [...untilReview, ...untilApproval]], ["end", wholeTask]] as const;

describe("the looks of the panel's page", function () {
  this.timeout(60_000);
  const panels = usePanels();

  for (const theme of themeNames) {
    for (const width of [320, 900]) {
      it(`fit ${width} pixels in the ${theme} theme`, async () => {
        for (const [stage, bodies] of stages) {
          const panel = await panels.openTask(bodies, { theme, width, height: 1100 });
          await panel.screenshot(`panel-${theme}-${stage}-${width}`);
          assert.equal(await panel.page.evaluate("document.documentElement.scrollWidth"), width);
          assert.deepEqual(await panel.faults(), []);
        }
      });
    }
  }
});
