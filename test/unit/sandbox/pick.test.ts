import assert from "node:assert/strict";
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { remedyFor } from "../../../sandbox/bubblewrap-tool.ts";
import { SandboxUnavailableError } from "../../../sandbox/errors.ts";
import { pickSandbox, probeBackends, type SandboxOptions } from "../../../sandbox/pick.ts";
import type { SandboxMode } from "../../../sandbox/sandbox.ts";
import { describeBackend, makeWorkspace, options, removeWorkspace } from "./backends.ts";

describe("picking a sandbox", () => {
  let folder: string;
  let nothing: SandboxOptions;
  const failure = async (mode: SandboxMode, from: SandboxOptions): Promise<SandboxUnavailableError> => {
    const error: unknown = await pickSandbox(mode, from).then(() => undefined, (thrown: unknown) => thrown);
    assert.ok(error instanceof SandboxUnavailableError);
    return error;
  };

  beforeEach(async () => {
    folder = await makeWorkspace();
    nothing = { dockerSocket: join(folder, "docker.sock"), bubblewrap: join(folder, "bwrap") };
  });
  afterEach(async () => {
    await removeWorkspace(folder);
  });

  it("fails where there is none, with the reason and the remedy of each", async () => {
    const { message, remedy } = await failure("auto", nothing);
    assert.match(message, /no command was run/);
    assert.match(message, /docker: no Docker engine listens at .*docker\.sock/);
    assert.match(message, /bubblewrap: ".*bwrap" is not an executable file/);
    assert.notEqual(remedy, "");
  });

  it("fails where the one that was named is missing, whatever else is there", async () => {
    assert.match((await failure("docker", { ...options, dockerSocket: join(folder, "docker.sock") })).message, /docker/);
    assert.match((await failure("bubblewrap", { ...options, bubblewrap: join(folder, "bwrap") })).message, /bubblewrap/);
  });

  it("says plainly that seatbelt is not built yet", async () => {
    assert.match((await failure("seatbelt", options)).message, /not built yet/);
  });

  it("does not take a bubblewrap that cannot make a sandbox, and passes on what it said", async () => {
    const bubblewrap = join(folder, "bwrap");
    await writeFile(bubblewrap, "#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n");
    await chmod(bubblewrap, 0o755);
    assert.match((await failure("bubblewrap", { bubblewrap })).message, /setting up uid map: Permission denied/);
  });

  it("does not take a socket where nothing listens", async () => {
    await writeFile(join(folder, "docker.sock"), "");
    assert.match((await failure("docker", nothing)).message, /no Docker engine answers/);
  });

  it("reports each backend with reason and remedy", async () => {
    const reports = await probeBackends(nothing);
    assert.deepEqual(reports.map(({ name, available }) => [name, available]), [["docker", false], ["bubblewrap", false]]);
  });

  it("names the command that lifts the kernel's hindrance", () => {
    const free = { appArmorRestricts: false, usersMayNotClone: false, noNamespaces: false };
    assert.match(remedyFor({ ...free, appArmorRestricts: true }, "/usr/bin/bwrap"), /profile unified-dgm-bwrap \/usr\/bin\/bwrap .*tee \/etc\/apparmor\.d\//);
    assert.match(remedyFor({ ...free, usersMayNotClone: true }, "/usr/bin/bwrap"), /unprivileged_userns_clone=1/);
    assert.match(remedyFor({ ...free, noNamespaces: true }, "/usr/bin/bwrap"), /max_user_namespaces/);
  });
});

describeBackend("docker", "picking by auto", () => {
  it("takes Docker where its engine and image are there", async () => {
    const sandbox = await pickSandbox("auto", options);
    await sandbox.dispose();
    assert.equal(sandbox.name, "docker");
  });

  it("names the command that brings an absent image", async () => {
    await assert.rejects(pickSandbox("docker", { ...options, image: "absent:none" }), { name: "SandboxUnavailableError", remedy: "docker pull absent:none" });
  });
});

describeBackend("bubblewrap", "picking by auto without Docker", () => {
  it("takes bubblewrap", async () => {
    assert.equal((await pickSandbox("auto", { dockerSocket: "/nowhere/docker.sock" })).name, "bubblewrap");
  });
});
