import assert from "node:assert/strict";
import { chmod, readdir } from "node:fs/promises";
import { join } from "node:path";
import { editInEditor } from "../../../cli/edit-proposal.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** Edits a text with shell commands as the editor; `"$@"` are its arguments, the file the last. */
async function edit(text: string, commands: string, { name = "editor", variable = "EDITOR", path = "src/a.js" } = {}): Promise<string> {
  await using folder = await temporaryFolder({ [`bin/${name}`]: `#!/bin/sh\n${commands}\n` });
  const editor = join(folder.path, "bin", name);
  await chmod(editor, 0o755);
  return await editInEditor(path, text, 7, { PATH: process.env["PATH"], EDITOR: "false", [variable]: editor });
}

(process.platform === "win32" ? describe.skip : describe)("editing a proposal in the user's editor", () => {
  it("gives the text as they left it, its line endings as they are", async () => {
    assert.equal(await edit("one\r\ntwo\r\n", `printf 'three\\r\\n' >> "$1"`), "one\r\ntwo\r\nthree\r\n");
  });

  it("prefers $VISUAL, as git does", async () => {
    assert.equal(await edit("one\n", `echo two >> "$1"`, { variable: "VISUAL" }), "one\ntwo\n");
  });

  it("opens a file of the proposal's own name, at the line in question where the editor is known to take one", async () => {
    assert.match(await edit("", `echo "$@" > "$1"`, { path: "src/a b.js" }), /\/a b\.js\n$/);
    assert.match(await edit("", `echo "$1" > "$2"`, { name: "vim" }), /^\+7\n$/);
  });

  it("takes away the mark that an editor puts before UTF-8, because the file decides on that", async () => {
    assert.equal(await edit("one\n", `printf '\\357\\273\\277one\\n' > "$1"`), "one\n");
  });

  for (const [what, commands, told] of [
    ["fails", "exit 3", /ended with exit code 3, so the proposal stays as it was/],
    ["is killed", "kill -9 $$", /so the proposal stays as it was/],
    ["leaves no file", 'rm "$1"', /left is gone, so the proposal stays as it was/],
    ["leaves what is no text", `printf '\\0' > "$1"`, /left is not UTF-8 text, so the proposal stays as it was/],
  ] as const) {
    it(`changes nothing when the editor ${what}`, async () => {
      await assert.rejects(edit("one\n", commands), (error: Error) => error.name === "UserError" && told.test(error.message));
    });
  }

  it("leaves no file behind", async () => {
    await using folder = await temporaryFolder({ "bin/x": "" });
    const { TMPDIR: before } = process.env;
    process.env["TMPDIR"] = folder.path;
    try {
      await editInEditor("a.js", "one\n", 1, { EDITOR: "true", PATH: process.env["PATH"] });
      await assert.rejects(editInEditor("a.js", "one\n", 1, { EDITOR: "false", PATH: process.env["PATH"] }));
    } finally {
      if (before === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = before;
    }
    assert.deepEqual(await readdir(folder.path), ["bin"]);
  });
});
