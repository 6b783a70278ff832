import assert from "node:assert/strict";
import { mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { planMounts, sortMounts } from "../../../sandbox/mounts.ts";
import { defaultPolicy } from "../../../sandbox/policy.ts";
import { holdProtected, releaseProtected } from "../../../sandbox/protected.ts";
import { makeWorkspace, removeWorkspace } from "./backends.ts";

describe("the mounts of a policy", () => {
  let folder: string;
  let workspace: string;
  const refusal = (path: string, readable: readonly string[] = []): Promise<void> =>
    assert.rejects(planMounts({ ...defaultPolicy(path), readable }, join(folder, "home/user")), { name: "SandboxPolicyError" });

  beforeEach(async () => {
    folder = await makeWorkspace();
    workspace = join(folder, "home/user/app");
    await mkdir(join(workspace, ".git"), { recursive: true });
    await writeFile(join(workspace, ".git/HEAD"), "ref");
    await mkdir(join(workspace, ".unified-dgm/sessions"), { recursive: true });
  });
  afterEach(async () => {
    await removeWorkspace(folder);
  });

  it("are the workspace to write, and what is protected or readable in it to read", async () => {
    await mkdir(join(workspace, "node_modules"));
    const plan = await planMounts({ ...defaultPolicy(workspace), readable: [join(workspace, "node_modules")] }, join(folder, "home/user"));
    const seen = plan.mounts.map(({ target, writable }) => [target.slice(workspace.length), writable]);
    assert.deepEqual(seen, [["", true], ["/.git", false], ["/.unified-dgm", false], ["/node_modules", false]]);
  });

  it("show a workspace that is named by a link under both names", async () => {
    const link = join(folder, "link");
    await symlink(workspace, link);
    const plan = await planMounts(defaultPolicy(link), join(folder, "home/user"));
    assert.equal(plan.directory, link);
    assert.deepEqual(plan.mounts.filter(({ writable }) => writable).map(({ target, source }) => [target, source]), [[link, workspace], [workspace, workspace]]);
    assert.ok(plan.mounts.some(({ target, writable }) => target === join(link, ".git") && !writable));
  });

  it("are refused for the home folder, what contains it, the system's folders, and links to them", async () => {
    await symlink("/etc", join(folder, "etc"));
    for (const path of [join(folder, "home/user"), join(folder, "home"), folder, "/", "/tmp", "/etc", join(folder, "etc"), "/proc/self"]) await refusal(path);
  });

  it("are refused for a readable path that is the home folder or the root", async () => {
    for (const path of ["/", join(folder, "home/user"), join(folder, "home"), "/dev"]) await refusal(workspace, [path]);
  });

  it("are refused for relative and absent paths", async () => {
    for (const path of ["app", join(folder, "absent")]) await refusal(path);
    await refusal(workspace, [join(folder, "absent")]);
  });

  it("are refused where .git is a link, which no mount could hold", async () => {
    const other = join(folder, "other");
    await mkdir(other);
    await symlink(join(workspace, ".git"), join(other, ".git"));
    await refusal(other);
  });

  it("come parents first, and read-only wins", () => {
    const mount = (target: string, writable: boolean): { source: string; target: string; writable: boolean } => ({ source: target, target, writable });
    const sorted = sortMounts([mount("/a/b/c", true), mount("/a/b", false), mount("/a/b/c", false), mount("/a/b/c", true), mount("/a", true)]);
    assert.deepEqual(sorted.map(({ target, writable }) => [target, writable]), [["/a", true], ["/a/b", false], ["/a/b/c", false]]);
  });
});

describe("a protected entry that is absent", () => {
  let workspace: string;
  beforeEach(async () => {
    workspace = await makeWorkspace();
  });
  afterEach(async () => {
    await removeWorkspace(workspace);
  });

  it("is held by an empty folder until the last run that overlaps is over", async () => {
    const first = holdProtected(workspace);
    const second = holdProtected(workspace);
    releaseProtected(first);
    assert.deepEqual((await readdir(workspace)).sort(), [".git", ".unified-dgm"]);
    releaseProtected(second);
    assert.deepEqual(await readdir(workspace), []);
  });

  it("stays when somebody outside fills it meanwhile", async () => {
    const hold = holdProtected(workspace);
    await writeFile(join(workspace, ".git/HEAD"), "ref");
    releaseProtected(hold);
    assert.deepEqual(await readdir(workspace), [".git"]);
  });

  it("does not stay from a run that crashed", async () => {
    await mkdir(join(workspace, ".git"));
    releaseProtected(holdProtected(workspace));
    assert.deepEqual(await readdir(workspace), []);
  });
});
