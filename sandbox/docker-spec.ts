import type { ContainerCreateOptions, ExecCreateOptions } from "dockerode";
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

/** Waits for the end of its input, which comes with the end of the process that made the container, however that ended. */
const keeper = ["/bin/cat"];

/** Whom no command can end: it is another user (`nobody`), and no command may signal another user's processes. */
const keeperUser = "65534:65534";

/**
 * Runs "$1" and then ends every other process that it may, which is all of the command's and none of the keeper's.
 * What this shell itself would say of a signal is not the command's output.
 */
const wrapper = 'exec 3>&2 2>/dev/null; sh -c "$1" 2>&3 3>&-; code=$?; kill -9 -1; exit "$code"';

/** The engine's request to run a command in a container of `containerSpec`, and nothing of it any longer than that. */
export function execSpec(command: string, directory: string, { user }: Pick<ContainerGround, "user">): ExecCreateOptions {
  return { Cmd: ["/bin/sh", "-c", wrapper, "sh", command], User: user, WorkingDir: directory, AttachStdout: true, AttachStderr: true };
}

/** The engine's request for a container that holds nothing but commands to come. */
export function containerSpec(policy: SandboxPolicy, plan: MountPlan, ground: ContainerGround): ContainerCreateOptions {
  return {
    Image: ground.imageId,
    Entrypoint: keeper,
    Cmd: [],
    OpenStdin: true,
    StdinOnce: true,
    User: keeperUser,
    Env: containerEnvironment(policy, ground.imageEnvironment),
    Labels: { ...ground.labels },
    Hostname: "sandbox",
    NetworkDisabled: policy.network !== true,
    Healthcheck: { Test: ["NONE"] },
    HostConfig: {
      NetworkMode: policy.network === true ? "bridge" : "none",
      Init: true,
      AutoRemove: true,
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
