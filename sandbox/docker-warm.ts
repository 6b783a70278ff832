import { randomUUID } from "node:crypto";
import { statSync } from "node:fs";
import type Docker from "dockerode";
import { removeContainer } from "./docker-owner.ts";
import { containerSpec, type ContainerGround } from "./docker-spec.ts";
import { type MountPlan, planMounts } from "./mounts.ts";
import type { SandboxPolicy } from "./policy.ts";
import { releaseProtected } from "./protected.ts";

/** A running container in which one command after the other can run. */
export interface WarmContainer {
  readonly container: Docker.Container;
  /** What the keeper reads: the container ends with it. */
  readonly input: NodeJS.ReadWriteStream;
  readonly plan: MountPlan;
  /** What it was made for: only a run that asks for the very same may have it. */
  readonly key: string;
  /** May wait for the next command. */
  readonly keepable: boolean;
}

/** The containers of one sandbox. A container belongs to one command at a time. */
export interface WarmContainers {
  /** One that waits, else a new one. */
  readonly take: (policy: SandboxPolicy) => Promise<WarmContainer>;
  /** Keeps it for the next command, if there is nothing left in it of the last one and no other waits. */
  readonly giveBack: (warm: WarmContainer) => Promise<void>;
  /** Ends it with all that runs in it. */
  readonly discard: (warm: WarmContainer) => Promise<void>;
  readonly dispose: () => Promise<void>;
}

export function warmContainers(docker: Docker, ground: ContainerGround): WarmContainers {
  const waiting = new Map<string, WarmContainer>();
  let disposed = false;

  const discard: WarmContainers["discard"] = async ({ container, input, plan }) => {
    input.end();
    try {
      await removeContainer(docker, container.id);
    } finally {
      releaseProtected(plan.hold);
    }
  };
  const start = async (policy: SandboxPolicy, plan: MountPlan, key: string): Promise<WarmContainer> => {
    // A name of our own, so that a container whose making was interrupted can be removed too.
    const name = `unified-dgm-${process.pid}-${randomUUID()}`;
    let input: NodeJS.ReadWriteStream | undefined;
    try {
      const container = await docker.createContainer({ name, ...containerSpec(policy, plan, ground) });
      input = await container.attach({ stream: true, stdin: true, hijack: true });
      input.on("error", () => undefined); // The container is gone, which the next command that asks for it finds out.
      await container.start();
      // An empty folder that stands for an absent entry does not stay in the user's own folder between two commands.
      return { container, input, plan, key, keepable: policy.copy !== undefined || plan.hold.placeholders.length === 0 };
    } catch (error) {
      input?.end();
      await removeContainer(docker, name).catch(() => undefined); // The first failure is the one to tell.
      releaseProtected(plan.hold);
      throw error;
    }
  };

  return {
    take: async (policy) => {
      const plan = await planMounts(policy);
      const key = keyOf(policy, plan, ground);
      const found = waiting.get(key);
      if (found === undefined) return start(policy, plan, key);
      waiting.delete(key);
      releaseProtected(plan.hold); // The container has held the same since it was made.
      return found;
    },
    giveBack: async (warm) => {
      if (!warm.keepable || !(await isEmpty(warm.container)) || waiting.has(warm.key) || disposed) return discard(warm);
      // What it was made for may be gone: a task has one workspace at a time.
      const old = [...waiting.values()];
      waiting.clear();
      waiting.set(warm.key, warm);
      await Promise.all(old.map(discard));
    },
    discard,
    dispose: async () => {
      disposed = true;
      const left = [...waiting.values()];
      waiting.clear();
      await Promise.all(left.map(discard));
    },
  };
}

/** All that tells two containers apart. A folder that was made anew under its old name is another one, which the old container does not see. */
function keyOf(policy: SandboxPolicy, plan: MountPlan, ground: ContainerGround): string {
  const sources = plan.mounts.map(({ source }) => {
    const { dev, ino } = statSync(source, { bigint: true });
    return `${dev}:${ino}`;
  });
  return JSON.stringify([containerSpec(policy, plan, ground), sources]);
}

/** The first one, which takes in what has no parent any more, and the keeper. */
const OWN_PROCESSES = 2;

/** Whether only the container's own processes are left: the engine sees all, whatever the command did. */
async function isEmpty(container: Docker.Container): Promise<boolean> {
  const top: unknown = await container.top();
  return typeof top === "object" && top !== null && "Processes" in top && Array.isArray(top.Processes) && top.Processes.length <= OWN_PROCESSES;
}
