import assert from "node:assert/strict";
import { seccompFilter } from "../../../sandbox/seccomp.ts";
import type { Sandbox } from "../../../sandbox/sandbox.ts";
import { describeBackend, makeWorkspace, removeWorkspace, runIn } from "./backends.ts";

/** Runs a program of classic BPF over a `struct seccomp_data`, as the kernel does. */
function verdictOf(program: Buffer, architecture: number, call: number, ...args: readonly number[]): number {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(call, 0);
  data.writeUInt32LE(architecture, 4);
  for (const [at, value] of args.entries()) data.writeUInt32LE(value, 16 + 8 * at);
  let accumulator = 0;
  for (let at = 0; at < program.length / 8; at += 1) {
    const [operation, ifTrue, ifFalse, value] = [program.readUInt16LE(at * 8), program.readUInt8(at * 8 + 2), program.readUInt8(at * 8 + 3), program.readUInt32LE(at * 8 + 4)];
    if (operation === 0x20) accumulator = data.readUInt32LE(value);
    else if (operation === 0x54) accumulator = (accumulator & value) >>> 0;
    else if (operation === 0x15) at += accumulator === value ? ifTrue : ifFalse;
    else if (operation === 0x35) at += accumulator >= value ? ifTrue : ifFalse;
    else if (operation === 0x06) return value;
    else assert.fail(`operation ${operation}`);
  }
  return assert.fail("the program has no end");
}

const [ALLOW, KILL, EPERM, ENOSYS, NO_FAMILY] = [0x7fff0000, 0x80000000, 0x00050001, 0x00050026, 0x00050061];
const machines = [
  { processor: "x64", audit: 0xc000003e, read: 0, mount: 165, unshare: 272, bpf: 321, clone: 56, ioctl: 16, socket: 41 },
  { processor: "arm64", audit: 0xc00000b7, read: 63, mount: 40, unshare: 97, bpf: 280, clone: 220, ioctl: 29, socket: 198 },
] as const;

for (const { processor, audit, read, mount, unshare, bpf, clone, ioctl, socket } of machines) {
  describe(`the filter of system calls on ${processor}`, () => {
    const program = seccompFilter(processor) ?? assert.fail();
    const verdict = (call: number, ...args: readonly number[]): number => verdictOf(program, audit, call, ...args);

    it("lets ordinary calls pass, and refuses mounts, namespaces and parts of the kernel", () => {
      assert.deepEqual([read, mount, unshare, bpf].map((call) => verdict(call)), [ALLOW, EPERM, EPERM, EPERM]);
    });

    it("says of io_uring and clone3 that there is none, so that programs use what can be filtered", () => {
      assert.deepEqual([425, 435].map((call) => verdict(call)), [ENOSYS, ENOSYS]);
    });

    it("lets processes and threads be made, but no namespace with them", () => {
      assert.deepEqual([0x11, 0x3d0f00, 0x10000011, 0x40000011].map((flags) => verdict(clone, flags)), [ALLOW, ALLOW, EPERM, EPERM]);
    });

    it("lets no terminal be typed into", () => {
      assert.deepEqual([0x5401, 0x5412, 0x541c].map((request) => verdict(ioctl, 1, request)), [ALLOW, EPERM, EPERM]);
    });

    it("knows sockets of a few families only", () => {
      assert.deepEqual([1, 2, 10, 16, 17, 38, 40].map((family) => verdict(socket, family)), [ALLOW, ALLOW, ALLOW, ALLOW, NO_FAMILY, NO_FAMILY, NO_FAMILY]);
    });

    it("ends what speaks to the kernel as another processor would", () => {
      assert.equal(verdictOf(program, 0x40000003, read), KILL);
    });
  });
}

describe("the filter of system calls", () => {
  it("takes the second interface of x64 for none", () => {
    assert.equal(verdictOf(seccompFilter("x64") ?? assert.fail(), 0xc000003e, 0x40000000), ENOSYS);
  });

  it("is none on a processor that it does not know", () => {
    assert.equal(seccompFilter("riscv64"), undefined);
  });
});

describeBackend("bubblewrap", "system calls in bubblewrap", (open) => {
  let sandbox: Sandbox;
  let workspace: string;
  before(async () => {
    sandbox = await open();
    workspace = await makeWorkspace();
  });
  after(() => removeWorkspace(workspace));

  it("are filtered, for what the command starts as well", async () => {
    assert.match((await runIn(sandbox, workspace, "sh -c 'grep Seccomp: /proc/self/status'")).stdout, /^Seccomp:\s+2$/m);
  });

  it("make no namespace", async () => {
    const { result, stderr } = await runIn(sandbox, workspace, "unshare --user --map-root-user true");
    assert.deepEqual([result.exitCode === 0, /not permitted|no such|not found/i.test(stderr)], [false, true]);
  });
});
