import { mkdtemp, realpath, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pickSandbox, probeBackends, type SandboxOptions } from "../../../sandbox/pick.ts";
import { defaultPolicy, type SandboxPolicy } from "../../../sandbox/policy.ts";
import type { Sandbox, SandboxBackendName, SandboxResult } from "../../../sandbox/sandbox.ts";

/** Where the test engine is: the set-up of the tests says so. Without it, what the machine itself offers. */
export const options: SandboxOptions = {
  ...optional("dockerSocket", process.env["UNIFIED_DGM_DOCKER_HOST"]),
  ...optional("image", process.env["UNIFIED_DGM_SANDBOX_IMAGE"]),
};

function optional<Name extends string>(name: Name, value: string | undefined): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {};
  if (value !== undefined && value !== "") found[name] = value;
  return found;
}

export interface Backend {
  readonly name: SandboxBackendName;
  /** Why its tests cannot run here. */
  readonly unavailable: string | undefined;
}

/** Both backends, probed once for the whole run. */
export const backends: readonly Backend[] = (await probeBackends(options)).map((report) => ({
  name: report.name,
  unavailable: report.available ? undefined : report.reason,
}));

/** `describe` for one backend: skipped, with the true reason in its name, where the backend is not to be had. */
export function describeBackend(name: SandboxBackendName, title: string, body: (open: () => Promise<Sandbox>) => void): void {
  const reason = backends.find((backend) => backend.name === name)?.unavailable;
  const opened: Sandbox[] = [];
  const open = async (): Promise<Sandbox> => {
    const sandbox = await pickSandbox(name, options);
    opened.push(sandbox);
    return sandbox;
  };
  if (reason !== undefined) describe.skip(`${title} (skipped: ${reason})`, () => it("needs the backend", () => undefined));
  else {
    describe(title, () => {
      after(async () => {
        await Promise.all(opened.map((sandbox) => sandbox.dispose()));
      });
      body(open);
    });
  }
}

/** A new empty workspace outside the home folder, and its removal. */
export async function makeWorkspace(): Promise<string> {
  return realpath(await mkdtemp(join(tmpdir(), "sandbox-test-")));
}

export async function removeWorkspace(workspace: string): Promise<void> {
  await rm(workspace, { recursive: true, force: true });
}

/** The default policy, plus the Node that runs the tests, so that commands may use `node` in any image. */
export function policyFor(workspace: string, changes: Partial<SandboxPolicy> = {}): SandboxPolicy {
  const node = dirname(process.execPath);
  return { ...defaultPolicy(workspace), readable: [node], pathPrefix: [node], ...changes };
}

export interface Outcome {
  readonly result: SandboxResult;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunChanges {
  readonly policy?: Partial<SandboxPolicy>;
  readonly signal?: AbortSignal;
  /** Called with all stdout so far. */
  readonly onStdout?: (text: string) => void;
}

/** Runs a command and gathers its output. */
export async function runIn(sandbox: Sandbox, workspace: string, command: string, changes: RunChanges = {}): Promise<Outcome> {
  const texts = { stdout: "", stderr: "" };
  const result = await sandbox.run({
    command,
    policy: policyFor(workspace, changes.policy),
    ...(changes.signal === undefined ? {} : { signal: changes.signal }),
    onOutput(stream, text) {
      texts[stream] += text;
      if (stream === "stdout") changes.onStdout?.(texts.stdout);
    },
  });
  return { result, ...texts };
}

/** A shell command that leaves a daemon of its own session behind, which writes into `beat` for ever; returns once it has begun. */
export const startDaemon = "(setsid sh -c 'while :; do echo beat >> beat; sleep 0.02; done' >/dev/null 2>&1 &); while [ ! -s beat ]; do sleep 0.01; done; echo begun";

/** True where the daemon's file still grows. */
export async function daemonLives(workspace: string): Promise<boolean> {
  const size = async (): Promise<number> => (await stat(join(workspace, "beat"))).size;
  const before = await size();
  await sleep(200);
  return (await size()) > before;
}
