import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pickSandbox, probeBackends, type SandboxOptions } from "../../sandbox/pick.ts";
import { defaultPolicy } from "../../sandbox/policy.ts";
import type { SandboxBackendName } from "../../sandbox/sandbox.ts";
import { describeError } from "../errors.ts";
import { loadConfiguration } from "../configuration/load.ts";
import type { Runtime } from "./runtime.ts";

/** What a kind of sandbox is worth on this machine. */
export interface TriedSandbox {
  readonly name: SandboxBackendName;
  /** A command ran in it, and could do nothing that it must not. */
  readonly works: boolean;
  /** What it is, or why it does not work. */
  readonly detail: string;
  /** What mends it; undefined where there is nothing to mend. */
  readonly remedy: string | undefined;
}

/** Each line ends the trial with its number where a command can do it. */
const attempts = [
  { what: "write outside the workspace", command: "(echo x > /usr/unified-dgm-trial) 2>/dev/null" },
  { what: "read the home folder", command: 'ls "$REAL_HOME" >/dev/null 2>&1 && [ -n "$(ls -A "$REAL_HOME" 2>/dev/null)" ]' },
  { what: "see a network", command: "grep -v -e 'lo:' -e '|' /proc/net/dev | grep -q ." },
  { what: "change what git runs", command: "(echo x > .git/hooks/pre-commit) 2>/dev/null" },
  { what: "read a file with secrets", command: "grep -q secret .env 2>/dev/null" },
] as const;

/** Tries every kind of sandbox that this system may have: whether it runs a command, and what the command can do. */
export async function trySandboxes(root: string, { home, layers, sandbox }: Runtime): Promise<readonly TriedSandbox[]> {
  const { configuration } = await loadConfiguration({ home, root, trusted: true, layers });
  const image = configuration.security.sandbox_image;
  const options = { ...sandbox, ...(image === undefined ? {} : { image }) };
  const reports = await probeBackends(options);
  return Promise.all(reports.map(async (report): Promise<TriedSandbox> => {
    if (!report.available) return { name: report.name, works: false, detail: report.reason, remedy: report.remedy };
    const fault = await trial(report.name, options, home).catch(describeError);
    return { name: report.name, works: fault === undefined, detail: fault ?? report.detail, remedy: fault === undefined ? undefined : "Use another sandbox, and tell its makers." };
  }));
}

/** Undefined where all attempts failed, as they must. */
async function trial(name: SandboxBackendName, options: SandboxOptions, home: string): Promise<string | undefined> {
  const workspace = await mkdtemp(join(tmpdir(), "unified-dgm-trial-"));
  const sandbox = await pickSandbox(name, options);
  try {
    await mkdir(join(workspace, ".git", "hooks"), { recursive: true });
    await writeFile(join(workspace, ".env"), "secret\n");
    const command = [...attempts.map((attempt, at) => `if ${attempt.command}; then exit ${at + 1}; fi`), "exit 0"].join("\n");
    const { exitCode } = await sandbox.run({ command, policy: { ...defaultPolicy(workspace), environment: { REAL_HOME: home } }, onOutput: () => undefined });
    if (exitCode === 0) return undefined;
    const done = attempts[(exitCode ?? 0) - 1];
    return done === undefined ? `a trial command ended with ${exitCode ?? "a signal"}` : `a command in it could ${done.what}`;
  } finally {
    await sandbox.dispose();
    await rm(workspace, { recursive: true, force: true });
  }
}
