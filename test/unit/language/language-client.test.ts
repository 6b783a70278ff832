import assert from "node:assert/strict";
import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isUserError } from "../../../engine/errors.ts";
import { createLanguageClient } from "../../../engine/language/language-client.ts";
import type { RefactoringResult } from "../../../engine/language/project.ts";
import type { Refactoring } from "../../../engine/language/refactoring.ts";
import { workspaceSource } from "../../../engine/language/workspace-source.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const process_ = join(import.meta.dirname, "..", "..", "..", "engine", "language", "language-process.ts");
const ORGANIZE: Refactoring = { name: "organize_imports" };
const UNSORTED = 'import { b, a } from "./x.mjs";\nexport const c = [a, b];\n';

interface Asking {
  readonly entry?: string;
  readonly overlay?: ReadonlyMap<string, string | null>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (message: string, done: number, total: number) => void;
}

function ask(root: string, refactoring: Refactoring, { entry = process_, overlay = new Map(), signal = new AbortController().signal, onProgress = () => undefined }: Asking = {}): Promise<RefactoringResult> {
  return createLanguageClient({ execPath: process.execPath, entry, root }).refactor(refactoring, overlay, { onProgress, signal });
}

const isInternal = (error: unknown, message: RegExp): boolean => isUserError(error) && error.code === "internal" && message.test(error.message);

describe("the language process", () => {
  it("refactors the workspace on the disk with the proposals over it, and writes nothing", async () => {
    await using folder = await temporaryFolder({ "a.mjs": UNSORTED, "b.mjs": UNSORTED, "gone.mjs": UNSORTED, ".gitignore": "ignored.mjs\n", "ignored.mjs": UNSORTED, "node_modules/p/index.mjs": UNSORTED });
    const progress: string[] = [];
    const result = await ask(folder.path, ORGANIZE, { overlay: new Map([["b.mjs", "export {};\n"], ["c.mjs", UNSORTED], ["gone.mjs", null]]), onProgress: (message) => progress.push(message) });
    assert.deepEqual(result.edits.map((edit) => (edit.kind === "write" ? edit.path : edit)), ["a.mjs", "c.mjs"]);
    assert.ok(progress.includes("Organizing imports"));
  });

  it("reports what the user asked wrongly as that", async () => {
    await using folder = await temporaryFolder({ "a.js": "exports.a = 1;\n" });
    await assert.rejects(ask(folder.path, { name: "rename_symbol", from: "nothing", to: "b" }), (error) => isUserError(error) && error.code === "bad_input" && error.remedy.includes("spelling"));
  });

  it("ends at once when canceled, and works again", async () => {
    await using folder = await temporaryFolder({ "a.mjs": UNSORTED });
    const controller = new AbortController();
    const running = ask(folder.path, ORGANIZE, { signal: controller.signal });
    setTimeout(() => { controller.abort(); }, 20);
    await assert.rejects(running, { name: "AbortError" });
    assert.equal((await ask(folder.path, ORGANIZE)).edits.length, 1);
  });

  for (const [what, script, message] of [
    ["dies", "process.exit(3);", /ended early \(exit code 3\)/],
    ["is killed", "process.kill(process.pid, 'SIGKILL');", /ended early \(SIGKILL\)/],
    ["runs out of memory", "process.stderr.write('FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'); process.abort();", /ran out of memory/],
    ["writes garbage", "process.stdout.write('garbage\\r\\n\\r\\ngarbage'); setInterval(() => {}, 1000);", /no message/],
    ["answers nonsense", "process.stdin.on('data', () => { const m = JSON.stringify({ jsonrpc: '2.0', id: 0, result: { edits: 7 } }); process.stdout.write(`Content-Length: ${m.length}\\r\\n\\r\\n${m}`); });", /answered nonsense/],
    ["sees keys", "process.stderr.write(Object.keys(process.env).join() + ';'); process.exit(4);", /exit code 4\)\. ;$/],
  ] as const) {
    it(`is no more than a failed refactoring when it ${what}`, async () => {
      await using folder = await temporaryFolder({ "process.cjs": script });
      process.env["UNIFIED_DGM_TEST_KEY"] = "secret";
      try {
        await assert.rejects(ask(folder.path, ORGANIZE, { entry: join(folder.path, "process.cjs") }), (error) => isInternal(error, message));
      } finally {
        delete process.env["UNIFIED_DGM_TEST_KEY"];
      }
    });
  }
});

describe("a workspace as a source", () => {
  it("follows no link out of it, and reads neither .git nor its own folder", async () => {
    await using outside = await temporaryFolder({ "secret.js": "1;\n" });
    await using folder = await temporaryFolder({ "a.js": "1;\n", ".git/config": "x\n", ".unified-dgm/memory.yaml": "x\n", "node_modules/p/index.d.ts": "export {};\n" });
    await symlink(outside.path, join(folder.path, "link"));
    await symlink(join(folder.path, "a.js"), join(folder.path, "node_modules", "inside.js"));
    const source = await workspaceSource(folder.path, new Map());
    assert.deepEqual(source.list(), ["a.js"]);
    for (const path of ["link/secret.js", "../secret.js", ".git/config", ".unified-dgm/memory.yaml", "none.js", "node_modules"]) assert.equal(source.read(path), undefined, path);
    assert.equal(source.read("node_modules/p/index.d.ts"), "export {};\n");
    assert.equal(source.read("node_modules/inside.js"), "1;\n");
  });

  it("strips the byte order mark, leaves out binary files, and lists none above 1 MB", async () => {
    await using folder = await temporaryFolder({ "bom.js": "\uFEFF1;\n", "binary.js": new Uint8Array([0, 1, 2]) });
    await writeFile(join(folder.path, "large.js"), "//".padEnd(1024 * 1024 + 1, "x"));
    const source = await workspaceSource(folder.path, new Map());
    assert.deepEqual(source.list(), ["binary.js", "bom.js"]);
    assert.equal(source.read("bom.js"), "1;\n");
    assert.equal(source.read("binary.js"), undefined);
  });
});
