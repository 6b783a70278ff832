import { readFile, stat } from "node:fs/promises";
import { text as readAll } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { applyPatch, editOf, type ReadText, summaryOf } from "../engine/edits/apply-patch.ts";
import { parsePatch } from "../engine/edits/parse-patch.ts";
import { PatchError } from "../engine/edits/patch-error.ts";
import { describeError, isUserError, UserError } from "../engine/errors.ts";
import type { FileEdit } from "../engine/language/file-edit.ts";
import { resolveInside } from "../engine/repository/paths.ts";
import { projectFolder } from "./project-folder.ts";
import { type Replacement, replaceFiles } from "./replace-files.ts";

export const applyPatchUsage = `unified-dgm apply-patch [FILE|-] [--cwd DIR] [--codex-compat]

Applies a patch in the *** Begin Patch form, or a unified diff, to the files below a folder: all of it or nothing.
The patch is read from FILE, from standard input (- or nothing), or is the argument itself.

  --cwd DIR        the folder (default: this one)
  --codex-compat   do as Codex does: end changed files with a newline, and leave changes made before a failure

Example: git diff | unified-dgm apply-patch --cwd ../copy
Exit codes: 0 applied, 1 the patch cannot be applied, 2 wrong usage.`;

const CANNOT_APPLY = 1;

/** `unified-dgm apply-patch`; the result is the exit code. @throws UserError `bad_input` for wrong usage */
export async function applyPatchInTerminal(args: readonly string[]): Promise<number> {
  const { flags, argument } = parseCommand(args);
  if (flags.help) {
    console.log(applyPatchUsage);
    return 0;
  }
  const root = await projectFolder(flags.cwd);
  const patch = await patchText(argument);
  try {
    const summary = await (flags["codex-compat"] ? applyOneByOne(root, patch) : applyWhole(root, patch));
    console.log(`Success. Updated the following files:\n${summary}`);
    return 0;
  } catch (error) {
    if (!isUserError(error)) throw error;
    console.error(flags["codex-compat"] ? error.message : describeError(error));
    return CANNOT_APPLY;
  }
}

interface Flags {
  readonly help: boolean;
  readonly cwd: string;
  readonly "codex-compat": boolean;
}

function parseCommand(args: readonly string[]): { readonly flags: Flags; readonly argument: string | undefined } {
  const wrong = (message: string): UserError => new UserError("bad_input", message.replace(/\.?$/, "."), "See unified-dgm apply-patch --help.");
  try {
    const flag = { type: "boolean", default: false } as const;
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { help: flag, "codex-compat": flag, cwd: { type: "string", default: process.cwd() } } });
    if (positionals.length > 1) throw wrong(`There is one patch; ${positionals.length} arguments were given`);
    return { flags: values, argument: positionals[0] };
  } catch (error) {
    throw isUserError(error) ? error : wrong(error instanceof Error ? error.message : String(error));
  }
}

/** An argument of several lines, or one that begins a patch, is the patch itself. */
async function patchText(argument: string | undefined): Promise<string> {
  if (argument !== undefined && (argument.includes("\n") || /^\s*\*\*\* Begin Patch/.test(argument))) return argument;
  if (argument !== undefined && argument !== "-") {
    return readFile(argument, "utf8").catch((error: unknown) => {
      throw new UserError("bad_input", `The patch ${argument} cannot be read: ${error instanceof Error ? error.message : String(error)}.`, "Give the path of a patch file.");
    });
  }
  const piped = argument === undefined && process.stdin.isTTY ? "" : await readAll(process.stdin);
  if (piped === "") throw new UserError("bad_input", "There is no patch on standard input.", "See unified-dgm apply-patch --help.");
  return piped;
}

/** Applies all of a patch to the files below a folder, or nothing; the result tells what was updated. @throws UserError */
export async function applyWhole(root: string, patch: string): Promise<string> {
  const { edits, summary } = await applyPatch(patch, reader(root));
  await replaceFiles(root, replacementsOf(edits));
  return summary;
}

/** Section by section, each written before the next is looked at. */
async function applyOneByOne(root: string, patch: string): Promise<string> {
  const operations = parsePatch(patch);
  const read = reader(root);
  const edits: FileEdit[] = [];
  for (const operation of operations) {
    const edit = await editOf(operation, read, true);
    await replaceFiles(root, replacementsOf([edit]));
    edits.push(edit);
  }
  return summaryOf(operations.map(({ kind }, index) => [kind, edits[index]]));
}

/** Reads files as texts, byte order marks included. What is to be deleted need not be text. */
function reader(root: string): ReadText {
  const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  return async (path, purpose) => {
    const file = await resolveInside(root, path);
    const found = await stat(file).catch(() => undefined);
    if (found === undefined) return null;
    if (!found.isFile()) throw new PatchError([{ path, reason: "file", text: `${path} is ${found.isDirectory() ? "a folder" : "no regular file"}.` }]);
    if (purpose === "existence") return "";
    const bytes = await readFile(file);
    try {
      return strict.decode(bytes);
    } catch {
      throw new PatchError([{ path, reason: "file", text: `${path} is not a UTF-8 text file.` }]);
    }
  };
}

/** What is on the disk at the end of all edits, one replacement per path. */
function replacementsOf(edits: readonly FileEdit[]): readonly Replacement[] {
  const byPath = new Map<string, Replacement>();
  const encoder = new TextEncoder();
  const put = (path: string, text: string, from?: string): void => {
    byPath.set(path, { path, bytes: encoder.encode(text), from: from ?? byPath.get(path)?.from });
  };
  for (const edit of edits) {
    if (edit.kind === "write") put(edit.path, edit.text);
    else if (edit.kind === "delete") byPath.set(edit.path, { path: edit.path, bytes: null });
    else {
      put(edit.to, edit.text, edit.from);
      byPath.set(edit.from, { path: edit.from, bytes: null });
    }
  }
  return [...byPath.values()];
}
