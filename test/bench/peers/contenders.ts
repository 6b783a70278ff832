import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { scriptedConfiguration } from "../../support/scripted-models.ts";
import type { Turn } from "../../support/conversation.ts";

/** A coding agent in the terminal, and how it is made to do the task: read a file, patch it, run it, finish. */
export interface Contender {
  readonly name: string;
  /** Writes its settings below `home`, for a model server at `url`. */
  readonly prepare: (home: string, url: string) => Promise<void>;
  readonly command: (home: string) => { readonly file: string; readonly args: readonly string[]; readonly env: Readonly<Record<string, string>> };
  /** What the model says, in this agent's tools. */
  readonly turns: readonly Turn[];
  /** Its program plans by a model before the turns; the plan that it gets. */
  readonly plan?: string;
}

export const REQUEST = "mend sum.js, then run node test.js";
export const FILES = { "sum.js": "exports.sum = (a, b) => a - b;\n", "test.js": "if (require('./sum.js').sum(2, 3) !== 5) process.exit(1);\nconsole.log('sum works');\n" };

const PATCH = "*** Begin Patch\n*** Update File: sum.js\n@@\n-exports.sum = (a, b) => a - b;\n+exports.sum = (a, b) => a + b;\n*** End Patch";
const DONE = "sum.js adds now.";

const one = (name: string, given: Readonly<Record<string, unknown>>): Turn => [{ name, arguments: given }];

/** The command of this repository, and the published agents installed in `peers`. */
export function contenders(program: string, peers: string): readonly Contender[] {
  const bin = join(peers, "node_modules", ".bin");
  return [
    {
      name: "unified-dgm",
      prepare: async (home, url) => {
        await write(join(home, ".unified-dgm", "config.yaml"), `${scriptedConfiguration(url)}security: {sandbox_mode: bubblewrap}\n`);
      },
      command: () => ({ file: process.execPath, args: [program, REQUEST, "--approval-mode", "full-auto"], env: { ANTHROPIC_API_KEY: "key", OPENAI_API_KEY: "key", LLAMA_API_KEY: "key" } }),
      plan: JSON.stringify({ steps: [{ id: "1", title: "Mend sum", kind: "code_modification", files: ["sum.js"] }] }),
      turns: [one("read_file", { path: "sum.js" }), one("apply_patch", { patch: PATCH }), one("run_command", { command: "node test.js" }), DONE],
    },
    {
      name: "codex",
      prepare: async (home, url) => {
        await write(join(home, ".codex", "config.toml"), `model = "scripted"\nmodel_provider = "scripted"\n[model_providers.scripted]\nname = "scripted"\nbase_url = "${url}/v1"\nenv_key = "SCRIPTED_KEY"\nwire_api = "responses"\n`);
      },
      command: (home) => ({ file: join(bin, "codex"), args: ["exec", "--skip-git-repo-check", "--sandbox", "workspace-write", REQUEST], env: { CODEX_HOME: join(home, ".codex"), SCRIPTED_KEY: "key" } }),
      turns: [one("exec_command", { cmd: "cat sum.js" }), one("exec_command", { cmd: `apply_patch <<'EOF'\n${PATCH}\nEOF` }), one("exec_command", { cmd: "node test.js" }), DONE],
    },
    {
      name: "pi",
      prepare: async (home, url) => {
        const models = { providers: { scripted: { baseUrl: `${url}/v1`, api: "openai-responses", apiKey: "key", models: [{ id: "scripted" }] } } };
        await write(join(home, ".pi", "agent", "models.json"), JSON.stringify(models));
      },
      command: () => ({ file: join(bin, "pi"), args: ["--provider", "scripted", "--model", "scripted", "-p", REQUEST], env: { PI_OFFLINE: "1" } }),
      turns: [one("read", { path: "sum.js" }), one("edit", { path: "sum.js", edits: [{ oldText: "a - b", newText: "a + b" }] }), one("bash", { command: "node test.js" }), DONE],
    },
  ];
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, text);
}
