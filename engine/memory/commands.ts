import { type Document, isScalar } from "yaml";
import { findProjectCommands, type ProjectCommand } from "../repository/project-commands.ts";
import { MEMORY_FILE, readProjectContext } from "./memory-file.ts";

const KEYS = { test: "test_command", type_check: "type_check_command" } as const;
const KINDS = ["test", "type_check"] as const;
/** The comment on a command that was found: where, and what it was, so that a command that the user edited is known. */
const FOUND = /^ found in ([^:]+): (.*)$/;
/** What a user may write for "there is none". */
const NONE: ReadonlySet<unknown> = new Set([false, "", "none"]);
const LENGTH_LIMIT = 500;

/**
 * A project's commands, the best of each kind first: what the user wrote in the memory (`test_command`, `type_check_command`; `none` for
 * no command of the kind), then what is found in the files. Never rejects: a broken memory counts as none.
 */
export async function projectCommands(root: string, files: readonly string[], read: (path: string) => Promise<string | null>): Promise<readonly ProjectCommand[]> {
  const found = await findProjectCommands(files, read);
  const document = await readProjectContext(root).catch(() => undefined);
  if (document === undefined) return found;
  const own = KINDS.flatMap((kind) => {
    const command = ownCommand(document, kind);
    return command === undefined ? [] : [{ kind, command }];
  });
  const others = found.filter(({ kind }) => !own.some((each) => each.kind === kind && each.command === null));
  return [...own.flatMap(({ kind, command }) => (command === null ? [] : [{ kind, command, source: MEMORY_FILE }])), ...others];
}

/** Puts the commands that were found into a memory. Those that the user wrote or edited stay. */
export function recordCommands(document: Document, commands: readonly ProjectCommand[]): void {
  for (const kind of KINDS) {
    if (ownCommand(document, kind) !== undefined) continue;
    const found = commands.find((each) => each.kind === kind);
    const path = ["project_context", KEYS[kind]];
    if (found === undefined) {
      if (document.hasIn(path)) document.deleteIn(path);
      continue;
    }
    const node = document.createNode(found.command);
    node.comment = ` found in ${found.source}: ${found.command}`;
    document.setIn(path, node);
  }
}

/** What the user wrote: a command, null for none; undefined where they wrote nothing, or the command is as it was found. */
function ownCommand(document: Document, kind: (typeof KINDS)[number]): string | null | undefined {
  const node = document.getIn(["project_context", KEYS[kind]], true);
  if (!isScalar(node)) return undefined;
  if (NONE.has(node.value)) return null;
  const command = node.value;
  if (typeof command !== "string" || command.length > LENGTH_LIMIT || /[\p{Cc}\p{Cf}]/u.test(command)) return undefined;
  return FOUND.exec(node.comment ?? "")?.[2] === command ? undefined : command;
}
