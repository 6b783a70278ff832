import { type Argument, mayBeOption } from "./argument.ts";
import { gitDestroys } from "./destructive-git.ts";
import { has, mayHave, operands } from "./options.ts";

type Rule = (args: readonly Argument[]) => string | undefined;

const ALWAYS: Readonly<Record<string, string>> = {
  shred: "it overwrites files", srm: "it deletes files", rimraf: "it deletes folders", "del-cli": "it deletes files", truncate: "it cuts files",
  fdisk: "it changes disks", sfdisk: "it changes disks", cfdisk: "it changes disks", gdisk: "it changes disks", sgdisk: "it changes disks", parted: "it changes disks",
  wipefs: "it erases disks", blkdiscard: "it erases disks", mkswap: "it erases disks", cryptsetup: "it changes disks", lvremove: "it changes disks", vgremove: "it changes disks", pvremove: "it changes disks",
  shutdown: "it ends the system", reboot: "it ends the system", halt: "it ends the system", poweroff: "it ends the system", killall5: "it ends all processes",
  dropdb: "it deletes a database", dropuser: "it deletes a database's user", userdel: "it deletes a user", "git-filter-repo": "it rewrites the repository's history",
};

/** Programs that destroy or publish with these first words. */
const BY_COMMAND: Readonly<Record<string, readonly string[]>> = {
  docker: ["system prune", "volume rm", "volume prune", "image prune", "image rm", "container prune", "container rm", "network prune", "builder prune", "rm", "rmi", "push"],
  podman: ["system prune", "system reset", "volume rm", "volume prune", "image prune", "image rm", "container prune", "container rm", "rm", "rmi", "push"],
  kubectl: ["delete", "drain"], helm: ["uninstall", "delete"], terraform: ["destroy"], tofu: ["destroy"], pulumi: ["destroy"],
  npm: ["publish", "unpublish", "deprecate"], pnpm: ["publish"], yarn: ["publish", "npm publish"], bun: ["publish"], lerna: ["publish"], cargo: ["publish", "yank"], twine: ["upload"], gem: ["push", "yank"],
  poetry: ["publish"], uv: ["publish"], vsce: ["publish", "unpublish"], ovsx: ["publish"], gh: ["repo delete", "release delete"], zfs: ["destroy"], zpool: ["destroy"], hg: ["purge", "strip", "revert", "rollback"], svn: ["revert", "cleanup"], "redis-cli": ["flushall", "flushdb"],
};

const SQL = /\b(?:drop\s+(?:database|table|schema|user|role)|truncate\s+(?:table\s+)?\w|delete\s+from\s+\S+\s*(?:;|$))|dropdatabase\s*\(/i;
const sql: Rule = (args) => (args.some(({ text }) => text !== undefined && SQL.test(text)) ? "it deletes data" : undefined);

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["rm", removes],
  ["git", gitDestroys],
  ["dd", (args) => (args.some(({ text, start, splits }) => text !== "of=/dev/null" && (start.startsWith("of=") || (text === undefined && (splits || start === "")))) ? "it overwrites what of= names" : undefined)],
  ["find", findsAndDestroys],
  ["tee", (args) => (mayHave(args, "a", ["--append"]) && has(args, "a", ["--append"]) ? undefined : overwrites(operands(args)))],
  ["sponge", (args) => overwrites(operands(args))],
  ...["mv", "cp", "install", "ln"].map((name) => [name, copies] as const),
  ["rsync", (args) => (mayHave(args, "", ["--delete", "--del", "--delete-before", "--delete-during", "--delete-delay", "--delete-after", "--delete-excluded", "--remove-source-files"]) ? "it deletes files with this option" : undefined)],
  ["tar", (args) => (has(args, "", ["--remove-files"]) ? "it deletes files with this option" : undefined)],
  ["chmod", recursively],
  ["chown", recursively],
  ["chgrp", recursively],
  ["kill", (args) => (args.slice(1).some(({ text }) => text === "-1") ? "it ends all processes" : undefined)],
  ["crontab", (args) => (mayHave(args, "r") ? "it deletes the user's timetable" : undefined)],
  ["systemctl", ([first]) => (/^(?:poweroff|reboot|halt|kexec|suspend|hibernate)$/.test(first?.text ?? "") ? "it ends the system" : undefined)],
  ...["psql", "mysql", "mariadb", "sqlite3", "sqlcmd", "mongo", "mongosh", "duckdb"].map((name) => [name, sql] as const),
]);

