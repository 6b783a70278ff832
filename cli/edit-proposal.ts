import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { UserError } from "../engine/errors.ts";
import { decodeFile } from "../engine/repository/text-file.ts";

/** Editors that go to a line when `+LINE` stands before the file. */
const KNOWS_LINES = /^(vi|vim|nvim|nano|emacs|micro|kak|joe)(\.exe)?$/;

/**
 * Lets the user change a text in their own editor, as git does: `$VISUAL`, else `$EDITOR`, on a temporary file. Resolves with the text as they left it.
 * @throws UserError `unavailable` when no editor is set, or it fails, `bad_input` when it leaves no text; nothing is changed then
 */
export async function editInEditor(path: string, text: string, line: number, environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  const editor = [environment["VISUAL"], environment["EDITOR"]].find((each) => each !== undefined && each.trim() !== "");
  if (editor === undefined) throw new UserError("unavailable", "No editor is set.", "Set EDITOR (for example: export EDITOR=nano), or answer y or n.");
  const folder = await mkdtemp(join(tmpdir(), "unified-dgm-edit-"));
  try {
    const file = join(folder, basename(path));
    await writeFile(file, text, { mode: 0o600 });
    const program = basename(editor.trim().split(/\s+/)[0] ?? "");
    const place = KNOWS_LINES.test(program) ? `+${line} ` : "";
    // By the shell, because EDITOR may have arguments; the file's name is its own argument. Ctrl-C is for the editor, and must not end the shell around it.
    const code = await new Promise<number | null>((resolve, reject) => {
      const child = spawn("/bin/sh", ["-c", `trap : INT; ${editor} ${place}"$1"`, "sh", file], { stdio: "inherit", env: environment });
      child.on("error", reject);
      child.on("close", resolve);
    });
    if (code !== 0) throw new UserError("unavailable", `The editor (${editor}) ended with ${code === null ? "a signal" : `exit code ${code}`}, so the proposal stays as it was.`, "Try again, or answer y or n.");
    const left = await readFile(file).then(decodeFile, () => undefined);
    if (left?.kind !== "text") throw new UserError("bad_input", `What the editor left is ${left === undefined ? "gone" : left.kind === "binary" ? "not UTF-8 text" : "too large"}, so the proposal stays as it was.`, "Try again, or answer y or n.");
    return left.text;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
