import { runTests, TestRunFailedError } from "@vscode/test-electron";
import { createWriteStream } from "node:fs";
import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { EVENTS_VARIABLE } from "../../test/integration/harness/run-in-extension-host.ts";
import { repositoryRoot, testOutput } from "../paths.ts";
import type { VsCodeHost } from "../setup/vscode-host.ts";
import { freshProfile } from "../vscode/profile.ts";
import { bundleIntegration, integrationTests } from "./bundle-integration.ts";
import { followEvents, readEvents } from "./event-file.ts";
import { type WorkspaceKind, withWorkspace, workspaceKinds } from "./integration-workspaces.ts";
import { type Outcome, foldRun, oneFailed, oneSkipped, total } from "./outcome.ts";
import type { Print } from "./part.ts";

const launcher = join(repositoryRoot, "scripts", "vscode-launcher.ts");

/** Runs the tests of every kind of workspace (or of the one named) inside the extension host of a VS Code, one fresh VS Code per kind, and prints the results. */
export async function runIntegration(host: VsCodeHost, environment: Readonly<Record<string, string>>, print: Print, only?: string): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  for (const kind of workspaceKinds.filter(({ name }) => (only ?? name) === name && integrationTests(name).length > 0)) {
    print(`${kind.name} workspace:`);
    outcomes.push(await runKind(kind, host, environment, print));
  }
  const lost = testsOutsideKinds();
  for (const file of lost) print(`✗ ${file} is in no folder of a workspace kind, so it was not run`);
  if (outcomes.length === 0) print("✗ no test was found");
  return total(outcomes.length === 0 || lost.length > 0 ? [...outcomes, oneFailed] : outcomes);
}

function testsOutsideKinds(): readonly string[] {
  const run = new Set(workspaceKinds.flatMap(({ name }) => integrationTests(name)));
  return integrationTests("**").filter((file) => !run.has(file));
}

async function runKind(kind: WorkspaceKind, host: VsCodeHost, environment: Readonly<Record<string, string>>, print: Print): Promise<Outcome> {
  if (host.kind === "desktop" && !kind.trust) {
    print("- skipped: runTests starts a desktop VS Code with every folder trusted");
    return oneSkipped;
  }
  const output = join(testOutput, "integration", kind.name);
  await rm(output, { recursive: true, force: true });
  await mkdir(output, { recursive: true });
  const events = join(output, "events.jsonl");
  const bundle = await bundleIntegration(kind.name);
  const following = followEvents(events, print);
  const completed = await withWorkspace(kind, (folder) => runInVsCode({ kind, host, folder, bundle, output, environment: { ...environment, [EVENTS_VARIABLE]: events } })).finally(following.end);
  const { outcome, fault } = foldRun(readEvents(events));
  if (fault !== undefined) print(`✗ ${fault} (logs: ${output})`);
  if (completed || outcome.failed > 0) return outcome;
  print(`✗ VS Code ended with an error although no test failed (logs: ${output})`);
  return total([outcome, oneFailed]);
}

interface VsCodeRun {
  readonly kind: WorkspaceKind;
  readonly host: VsCodeHost;
  readonly folder: string | undefined;
  readonly bundle: string;
  readonly output: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Whether VS Code ended well. What it prints goes to a log: results come from the events. */
async function runInVsCode({ kind, host, folder, bundle, output, environment }: VsCodeRun): Promise<boolean> {
  const profile = await freshProfile();
  const log = createWriteStream(join(output, "vscode.log"));
  for (const name of kind.extensions ?? []) await cp(join(repositoryRoot, "test", "fixtures", name), join(profile.extensionsDir, name), { recursive: true });
  try {
    await runTests({
      vscodeExecutablePath: host.kind === "desktop" ? host.executable : launcher,
      extensionDevelopmentPath: repositoryRoot,
      extensionTestsPath: bundle,
      launchArgs: [...(folder === undefined ? [] : [folder]), `--user-data-dir=${profile.userDataDir}`, `--extensions-dir=${profile.extensionsDir}`, ...(kind.trust ? [] : ["--restricted"])],
      extensionTestsEnv: { ...environment, UNIFIED_DGM_TEST_OUTPUT: output },
      stdout: log,
      stderr: log,
    });
    return true;
  } catch (error) {
    if (!(error instanceof TestRunFailedError)) throw error;
    return false;
  } finally {
    log.end();
    await finished(log);
    await profile.remove();
  }
}
