import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pickSandbox, type SandboxOptions } from "../../sandbox/pick.ts";
import { defaultPolicy } from "../../sandbox/policy.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { Figure } from "./measure.ts";

const RUNS = 20;

/** What `true` costs in each sandbox, as ratios to the bare tools in the same run. Medians of 20. */
export async function sandboxFigures(options: SandboxOptions): Promise<Figure[]> {
  const workspace = await mkdtemp(join(tmpdir(), "unified-dgm-bench-"));
  for (const name of [".git", ".unified-dgm"]) {
    await mkdir(join(workspace, name));
    await writeFile(join(workspace, name, "present"), "");
  }
  try {
    return [...(await bubblewrapFigures(workspace)), ...(await dockerFigures(workspace, options))];
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

async function bubblewrapFigures(workspace: string): Promise<Figure[]> {
  const sandbox = await pickSandbox("bubblewrap").catch(() => undefined);
  if (sandbox === undefined) return [];
  const ours = runTrue(sandbox, workspace);
  const [bare, wrapped] = await medians(() => { bareCommand("bwrap", ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--unshare-all", "true"]); }, ours);
  await sandbox.dispose();
  return [ratio("true in bubblewrap, to bare bwrap", 2, wrapped, bare)];
}

async function dockerFigures(workspace: string, options: SandboxOptions): Promise<Figure[]> {
  const sandbox = await pickSandbox("docker", options).catch(() => undefined);
  if (sandbox === undefined || options.dockerSocket === undefined || options.image === undefined) return [];
  const docker = (...args: readonly string[]): void => { bareCommand("docker", ["-H", options.dockerSocket ?? "", ...args]); };
  const image = options.image;
  const fresh = async (): Promise<void> => {
    const one = await pickSandbox("docker", options);
    await runTrue(one, workspace)();
    one.dispose().catch(() => undefined);
  };
  const [run, first] = await medians(() => { docker("run", "--rm", "--network", "none", image, "true"); }, fresh);
  docker("run", "-d", "--name", "unified-dgm-bench", "--network", "none", image, "sleep", "1000");
  const [exec, next] = await medians(() => { docker("exec", "unified-dgm-bench", "true"); }, runTrue(sandbox, workspace));
  docker("rm", "-f", "unified-dgm-bench");
  await sandbox.dispose();
  return [ratio("first command in docker, to docker run", 1.3, first, run), ratio("next command in docker, to docker exec", 1.3, next, exec)];
}

function runTrue(sandbox: Sandbox, workspace: string): () => Promise<void> {
  return async () => {
    const { exitCode } = await sandbox.run({ command: "true", policy: defaultPolicy(workspace), onOutput: () => undefined });
    if (exitCode !== 0) throw new Error("true was not true");
  };
}

function bareCommand(command: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
}

/** In turn, so that what else the machine does falls on both. After one of each that warms up. Milliseconds. */
async function medians(one: () => unknown, other: () => unknown): Promise<readonly [number, number]> {
  const times: readonly [number[], number[]] = [[], []];
  for (let round = 0; round <= RUNS; round += 1) {
    for (const [at, work] of [one, other].entries()) {
      const start = performance.now();
      await work();
      if (round > 0) times[at]?.push(performance.now() - start);
    }
  }
  const median = (all: number[]): number => all.sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
  return [median(times[0]), median(times[1])];
}

function ratio(name: string, goal: number, ours: number, bare: number): Figure {
  return { name, goal: `≤ ${goal}×`, value: `${(ours / bare).toFixed(2)}× (${ours.toFixed(1)} to ${bare.toFixed(1)} ms)`, met: ours / bare <= goal };
}
