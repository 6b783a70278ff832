/**
 * System calls that no build or test needs, refused by a filter of the kernel (seccomp, in its classic BPF): what could reach other namespaces,
 * mounts, kernel modules, keys, clocks, or parts of the kernel with a long record of faults. Docker's default profile is the model; like there,
 * programs may trace their own children. Numbers: Linux' arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
 */
interface Architecture {
  /** `AUDIT_ARCH_…` of linux/audit.h. */
  readonly audit: number;
  readonly clone: number;
  readonly ioctl: number;
  readonly socket: number;
  /** Refused with EPERM. */
  readonly refused: readonly number[];
  /** From this number on come the calls of a second interface, where the architecture has one. */
  readonly foreignFrom: number | undefined;
}

/** Those that are newer than the common numbering of all architectures. */
const common = {
  // open_tree, move_mount, fsopen, fsconfig, fsmount, fspick, pidfd_getfd, process_madvise, mount_setattr, open_tree_attr
  refused: [428, 429, 430, 431, 432, 433, 438, 440, 442, 467],
  // io_uring_setup, io_uring_enter, io_uring_register, clone3: programs fall back to older calls, whose arguments a filter can read.
  absent: [425, 426, 427, 435],
} as const;

const architectures: Readonly<Partial<Record<NodeJS.Architecture, Architecture>>> = {
  x64: {
    audit: 0xc000003e,
    clone: 56,
    ioctl: 16,
    socket: 41,
    foreignFrom: 0x40000000,
    // syslog, uselib, vhangup, modify_ldt, pivot_root, chroot, acct, settimeofday, mount, umount2, swapon, swapoff, reboot, sethostname, setdomainname, iopl, ioperm
    // create_module, init_module, delete_module, get_kernel_syms, query_module, quotactl, nfsservctl, lookup_dcookie, clock_settime, kexec_load, add_key, request_key, keyctl
    // unshare, perf_event_open, fanotify_init, open_by_handle_at, clock_adjtime, setns, process_vm_readv, process_vm_writev, kcmp, finit_module, kexec_file_load, bpf, userfaultfd
    refused: [
      103, 134, 153, 154, 155, 161, 163, 164, 165, 166, 167, 168, 169, 170, 171, 172, 173,
      174, 175, 176, 177, 178, 179, 180, 212, 227, 246, 248, 249, 250,
      272, 298, 300, 304, 305, 308, 310, 311, 312, 313, 320, 321, 323,
    ],
  },
  arm64: {
    audit: 0xc00000b7,
    clone: 220,
    ioctl: 29,
    socket: 198,
    foreignFrom: undefined,
    // lookup_dcookie, umount2, mount, pivot_root, nfsservctl, chroot, vhangup, quotactl, acct, unshare, kexec_load, init_module, delete_module, clock_settime, syslog, reboot
    // sethostname, setdomainname, settimeofday, add_key, request_key, keyctl, swapon, swapoff, perf_event_open, fanotify_init, open_by_handle_at, clock_adjtime, setns
    // process_vm_readv, process_vm_writev, kcmp, finit_module, bpf, userfaultfd, kexec_file_load
    refused: [
      18, 39, 40, 41, 42, 51, 58, 60, 89, 97, 104, 105, 106, 112, 116, 142,
      161, 162, 170, 217, 218, 219, 224, 225, 241, 262, 265, 266, 268,
      270, 271, 272, 273, 280, 282, 294,
    ],
  },
};

/** Offsets in the kernel's `struct seccomp_data`; arguments are 64 bits wide, their lower half comes first. */
const field = { call: 0, architecture: 4, argument: (index: number): number => 16 + 8 * index } as const;
/** Codes of classic BPF (linux/filter.h). */
const code = { load: 0x20, and: 0x54, jumpIfEqual: 0x15, jumpIfAtLeast: 0x35, end: 0x06 } as const;
const EPERM = 1;
const ENOSYS = 38;
const EAFNOSUPPORT = 97;
const verdict = { allow: 0x7fff0000, kill: 0x80000000, fail: (error: number): number => 0x00050000 | error } as const;

/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
const NEW_NAMESPACE = 0x7e020000;
/** TIOCSTI writes into the terminal's input, TIOCLINUX pastes into a console. */
const terminalInjections = [0x5412, 0x541c];
/** Unix, IPv4, IPv6, netlink (which lists network interfaces). */
const socketFamilies = [1, 2, 10, 16];

type Instruction = readonly [code: number, value: number, ifTrue?: number, ifFalse?: number];

/** The filter for a processor as bubblewrap and the kernel read it; undefined where there is none. Length: a multiple of 8 bytes. */
export function seccompFilter(processor: NodeJS.Architecture = process.arch): Buffer | undefined {
  const architecture = architectures[processor];
  return architecture === undefined ? undefined : encode(instructionsFor(architecture));
}

function instructionsFor({ audit, clone, ioctl, socket, refused, foreignFrom }: Architecture): readonly Instruction[] {
  const end = (value: number): Instruction => [code.end, value];
  const refuse = end(verdict.fail(EPERM));
  /** `body` for one system call; it must end in a verdict. */
  const forCall = (call: number, body: readonly Instruction[]): readonly Instruction[] => [[code.jumpIfEqual, call, 0, body.length], ...body];
  const allow = end(verdict.allow);
  return [
    [code.load, field.architecture],
    [code.jumpIfEqual, audit, 1, 0],
    end(verdict.kill),
    [code.load, field.call],
    ...(foreignFrom === undefined ? [] : [[code.jumpIfAtLeast, foreignFrom, 0, 1] as const, end(verdict.fail(ENOSYS))]),
    ...[...refused, ...common.refused].flatMap((call) => forCall(call, [refuse])),
    ...common.absent.flatMap((call) => forCall(call, [end(verdict.fail(ENOSYS))])),
    ...forCall(clone, [[code.load, field.argument(0)], [code.and, NEW_NAMESPACE], [code.jumpIfEqual, 0, 1, 0], refuse, allow]),
    ...forCall(ioctl, [[code.load, field.argument(1)], ...terminalInjections.flatMap((request) => forCall(request, [refuse])), allow]),
    ...forCall(socket, [[code.load, field.argument(0)], ...socketFamilies.flatMap((family) => forCall(family, [allow])), end(verdict.fail(EAFNOSUPPORT))]),
    allow,
  ];
}

function encode(instructions: readonly Instruction[]): Buffer {
  const program = Buffer.alloc(instructions.length * 8);
  for (const [at, [operation, value, ifTrue = 0, ifFalse = 0]] of instructions.entries()) {
    program.writeUInt16LE(operation, at * 8);
    program.writeUInt8(ifTrue, at * 8 + 2);
    program.writeUInt8(ifFalse, at * 8 + 3);
    program.writeUInt32LE(value >>> 0, at * 8 + 4);
  }
  return program;
}
