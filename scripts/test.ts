// Sets up what the tests need and runs every check. The last line is the total.
import { build } from "./build/build.ts";
import { runIntegration } from "./checks/integration.ts";
import { type Outcome, onePassed, oneSkipped, outcomeLine, total } from "./checks/outcome.ts";
import { endToEnd, npmCheck, part, unit } from "./checks/part.ts";
import { setupCache } from "./paths.ts";
import { main } from "./process/main.ts";
import type { SetupResult } from "./setup/result.ts";
import { type Surroundings, withSurroundings } from "./setup/set-up.ts";

await main(async () => {
  const outcome = await withSurroundings(setupCache, runParts);
  console.log(`\n${outcomeLine(outcome)}`);
  return outcome.failed > 0 ? 1 : 0;
});

async function runParts({ vscode, browser, environment }: Surroundings): Promise<Outcome> {
  return total([
    await part("build", async () => {
      await build(console.log);
      return onePassed;
    }),
    await part("type check", () => npmCheck("typecheck")),
    await part("lint", () => npmCheck("lint")),
    await part("unit", () => unit(environment)),
    await part("integration", () => (vscode.ready ? runIntegration(vscode.host, environment) : skip(vscode))),
    await part("end-to-end", () => (browser.ready ? endToEnd(environment) : skip(browser))),
  ]);
}

function skip(needed: Extract<SetupResult, { readonly ready: false }>): Promise<Outcome> {
  console.log(`  - the whole suite is skipped; missing: ${needed.missing}`);
  return Promise.resolve(oneSkipped);
}
