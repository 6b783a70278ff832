import type { Workbench } from "./workbench.ts";

/** Within a `describe`: takes a picture of the window after each test that fails, named after it. */
export function keepPicturesOfFailures(workbench: () => Workbench | undefined): void {
  afterEach(async function () {
    if (this.currentTest?.state !== "failed") return;
    const name = this.currentTest.fullTitle().replaceAll(/[^\w-]+/g, "-").slice(0, 100);
    await workbench()?.screenshot(`failed-${name}`);
  });
}
