import assert from "node:assert/strict";
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { realpath, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import * as z from "zod/mini";
import { guestArgv } from "../../../sandbox/guest.ts";
import { describeBackend, makeWorkspace, removeWorkspace } from "./backends.ts";

describeBackend("bubblewrap", "a guest", () => {
  let folder: string;
  const start = async (code: string, options: readonly string[] = []): Promise<ChildProcessWithoutNullStreams> => {
    const script = join(folder, "guest.mjs");
    await writeFile(script, code);
    const { file, args } = await guestArgv({ node: process.execPath, folder, args: [...options, script] });
    return spawn(file, args, { env: {} });
  };
  const answer = async (code: string): Promise<unknown> => {
    const guest = await start(`import fs from "node:fs"; import net from "node:net"; import { execFileSync } from "node:child_process";
      const attempt = (action) => { try { return action(); } catch (error) { return error.code; } };
      const say = (value) => process.stdout.write(JSON.stringify(value));
      ${code}`);
    const parsed: unknown = JSON.parse(await text(guest.stdout));
    return parsed;
  };

  beforeEach(async () => {
    folder = await makeWorkspace();
  });
  afterEach(async () => {
    await removeWorkspace(folder);
  });

  it("talks over its pipes and reports its own exit code", async () => {
    const guest = await start(`process.stdin.on("data", (bytes) => process.stdout.write("heard " + bytes)).on("end", () => process.exit(3));`);
    guest.stdin.end("hello");
    const [heard] = await Promise.all([text(guest.stdout), once(guest, "close")]);
    assert.equal(heard, "heard hello");
    assert.equal(guest.exitCode, 3);
  });

  it("runs under Node's permission model, which its folder satisfies", async () => {
    const guest = await start(`console.log(process.permission.has("fs.read", "/etc"))`, ["--permission", `--allow-fs-read=${folder}`]);
    assert.equal(await text(guest.stdout), "false\n");
  });

  it("sees its own folder, Node.js and its shared libraries, and no other file of the machine", async () => {
    const seen = await answer(`const walk = (path) => fs.readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
        const inner = path === "/" ? "/" + entry.name : path + "/" + entry.name;
        if (["/proc", "/dev"].includes(inner)) return [];
        return entry.isDirectory() ? walk(inner) : [inner];
      });
      say(walk("/"));`);
    const files = z.parse(z.array(z.string()), seen).filter((path) => !/\.so(\.\d+)*$/.test(path) && path !== "/etc/ld.so.cache");
    assert.deepEqual(files.toSorted(), [join(folder, "guest.mjs"), await realpath(process.execPath)].toSorted());
  });

  it("writes nothing, in its own folder neither", async () => {
    const tried = await answer(`say(["./x", "/x", "/tmp/x", "/dev/x"].map((path) => attempt(() => fs.writeFileSync(path, ""))));`);
    assert.deepEqual(tried, ["EROFS", "EROFS", "EROFS", "EROFS"].map((code, at) => (at === 2 && !folder.startsWith("/tmp/") ? "ENOENT" : code)));
  });

  it("starts no program, because there is none", async () => {
    assert.equal(await answer(`say(attempt(() => execFileSync("/bin/sh", ["-c", "true"])));`), "ENOENT");
  });

  it("reaches no network", async () => {
    assert.equal(await answer(`net.connect(9, "192.0.2.1").on("error", (error) => say(error.code));`), "ENETUNREACH");
  });

  it("has an empty environment", async () => {
    assert.deepEqual(await answer(`say(Object.keys(process.env).filter((name) => name !== "PWD"));`), []);
  });

  it("is gone with all it started when it is killed", async () => {
    const guest = await start(`import { spawn } from "node:child_process";
      spawn(process.execPath, ["-e", "setInterval(() => process.stdout.write('beat'), 5)"], { detached: true, stdio: ["ignore", "inherit", "inherit"] });`);
    await once(guest.stdout, "data");
    guest.kill("SIGKILL");
    await once(guest, "close"); // Comes only after every holder of the pipe is gone.
    assert.equal(guest.signalCode, "SIGKILL");
  });
});