/** The name without its folder; file systems may ignore the case of letters. */
export function baseName(program: string): string {
  return program.slice(program.lastIndexOf("/") + 1).toLowerCase();
}

/** Whether the table knows the program at all. `name` without its folder, in small letters. */
export function isKnownDestructive(name: string): boolean {
  return RULES.has(name) || Object.hasOwn(ALWAYS, name) || Object.hasOwn(BY_COMMAND, name) || isMakeFileSystem(name);
}

/** Why a program, given these arguments, destroys what cannot be had back, or publishes; undefined where it does not. In doubt, a reason. */
export function destroys(name: string, args: readonly Argument[]): string | undefined {
  if (isMakeFileSystem(name)) return "it erases disks";
  if (Object.hasOwn(ALWAYS, name)) return ALWAYS[name];
  const commands = Object.hasOwn(BY_COMMAND, name) ? BY_COMMAND[name] : undefined;
  if (commands !== undefined) {
    const first = args.find((arg) => arg.text === undefined || !mayBeOption(arg));
    if (first !== undefined && first.text === undefined) return "which of its commands runs is known only then";
    const words = args.filter((arg) => !mayBeOption(arg)).map(({ text }) => text?.toLowerCase() ?? "");
    // Global options may take a value, so the command may be any of the first words.
    const found = commands.find((command) => [0, 1, 2].some((at) => `${words.slice(at).join(" ")} `.startsWith(`${command} `)));
    if (found !== undefined) return `${found} cannot be undone`;
  }
  return RULES.get(name)?.(args);
}

/** What `>` and tee may overwrite without harm: devices that keep nothing, and temporary files. */
export function isHarmlessTarget(path: string): boolean {
  return isSink(path) || (/^\/(?:var\/)?tmp\/./.test(path) && !/(?:^|\/)\.\.(?:\/|$)/.test(path));
}

/** Devices that keep nothing. */
export function isSink(path: string): boolean {
  return /^\/dev\/(?:null|stdout|stderr|tty|fd\/[012])$/.test(path);
}

function isMakeFileSystem(name: string): boolean {
  return /^mkfs(?:\..*)?$|^mke2fs$|^newfs/.test(name);
}

function removes(args: readonly Argument[]): string | undefined {
  if (mayHave(args, "rRf", ["--recursive", "--force"])) return "it deletes by force, or whole folders";
  return args.some(({ text }) => text === undefined) ? "it deletes what an expansion names" : undefined;
}

function overwrites(targets: readonly Argument[]): string | undefined {
  return targets.some(({ text }) => text === undefined || !isHarmlessTarget(text)) ? "it overwrites a file" : undefined;
}

function findsAndDestroys(args: readonly Argument[]): string | undefined {
  if (args.some(({ text }) => text !== undefined && /^-(?:delete|fprint0?|fprintf|fls)$/.test(text))) return "it deletes or overwrites files with this action";
  return args.some((arg) => arg.text === undefined && mayBeOption(arg)) ? "an expansion may make it delete files" : undefined;
}

/** Onto a device, or from one: `cp /dev/null file` empties the file. A copy of a destructive program would not be known again. */
function copies(args: readonly Argument[]): string | undefined {
  const programs = args.flatMap(({ text }) => /^\/(?:usr\/)?s?bin\/([^/]+)$/.exec(text ?? "")?.[1] ?? []);
  if (programs.some(isKnownDestructive)) return "it gives a destructive program another name";
  return args.some(({ start }) => /^(?:--target-directory=|-t)?\/+dev(?:\/|$)/.test(start)) ? "it writes a device, or empties a file" : undefined;
}

function recursively(args: readonly Argument[]): string | undefined {
  if (!mayHave(args, "R", ["--recursive"])) return undefined;
  const wide = ({ text, start }: Argument): boolean => text === undefined || /^(?:[/~]|\.\.(?:\/|$))/.test(start);
  return operands(args).some(wide) ? "it changes the rights of files outside the workspace" : undefined;
}
