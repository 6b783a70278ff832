import assert from "node:assert/strict";
import { bubblewrapArgv, type BubblewrapHost } from "../../../sandbox/bubblewrap-argv.ts";
import { containerSpec, execSpec } from "../../../sandbox/docker-spec.ts";
import { guestArguments } from "../../../sandbox/guest.ts";
import type { MountPlan } from "../../../sandbox/mounts.ts";
import { defaultPolicy, type SandboxPolicy } from "../../../sandbox/policy.ts";

const policy: SandboxPolicy = { ...defaultPolicy("/srv/app"), readable: ["/opt/node"], pathPrefix: ["/opt/node/bin"], environment: { CI: "true" }, memoryMiB: 1, processes: 9 };
const plan: MountPlan = {
  directory: "/srv/app",
  mounts: [
    { source: "/opt/node", target: "/opt/node", writable: false },
    { source: "/srv/app", target: "/srv/app", writable: true },
    { source: "/srv/app/.git", target: "/srv/app/.git", writable: false },
  ],
  hold: { paths: ["/srv/app/.git"], placeholders: [] },
};
const host: BubblewrapHost = { shown: ["/usr", "/etc/hosts"], links: [{ path: "/bin", to: "usr/bin" }], resolver: "/run/resolv.conf", prlimit: "/usr/bin/prlimit", countsProcesses: true, modern: true };
const isolation = "--unshare-all --unshare-user --disable-userns --die-with-parent --new-session --cap-drop ALL --clearenv --hostname sandbox";
const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

describe("bubblewrap's arguments", () => {
  it("isolate, mount what the policy names, fix the rest, set the environment and the limits", () => {
    const lines = [
      isolation,
      "--json-status-fd 3 --seccomp 4",
      "--ro-bind /usr /usr --ro-bind /etc/hosts /etc/hosts --symlink usr/bin /bin --proc /proc --dev /dev",
      "--size 1048576 --tmpfs /tmp --dir /tmp/.sandbox-home",
      "--ro-bind /opt/node /opt/node --bind /srv/app /srv/app --ro-bind /srv/app/.git /srv/app/.git --remount-ro /",
      `--setenv LANG C.UTF-8 --setenv CI true --setenv PATH /opt/node/bin:${path} --setenv HOME /tmp/.sandbox-home --setenv TMPDIR /tmp`,
      "--chdir /srv/app -- /usr/bin/prlimit --core=0 --data=1048576 --nproc=9 -- /bin/sh -c",
    ];
    assert.deepEqual(bubblewrapArgv("npm test", policy, plan, host, { statusFd: 3, filterFd: 4 }), [...lines.join(" ").split(" "), "npm test"]);
  });

  it("share the network, and how its names are found, only where the policy grants it", () => {
    const argv = bubblewrapArgv("npm ci", { ...policy, network: true }, plan, host, { statusFd: 3, filterFd: 4 }).join(" ");
    assert.ok(argv.includes(" --share-net ") && argv.includes(" --ro-bind /run/resolv.conf /etc/resolv.conf "));
    const without = bubblewrapArgv("npm ci", policy, plan, host, { statusFd: 3, filterFd: 4 }).join(" ");
    assert.ok(!without.includes("--share-net") && !without.includes("resolv.conf"));
  });

  it("leave out what an older bubblewrap, kernel or system has not", () => {
    const old: BubblewrapHost = { ...host, prlimit: undefined, countsProcesses: false, modern: false };
    const argv = bubblewrapArgv("true", policy, plan, old, { statusFd: 3, filterFd: undefined }).join(" ");
    for (const absent of ["--size", "--disable-userns", "--seccomp", "prlimit", "--nproc"]) assert.ok(!argv.includes(absent), absent);
    assert.ok(argv.endsWith("-- /bin/sh -c true"));
  });
});

describe("a guest's arguments", () => {
  it("show its folder, the binary and its libraries, and nothing else", () => {
    const guest = { node: "/opt/node/bin/node", folder: "/dgm/agent", args: ["--permission", "/dgm/agent/guest.cjs"] };
    const argv = guestArguments(guest, { folder: "/dgm/agent", node: "/opt/node/bin/node", readable: [] }, ["/lib/libc.so.6"], { modern: true });
    const lines = [
      isolation,
      "--ro-bind /lib/libc.so.6 /lib/libc.so.6 --ro-bind /opt/node/bin/node /opt/node/bin/node --ro-bind /dgm/agent /dgm/agent",
      "--proc /proc --dev /dev --remount-ro /dev --remount-ro / --chdir /dgm/agent",
      "-- /opt/node/bin/node --permission /dgm/agent/guest.cjs",
    ];
    assert.deepEqual(argv, lines.join(" ").split(" "));
  });
});

describe("a container's specification", () => {
  const ground = { imageId: "sha256:1", imageEnvironment: ["PATH=/image/bin", "NODE_VERSION=24", "CI=false"], user: "1000:1000", labels: { mark: "x" } };
  const spec = containerSpec(policy, plan, ground);

  it("grants a network only where the policy does", () => {
    const { HostConfig, NetworkDisabled } = containerSpec({ ...policy, network: true }, plan, ground);
    assert.deepEqual([HostConfig?.NetworkMode, NetworkDisabled], ["bridge", false]);
  });

  it("grants no network, no capability, no new privilege, no writable system, and bounds memory and processes", () => {
    assert.deepEqual(spec.HostConfig, {
      NetworkMode: "none",
      Init: true,
      AutoRemove: true,
      ReadonlyRootfs: true,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges", "label=disable"],
      UsernsMode: "host",
      IpcMode: "private",
      LogConfig: { Type: "none", Config: {} },
      Ulimits: [{ Name: "core", Soft: 0, Hard: 0 }],
      Tmpfs: { "/tmp": "rw,exec,nosuid,nodev,mode=1777,size=1048576", "/tmp/.sandbox-home": "rw,exec,nosuid,nodev,mode=1777,size=1048576" },
      Mounts: [
        { Type: "bind", Source: "/opt/node", Target: "/opt/node", ReadOnly: true },
        { Type: "bind", Source: "/srv/app", Target: "/srv/app", ReadOnly: false },
        { Type: "bind", Source: "/srv/app/.git", Target: "/srv/app/.git", ReadOnly: true },
      ],
      PidsLimit: 9,
      Memory: 1048576,
      MemorySwap: 1048576,
    });
  });

  it("waits for commands as nobody until its input ends, whatever the image would run", () => {
    assert.deepEqual([spec.Image, spec.Entrypoint, spec.Cmd, spec.User, spec.OpenStdin, spec.StdinOnce, spec.Labels], ["sha256:1", ["/bin/cat"], [], "65534:65534", true, true, { mark: "x" }]);
  });

  it("hands a command on as one word, as the user, in the workspace", () => {
    const { Cmd: command = [], User: user, WorkingDir: folder } = execSpec("echo 'a  b'; exit 3", "/srv/app", ground);
    assert.deepEqual([command.slice(0, 2), command.slice(3), user, folder], [["/bin/sh", "-c"], ["sh", "echo 'a  b'; exit 3"], "1000:1000", "/srv/app"]);
  });

  it("keeps the image's PATH and takes its other variables away", () => {
    assert.deepEqual(spec.Env, ["LANG=C.UTF-8", "CI=true", "PATH=/opt/node/bin:/image/bin", "HOME=/tmp/.sandbox-home", "TMPDIR=/tmp", "NODE_VERSION", "HOSTNAME"]);
  });
});
