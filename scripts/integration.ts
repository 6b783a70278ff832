import { build } from "./build/build.ts";
import { runIntegration } from "./checks/integration.ts";
import { outcomeLine } from "./checks/outcome.ts";
import { setupCache } from "./paths.ts";
import { main } from "./process/main.ts";
import { withSurroundings } from "./setup/set-up.ts";

await main(() =>
  withSurroundings(setupCache, async ({ vscode, environment }) => {
    if (!vscode.ready) throw new Error(`no VS Code to test in: ${vscode.missing}`);
    await build(console.log);
    const outcome = await runIntegration(vscode.host, environment, console.log, process.argv[2]);
    console.log(outcomeLine(outcome));
    return outcome.failed > 0 ? 1 : 0;
  }),
);
