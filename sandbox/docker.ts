import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import { frameReader } from "./docker-frames.ts";
import { removeContainer, sweepLeftovers } from "./docker-owner.ts";
import { containerSpec, type ContainerGround } from "./docker-spec.ts";
import { watchEnding, type Ending } from "./ending.ts";
import { SandboxFailedError } from "./errors.ts";
import { planMounts, type MountPlan } from "./mounts.ts";
import { outputGate, type OutputGate } from "./output.ts";
import { releaseProtected } from "./protected.ts";
import { canceledResult, resultOf } from "./result.ts";
import type { Sandbox, SandboxResult, SandboxRun } from "./sandbox.ts";

/** Commands in containers of a Docker engine, one container a command. */
export function dockerSandbox(docker: Docker, ground: ContainerGround): Sandbox {
  const disposal = new AbortController();
  const running = new Set<Promise<SandboxResult>>();
  const swept = sweepLeftovers(docker).catch(() => 0); // Leftovers do not hinder a run; the next one sweeps again.
  return {
    name: "docker",
    async run(run) {
      const signal = run.signal === undefined ? disposal.signal : AbortSignal.any([run.signal, disposal.signal]);
      const current = runOnce(docker, ground, { ...run, signal });
      running.add(current);
      return current.finally(() => running.delete(current));
    },
    async dispose() {
      disposal.abort();
      await Promise.allSettled([swept, ...running]);
    },
  };
}

async function runOnce(docker: Docker, ground: ContainerGround, run: SandboxRun): Promise<SandboxResult> {
  const plan = await planMounts(run.policy);
  // A name of our own, so that a container whose making was interrupted can be removed too.
  const name = `unified-dgm-${process.pid}-${randomUUID()}`;
  try {
    const result = run.signal?.aborted === true ? canceledResult("docker") : await runPlanned(docker, name, ground, run, plan);
    await removeContainer(docker, name);
    return result;
  } catch (error) {
    await removeContainer(docker, name).catch(() => undefined); // The first failure is the one to tell.
    if (error instanceof SandboxFailedError) throw error;
    throw new SandboxFailedError(`Docker could not run the command: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  } finally {
    releaseProtected(plan.hold);
  }
}

async function runPlanned(docker: Docker, name: string, ground: ContainerGround, run: SandboxRun, plan: MountPlan): Promise<SandboxResult> {
  const container = await docker.createContainer({ name, ...containerSpec(run.command, run.policy, plan, ground) });
  const stream = await container.attach({ stream: true, stdout: true, stderr: true });
  if (!(stream instanceof Readable)) throw new SandboxFailedError("Docker gave no stream of the command's output.");
  try {
    if (run.signal?.aborted === true) return canceledResult("docker");
    await container.start();
    return await follow(container, stream, run);
  } finally {
    stream.destroy();
  }
}

async function follow(container: Docker.Container, stream: Readable, run: SandboxRun): Promise<SandboxResult> {
  const started = performance.now();
  const over = new AbortController();
  const stuck = Promise.withResolvers<never>();
  const ending = watchEnding(run.policy.timeoutMs, run.signal, () => void kill(container, over.signal).catch(stuck.reject));
  const gate = gateOf(run, ending);
  stream.on("data", frameReader((from, bytes) => {
    gate.take(from, bytes);
  }));
  try {
    const exited: Promise<unknown> = container.wait();
    const [exit] = await Promise.race([Promise.all([exited, finished(stream)]), stuck.promise]);
    gate.end();
    if (ending.cause === "failure") throw new SandboxFailedError("The receiver of the command's output failed.", { cause: ending.error });
    return resultOf("docker", exitCodeOf(exit), ending, performance.now() - started);
  } finally {
    over.abort();
    ending.release();
  }
}

function gateOf(run: SandboxRun, ending: Ending): OutputGate {
  const onOutput: SandboxRun["onOutput"] = (stream, text) => {
    try {
      run.onOutput(stream, text);
    } catch (error) {
      ending.stop("failure", error);
    }
  };
  return outputGate(run.policy.outputLimitBytes, onOutput, () => {
    ending.stop("output");
  });
}

/**
 * Ends the container's first process, and with it all others. The engine may refuse because the container is only just starting or has
 * just ended, so it is asked again until the run is over.
 */
async function kill(container: Docker.Container, over: AbortSignal): Promise<void> {
  for (let attempt = 0; attempt < 40 && !over.aborted; attempt++) {
    await container.kill({ signal: "SIGKILL" }).catch(() => undefined);
    await sleep(500, undefined, { signal: over }).catch(() => undefined);
  }
  if (!over.aborted) throw new SandboxFailedError("Docker does not end the command's container.");
}

function exitCodeOf(answer: unknown): number | null {
  return typeof answer === "object" && answer !== null && "StatusCode" in answer && typeof answer.StatusCode === "number" ? answer.StatusCode : null;
}
