import type { ContainerCreateOptions } from "dockerode";
import { insideEnvironment, insideHome, insideTemporary } from "./environment.ts";
import type { MountPlan } from "./mounts.ts";
import { memoryBytes, processLimit, type SandboxPolicy } from "./policy.ts";

/** What a container is made from beside the policy; fixed while the engine and the image stay the same. */
export interface ContainerGround {
  /** Id (not name) of the image, so that what was checked is what runs. */
  readonly imageId: string;
  /** `NAME=value` entries that the image sets. */
  readonly imageEnvironment: readonly string[];
  /** `uid:gid` inside that is the user outside. */
  readonly user: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The engine's request for a container that runs one command and holds nothing else. */
export function containerSpec(command: string, policy: SandboxPolicy, plan: MountPlan, ground: ContainerGround): ContainerCreateOptions {
  return {
    Image: ground.imageId,
    Entrypoint: ["/bin/sh", "-c"],
    Cmd: [command],
    WorkingDir: plan.directory,
    User: ground.user,
    Env: containerEnvironment(policy, ground.imageEnvironment),
    Labels: { ...ground.labels },
    Hostname: "sandbox",
    NetworkDisabled: policy.network !== true,
    AttachStdout: true,
    AttachStderr: true,
    Healthcheck: { Test: ["NONE"] },
    HostConfig: {
      NetworkMode: policy.network === true ? "bridge" : "none",
      Init: true,
      ReadonlyRootfs: true,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges", "label=disable"],
      UsernsMode: "host",
      IpcMode: "private",
      LogConfig: { Type: "none", Config: {} },
      Ulimits: [{ Name: "core", Soft: 0, Hard: 0 }],
      Tmpfs: { [insideTemporary]: temporary(policy), [insideHome]: temporary(policy) },
      Mounts: plan.mounts.map((mount) => ({ Type: "bind", Source: mount.source, Target: mount.target, ReadOnly: !mount.writable })),
      PidsLimit: processLimit(policy),
      Memory: memoryBytes(policy),
      MemorySwap: memoryBytes(policy), // Memory and swap together: no swap.
    },
  };
}

/** In memory, where it counts against the container's limit. Programs may run there: build tools do. */
function temporary(policy: SandboxPolicy): string {
  return `rw,exec,nosuid,nodev,mode=1777,size=${memoryBytes(policy)}`;
}

/** A name without `=` takes a variable of the image, or one that the engine adds, away. */
function containerEnvironment(policy: SandboxPolicy, imageEnvironment: readonly string[]): string[] {
  const fromImage = new Map(imageEnvironment.map((entry) => splitOnce(entry)));
  const wanted = insideEnvironment(policy, fromImage.get("PATH"));
  const unwanted = [...fromImage.keys(), "HOSTNAME"].filter((name) => !(name in wanted));
  return [...Object.entries(wanted).map(([name, value]) => `${name}=${value}`), ...unwanted];
}

function splitOnce(entry: string): [string, string] {
  const at = entry.indexOf("=");
  return at < 0 ? [entry, ""] : [entry.slice(0, at), entry.slice(at + 1)];
}
