import assert from "node:assert/strict";
import { createProject, newLineOf, type FileSource } from "../../../engine/language/project.ts";

/** A workspace that is only in memory. */
function sourceOf(files: Record<string, string>): FileSource {
  return { list: () => Object.keys(files).filter((path) => !path.startsWith("node_modules/")), read: (path) => files[path] };
}

describe("a project over a file source", () => {
  it("has no edits before anything changed", () => {
    assert.deepEqual(createProject(sourceOf({ "a.ts": "export const a = 1;\n" })).edits(), []);
  });

  it("answers the language service's questions about the newest text", () => {
    const project = createProject(sourceOf({ "a.ts": "export const a = 1;\n" }), { options: { strict: true, types: [] } });
    assert.equal(project.service.getSemanticDiagnostics(project.fileName("a.ts")).length, 0);
    project.write("a.ts", "export const a: string = 1;\n");
    assert.equal(project.service.getSemanticDiagnostics(project.fileName("a.ts"))[0]?.code, 2322);
  });

  it("knows the types of Node.js without any node_modules", () => {
    const project = createProject(sourceOf({ "a.ts": 'import { readFileSync } from "node:fs";\nexport const a: string = readFileSync("a", "utf8");\n' }));
    assert.deepEqual(project.service.getSemanticDiagnostics(project.fileName("a.ts")), []);
  });

  it("reports a moved and edited file as one move", () => {
    const project = createProject(sourceOf({ "a.js": "1;\n" }));
    project.move("a.js", "b.ts");
    project.write("b.ts", "2;\n");
    assert.deepEqual(project.edits(), [{ kind: "move", from: "a.js", to: "b.ts", text: "2;\n" }]);
  });

  it("reports a removed file as deleted and a new one as written", () => {
    const project = createProject(sourceOf({ "a.js": "1;\n" }));
    project.remove("a.js");
    project.write("c.ts", "3;\n");
    assert.deepEqual(project.edits(), [{ kind: "delete", path: "a.js" }, { kind: "write", path: "c.ts", text: "3;\n" }]);
  });

  it("takes the compiler options of the workspace's tsconfig.json and always allows JavaScript", () => {
    const options = createProject(sourceOf({ "tsconfig.json": '{ "compilerOptions": { "strict": true, "allowJs": false, /* comment */ "outDir": "x" } }' })).options();
    assert.equal(options.strict, true);
    assert.equal(options.allowJs, true);
    assert.equal(options["outDir"], undefined);
  });

  it("reads the majority line ending", () => {
    assert.equal(newLineOf("a\r\nb\r\nc\n"), "\r\n");
    assert.equal(newLineOf("a"), "\n");
  });
});
