import { build } from "./build/build.ts";
import { outcomeLine } from "./checks/outcome.ts";
import { endToEnd } from "./checks/part.ts";
import { setupCache } from "./paths.ts";
import { main } from "./process/main.ts";
import { withSurroundings } from "./setup/set-up.ts";

await main(() =>
  withSurroundings(setupCache, async ({ browser, environment }) => {
    if (!browser.ready) throw new Error(`no browser to test in: ${browser.missing}`);
    await build(console.log);
    const outcome = await endToEnd(environment, console.log);
    console.log(outcomeLine(outcome));
    return outcome.failed > 0 ? 1 : 0;
  }),
);
