// Sets up what the tests need and runs every check. The last line is the total.
import { join } from "node:path";
import { build } from "./build/build.ts";
import { runIntegration } from "./checks/integration.ts";
import { type Outcome, onePassed, oneSkipped, outcomeLine } from "./checks/outcome.ts";
import { endToEnd, inOrder, npmCheck, part, type Print, unit } from "./checks/part.ts";
import { unlessPassed } from "./checks/unless-passed.ts";
import { buildCache, repositoryRoot, setupCache } from "./paths.ts";
import { main } from "./process/main.ts";
import type { SetupResult } from "./setup/result.ts";
import { type Surroundings, withSurroundings } from "./setup/set-up.ts";

await main(async () => {
  const outcome = await withSurroundings(setupCache, runParts);
  console.log(`\n${outcomeLine(outcome)}`);
  return outcome.failed > 0 ? 1 : 0;
});

async function runParts({ vscode, browser, environment }: Surroundings): Promise<Outcome> {
  return inOrder([
    () => part("build", async (print) => {
      await build(print);
      return onePassed;
    }),
    () => part("type check", (print) => unlessPassed(() => npmCheck("typecheck", print), { folder: repositoryRoot, file: join(buildCache, "passed", "typecheck"), print })),
    () => part("lint", (print) => unlessPassed(() => npmCheck("lint", print), { folder: repositoryRoot, file: join(buildCache, "passed", "lint"), print })),
    () => part("unit", (print) => unit(environment, print)),
    () => part("integration", (print) => (vscode.ready ? runIntegration(vscode.host, environment, print) : skip(vscode, print))),
    () => part("end-to-end", (print) => (browser.ready ? endToEnd(environment, print) : skip(browser, print))),
  ]);
}

function skip(needed: Extract<SetupResult, { readonly ready: false }>, print: Print): Promise<Outcome> {
  print(`- the whole suite is skipped; missing: ${needed.missing}`);
  return Promise.resolve(oneSkipped);
}
