import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import fc from "fast-check";
import { type Instructions, readInstructions } from "../../../engine/instructions/agents-md.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

type Files = Readonly<Record<string, string | Uint8Array>>;

async function read(files: Files, { maxBytes = 32_768, directory = "repo", prepare }: { readonly maxBytes?: number; readonly directory?: string; readonly prepare?: (folder: string) => Promise<unknown> } = {}): Promise<Instructions & { readonly names: readonly string[] }> {
  await using folder = await temporaryFolder({ "repo/.git/HEAD": "", "repo/packages/api/x": "", ...files });
  await prepare?.(folder.path);
  const found = await readInstructions({ home: join(folder.path, "home"), directory: join(folder.path, directory), maxBytes });
  return { ...found, warnings: found.warnings.map((each) => each.replaceAll(`${folder.path}/`, "")), names: found.files.map(({ path }) => relative(folder.path, path)) };
}

describe("AGENTS.md", () => {
  it("is the user's, then one per folder from the repository's root down to the working folder", async () => {
    const { text, names } = await read({ "home/.unified-dgm/AGENTS.md": "Mine.", "repo/AGENTS.md": "Root.", "repo/packages/AGENTS.md": "Packages.", "repo/packages/api/AGENTS.md": "Api.", "repo/packages/web/AGENTS.md": "Web." }, { directory: "repo/packages/api" });
    assert.equal(text, "Mine.\n\n--- project instructions ---\n\nRoot.\n\nPackages.\n\nApi.");
    assert.deepEqual(names, ["home/.unified-dgm/AGENTS.md", "repo/AGENTS.md", "repo/packages/AGENTS.md", "repo/packages/api/AGENTS.md"]);
  });

  it("gives way to AGENTS.override.md in the same folder", async () => {
    assert.equal((await read({ "repo/AGENTS.md": "No.", "repo/AGENTS.override.md": "Yes." })).text, "Yes.");
  });

  it("is only the working folder's where there is no repository", async () => {
    const { names } = await read({ "plain/AGENTS.md": "Above.", "plain/sub/AGENTS.md": "Here." }, { directory: "plain/sub" });
    assert.deepEqual(names, ["plain/sub/AGENTS.md"]);
  });

  it("is nothing where there is none, or only empty ones", async () => {
    const { text, files, warnings } = await read({ "repo/AGENTS.md": " \n" });
    assert.deepEqual([text, files, warnings], ["", [], []]);
  });

  it("is cut at the limit with a warning that says what is missing", async () => {
    const { text, warnings } = await read({ "repo/AGENTS.md": "12345", "repo/packages/AGENTS.md": "67890" }, { maxBytes: 8, directory: "repo/packages" });
    assert.equal(text, "12345\n\n678");
    assert.deepEqual(warnings, ["repo/packages/AGENTS.md: 2 of its 5 bytes are left out, because the project's AGENTS.md files may have 8 bytes together (instructions.max_bytes)."]);
  });

  it("loses nothing, and so warns of nothing, by a byte order mark", async () => {
    const { text, warnings, files } = await read({ "repo/AGENTS.md": "\uFEFF# Rules\n" });
    assert.deepEqual([text, warnings, files.map(({ bytes, used }) => used - bytes)], ["# Rules", [], [0]]);
  });

  it("is not read whole where it is far beyond the limit, and its end need not be text", async () => {
    const { text, files, warnings } = await read({ "repo/AGENTS.md": Buffer.concat([Buffer.from("é".repeat(5000)), Buffer.alloc(1_000_000, 0xff)]) }, { maxBytes: 3 });
    assert.deepEqual([text, files.map(({ bytes, used }) => [bytes, used])], ["é", [[1_010_000, 2]]]);
    assert.match(warnings.join(), /1009998 of its 1010000 bytes are left out/);
  });

  it("does not wait for a pipe that nobody writes to", async () => {
    const { warnings } = await read({}, { prepare: (folder) => Promise.resolve(execFileSync("mkfifo", [join(folder, "repo/AGENTS.md")])) });
    assert.deepEqual(warnings, ["repo/AGENTS.md is a pipe or a device, so it is not read."]);
  });

  it("gives way to the next name where the override is empty", async () => {
    assert.equal((await read({ "repo/AGENTS.override.md": "\n", "repo/AGENTS.md": "Rules." })).text, "Rules.");
  });

  it("begins at the nearest folder with .git, a file of that name (a worktree, a submodule) included", async () => {
    const { names } = await read({ "repo/AGENTS.md": "No.", "repo/packages/.git": "gitdir: elsewhere", "repo/packages/AGENTS.md": "Yes.", "repo/packages/api/AGENTS.md": "Yes." }, { directory: "repo/packages/api" });
    assert.deepEqual(names, ["repo/packages/AGENTS.md", "repo/packages/api/AGENTS.md"]);
  });

  it("never ends in the middle of a character", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: fc.constantFrom("a", "é", "漢", "😀"), maxLength: 12 }), fc.nat({ max: 40 }), async (whole, maxBytes) => {
        const { text } = await read({ "repo/AGENTS.md": whole }, { maxBytes });
        assert.ok(whole.startsWith(text) && Buffer.byteLength(text) <= maxBytes);
      }),
      { numRuns: 40 },
    );
  });

  it("is not followed out of the repository", async () => {
    const { text, warnings } = await read({ "secret.md": "Secret." }, { prepare: (folder) => symlink(join(folder, "secret.md"), join(folder, "repo/AGENTS.md")) });
    assert.deepEqual([text, warnings], ["", ["repo/AGENTS.md is a link out of the repository, so it is not read."]]);
  });

  it("is read through a link inside the repository", async () => {
    assert.equal((await read({ "repo/CLAUDE.md": "Shared." }, { prepare: (folder) => symlink("CLAUDE.md", join(folder, "repo/AGENTS.md")) })).text, "Shared.");
  });

  it("that is no text, or a folder, is told and left out", async () => {
    const binary = await read({}, { prepare: (folder) => writeFile(join(folder, "repo/AGENTS.md"), Uint8Array.of(0xff, 0x00)) });
    assert.deepEqual([binary.text, binary.warnings], ["", ["repo/AGENTS.md is not UTF-8 text, so it is not read."]]);
    const folder = await read({}, { prepare: (at) => mkdir(join(at, "repo/AGENTS.md")) });
    assert.deepEqual([folder.text, folder.warnings], ["", ["repo/AGENTS.md is a folder, so it is not read."]]);
  });
});
