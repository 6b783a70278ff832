import { mkdir, mkdtemp, rm } from "node:fs/promises";
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
}

const sample = async (folder: string): Promise<void> => {
  await prepareSample("minimist", folder);
};

/** Tests in `test/integration/<name>/` run in a VS Code of their own, started for that kind of workspace. */
export const workspaceKinds: readonly WorkspaceKind[] = [
  { name: "sample", trust: true, prepare: sample },
  { name: "none", trust: true },
  { name: "untrusted", trust: false, prepare: sample },
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
    return await work(folder);
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}
