// Builds the extension and opens it on a throw-away copy of a sample project: in VS Code, or in this terminal.
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "./build/build.ts";
import { main } from "./process/main.ts";
import { prepareSample, testWithoutCoverage } from "./sample.ts";
import { runInTerminal } from "./start/in-terminal.ts";
import { openInDesktop, serveInBrowser } from "./start/in-vscode.ts";
import { startArguments, usage } from "./start/start-arguments.ts";

await main(async () => {
  const { terminal, open, help, "approval-mode": approvalMode } = startArguments(process.argv.slice(2));
  if (help) {
    console.log(usage);
    return 0;
  }
  await build(() => undefined, { maps: true });
  const folder = open === undefined ? await throwAwayCopy() : resolve(open);
  if (terminal !== undefined) {
    const code = await runInTerminal(folder, terminal, approvalMode);
    console.log(`\nThe project is in ${folder}`);
    return code;
  }
  const opening = { folder, ours: open === undefined };
  if (await openInDesktop(opening)) console.log(`VS Code opens ${folder}`);
  else await serveInBrowser(opening);
  return 0;
});

async function throwAwayCopy(): Promise<string> {
  const folder = join(await mkdtemp(join(tmpdir(), "unified-dgm-sample-")), "minimist");
  const { test } = await prepareSample("minimist", folder);
  await testWithoutCoverage(folder, test);
  console.log(`A copy of the sample project is in ${folder}`);
  return folder;
}
