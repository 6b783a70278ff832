import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareSample } from "../sample.ts";

/** A folder under `test/integration/`, and the window that its tests run in. */
export interface WorkspaceKind {
  readonly name: string;
  /** Whether the folder is trusted. */
  readonly trust: boolean;
  /** Fills the empty folder that is opened; absent where no folder is open. */
  readonly prepare?: (folder: string) => Promise<void>;
  /** The workspace file in the folder that is opened instead of it. */
  readonly file?: string;
  /** Folders of other extensions that the window has, below `test/fixtures/`. */
  readonly extensions?: readonly string[];
}

const sample = async (folder: string): Promise<void> => {
  await prepareSample("minimist", folder);
};

/** Two folders of one window. */
const several = async (folder: string): Promise<void> => {
  for (const name of ["first", "second"]) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, "package.json"), `{ "name": "${name}" }\n`);
    await writeFile(join(folder, name, `${name}.js`), "function hello() {}\nhello();\n");
  }
  await writeFile(join(folder, "both.code-workspace"), JSON.stringify({ folders: [{ path: "first" }, { path: "second" }] }));
};

/** One file to work on. */
const sum = async (folder: string): Promise<void> => {
  await writeFile(join(folder, "sum.js"), "function sum(a, b) {\n  return a + b;\n}\nmodule.exports = { sum };\n");
};

/** Tests in `test/integration/<name>/` run in a VS Code of their own, started for that kind of workspace. */
export const workspaceKinds: readonly WorkspaceKind[] = [
  { name: "sample", trust: true, prepare: sample },
  { name: "none", trust: true },
  { name: "untrusted", trust: false, prepare: sample },
  { name: "several", trust: true, prepare: several, file: "both.code-workspace" },
  { name: "models", trust: true, prepare: sum, extensions: ["editor-models"] },
  { name: "empty", trust: true, prepare: () => Promise.resolve() },
];

/** Does work with the workspace of a kind in a temporary folder that is gone afterwards. */
export async function withWorkspace<Result>(kind: WorkspaceKind, work: (folder: string | undefined) => Promise<Result>): Promise<Result> {
  if (kind.prepare === undefined) return work(undefined);
  const temporary = await mkdtemp(join(tmpdir(), `unified-dgm-${kind.name}-`));
  const folder = join(temporary, "workspace");
  try {
    await mkdir(folder);
    await kind.prepare(folder);
    return await work(kind.file === undefined ? folder : join(folder, kind.file));
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}
