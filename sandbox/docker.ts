import type { Duplex } from "node:stream";
import { finished } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import { frameReader } from "./docker-frames.ts";
import { sweepLeftovers } from "./docker-owner.ts";
import { type ContainerGround, execSpec } from "./docker-spec.ts";
import { type WarmContainer, type WarmContainers, warmContainers } from "./docker-warm.ts";
import { watchEnding, type Ending } from "./ending.ts";
import { SandboxFailedError, SandboxPolicyError } from "./errors.ts";
import { outputGate, type OutputGate } from "./output.ts";
import { canceledResult, resultOf } from "./result.ts";
import type { Sandbox, SandboxResult, SandboxRun } from "./sandbox.ts";

/** Commands in containers of a Docker engine: the first one starts a container, those that follow under the same policy run in it. */
export function dockerSandbox(docker: Docker, ground: ContainerGround): Sandbox {
  const disposal = new AbortController();
  const containers = warmContainers(docker, ground);
  const running = new Set<Promise<SandboxResult>>();
  const swept = sweepLeftovers(docker).catch(() => 0); // Leftovers do not hinder a run; the next one sweeps again.
  return {
    name: "docker",
    async run(run) {
      const signal = run.signal === undefined ? disposal.signal : AbortSignal.any([run.signal, disposal.signal]);
      const current = runOnce(containers, ground, { ...run, signal });
      running.add(current);
      return current.finally(() => running.delete(current));
    },
    async dispose() {
      disposal.abort();
      await Promise.allSettled([swept, ...running]);
      await containers.dispose();
    },
  };
}

async function runOnce(containers: WarmContainers, ground: ContainerGround, run: SandboxRun): Promise<SandboxResult> {
  if (run.signal?.aborted === true) return canceledResult("docker");
  try {
    const warm = await containers.take(run.policy);
    const result = await runIn(warm, ground, run).catch(async (error: unknown) => {
      await containers.discard(warm).catch(() => undefined); // The first failure is the one to tell.
      throw error;
    });
    // One that was ended, or may have ended what was to clean up after it, can have left something behind.
    const clean = result.exitCode !== null && result.signal === null;
    await (clean ? containers.giveBack(warm) : containers.discard(warm));
    return result;
  } catch (error) {
    if (error instanceof SandboxFailedError || error instanceof SandboxPolicyError) throw error;
    throw new SandboxFailedError(`Docker could not run the command: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

async function runIn({ container, plan }: WarmContainer, ground: ContainerGround, run: SandboxRun): Promise<SandboxResult> {
  const started = performance.now();
  const over = new AbortController();
  const stuck = Promise.withResolvers<never>();
  const ending = watchEnding(run.policy.timeoutMs, run.signal, () => void kill(container, over.signal).catch(stuck.reject));
  const gate = gateOf(run, ending);
  let stream: Duplex | undefined;
  try {
    const exec = await container.exec(execSpec(run.command, plan.directory, ground));
    stream = await exec.start({ hijack: true, stdin: false });
    stream.on("data", frameReader((from, bytes) => {
      gate.take(from, bytes);
    }));
    await Promise.race([finished(stream, { writable: false }), stuck.promise]);
    gate.end();
    if (ending.cause === "failure") throw new SandboxFailedError("The receiver of the command's output failed.", { cause: ending.error });
    return resultOf("docker", ending.cause === undefined ? await exitCodeOf(exec) : null, ending, performance.now() - started);
  } catch (error) {
    // A container that was ended refuses what is asked of it.
    if (ending.cause === undefined || ending.cause === "failure") throw error;
    return resultOf("docker", null, ending, performance.now() - started);
  } finally {
    stream?.destroy();
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

/** The exit code of a command whose output has ended; the engine may need a moment to know it. */
async function exitCodeOf(exec: Docker.Exec): Promise<number | null> {
  for (let pause = 1; pause < 2_000; pause *= 2) {
    const { Running: running, ExitCode: code } = await exec.inspect();
    if (!running) return code;
    await sleep(pause);
  }
  return null;
}
