import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import ts from "typescript";
import { migrateToTypeScript } from "../../../../engine/language/migration/migrate.ts";
import { toModuleSyntax } from "../../../../engine/language/migration/to-module-syntax.ts";
import { workspaceSource } from "../../../../engine/language/workspace-source.ts";
import { repositoryRoot } from "../../../../scripts/paths.ts";
import { run } from "../../../../scripts/process/run.ts";
import { runOwnTests, summarizeTests, writeEdits } from "../../../../scripts/sample-tests.ts";
import { installPackages, prepareSample, samples } from "../../../../scripts/sample.ts";

const erased = (text: string): string => ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.CommonJS, removeComments: true } }).outputText.replace(/[;()\s]/g, "");

describe("a published package, migrated", () => {
  before(async function () {
    this.timeout(180_000);
    await installPackages();
  });

  for (const { name } of samples) {
    it(`${name} has no type error, the same code under its types, and passes its own tests`, async function () {
      this.timeout(180_000);
      const folder = join(await mkdtemp(join(tmpdir(), "unified-dgm-package-")), name);
      try {
        const sample = await prepareSample(name, folder);
        const source = await workspaceSource(folder, new Map());
        const { edits, report } = await migrateToTypeScript({ source, progress: () => undefined }, { searchMilliseconds: 200 });
        assert.equal(report.errorsLeft, 0);
        assert.equal(report.strict, true);
        for (const edit of edits) {
          if (edit.kind !== "move") continue;
          assert.equal(erased(edit.text), erased(toModuleSyntax(edit.from, source.read(edit.from) ?? "").text), `${edit.to} runs other code`);
        }
        await writeEdits(folder, edits);
        // The shipped compiler, as in a sandbox before `npm install`: it brings the types of Node.js.
        const compiled = await run(process.execPath, [join(repositoryRoot, "engine", "language", "compile.ts"), "-p", folder]);
        assert.equal(compiled.output, "");
        assert.equal(compiled.code, 0);
        const tests = await runOwnTests(folder, sample.test);
        assert.equal(tests.exitCode, 0, tests.output.slice(-2000));
        assert.match(summarizeTests(tests), /^[1-9]\d* pass$/);
      } finally {
        await rm(dirname(folder), { recursive: true, force: true });
      }
    });
  }

  it("compiles no less strictly with the shipped compiler than with the installed one", async () => {
    const folder = await mkdtemp(join(tmpdir(), "unified-dgm-compile-"));
    try {
      await writeEdits(folder, [
        { kind: "write", path: "tsconfig.json", text: '{ "compilerOptions": { "strict": true, "types": ["node"] }, "files": ["a.ts"] }' },
        { kind: "write", path: "a.ts", text: 'import { readFileSync } from "node:fs";\nexport const a: number = readFileSync("a", "utf8");\n' },
      ]);
      const { code, output } = await run(process.execPath, [join(repositoryRoot, "engine", "language", "compile.ts"), "-p", "."], { cwd: folder });
      assert.equal(code, 2);
      assert.equal(output, "a.ts(2,14): error TS2322: Type 'string' is not assignable to type 'number'.\n");
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
