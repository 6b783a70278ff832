import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import * as z from "zod/mini";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { backends } from "../sandbox/backends.ts";

const program = join(import.meta.dirname, "../../../dist/cli.js");
const reportSchema = z.object({ sandbox: z.boolean(), findings: z.array(z.object({ name: z.string(), works: z.boolean(), detail: z.string(), remedy: z.optional(z.string()) })) });
const bubblewrap = backends.find(({ name }) => name === "bubblewrap")?.unavailable === undefined;

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function doctor(args: readonly string[], { configuration = "", keys = {}, path = process.env["PATH"] ?? "" }: { readonly configuration?: string; readonly keys?: Readonly<Record<string, string>>; readonly path?: string } = {}): Promise<Ran> {
  await using folder = await temporaryFolder({ "home/.unified-dgm/config.yaml": configuration, "project/a.js": "" });
  const env = { PATH: path, HOME: join(folder.path, "home"), NO_COLOR: "1", UNIFIED_DGM_DOCKER_HOST: "unix:///nowhere.sock", ...keys };
  return await new Promise((resolve) => {
    execFile(process.execPath, [program, "doctor", ...args], { cwd: join(folder.path, "project"), env }, (error, stdout, stderr) => { resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr }); });
  });
}

const report = ({ stdout }: Ran): z.infer<typeof reportSchema> => z.parse(reportSchema, JSON.parse(stdout));

describe("unified-dgm doctor", () => {
  it("says which sandboxes work, why others do not, and what mends them", async () => {
    const { findings, sandbox } = report(await doctor(["--json"]));
    const docker = findings.find(({ name }) => name === "sandbox docker");
    assert.deepEqual([docker?.works, /\/nowhere\.sock/.test(docker?.detail ?? ""), /Docker/.test(docker?.remedy ?? "")], [false, true, true]);
    assert.deepEqual([sandbox, findings.find(({ name }) => name === "sandbox bubblewrap")?.works], [bubblewrap, bubblewrap]);
  });

  it("says with what to install bubblewrap and git where there is none", async () => {
    const { findings, sandbox } = report(await doctor(["--json"], { path: "/nowhere" }));
    assert.equal(sandbox, false);
    const remedy = (wanted: string): string => findings.find(({ name, works }) => name === wanted && !works)?.remedy ?? "";
    assert.match(remedy("sandbox bubblewrap"), /bubblewrap/);
    assert.match(remedy("git"), /Install git/);
  });

  it("names a key that is missing, and shows none that is there", async () => {
    const configuration = "models: {reasoning_engine: {provider: anthropic, model: claude-sonnet-4}, code_generator: {provider: openai, model: gpt-4.1}}\n";
    const { code, stdout } = await doctor([], { configuration, keys: { OPENAI_API_KEY: "sk-canary-dddddddddddd" } });
    assert.equal(code, 1);
    assert.match(stdout, /✗ reasoning_engine: claude-sonnet-4\S* \(anthropic\)\n {4}Set ANTHROPIC_API_KEY\./);
    assert.match(stdout, /✓ code_generator: gpt-4\.1/);
    assert.doesNotMatch(stdout, /canary/);
  });

  it("names a fault of the configuration with its place", async () => {
    const { code, stdout } = await doctor([], { configuration: "security: {sandbox_mode: chroot}\n" });
    assert.equal(code, 1);
    assert.match(stdout, /✗ configuration: .*config\.yaml:1/);
  });

  it("says what is wrong with its words, and fits its help on a screen", async () => {
    assert.deepEqual([(await doctor(["--fix"])).code, (await doctor(["--help"])).stdout.split("\n").length <= 24], [2, true]);
  });
});
