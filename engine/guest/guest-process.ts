import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import * as z from "zod/mini";
import { createMessageConnection, type MessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { completionSchema } from "../agent-api/completion.ts";
import type { Host, RunAgent } from "../agent-api/host.ts";
import { commandResultSchema, methods, newsSchema, proposalResultSchema, runParamsSchema, searchResultSchema, symbolsResultSchema } from "../agent-api/wire.ts";

/** The guest's side of the wire: loads the agent package that lies beside this file and runs it for one task. */

const folder = dirname(process.argv[1] ?? "");
const moduleSchema = z.object({ run: z.custom<RunAgent>((value) => typeof value === "function") });
const parametersSchema = z.record(z.string(), z.number());

async function loadPrompts(): Promise<Record<string, string>> {
  const prompts: Record<string, string> = {};
  for (const name of await readdir(join(folder, "prompts"))) {
    if (name.endsWith(".md")) prompts[name.slice(0, -".md".length)] = await readFile(join(folder, "prompts", name), "utf8");
  }
  return prompts;
}

function hostOver(connection: MessageConnection): Host {
  const ask = async <Schema extends z.ZodMiniType>(method: string, params: unknown, schema: Schema): Promise<z.infer<Schema>> => {
    const answer: unknown = await connection.sendRequest(method, params);
    return z.parse(schema, answer);
  };
  return {
    complete: (request) => ask(methods.complete, request, completionSchema),
    repository: {
      list: () => ask(methods.list, {}, z.array(z.string())),
      read: (path) => ask(methods.read, { path }, z.nullable(z.string())),
      search: (query) => ask(methods.search, query, searchResultSchema),
      symbols: (name) => ask(methods.symbols, { name }, symbolsResultSchema),
    },
    propose: (change) => ask(methods.propose, change, proposalResultSchema),
    run: (command, on) => ask(methods.command, { command, on }, commandResultSchema),
    news: () => ask(methods.news, {}, newsSchema),
    emit: async (event) => {
      await ask(methods.emit, event, z.unknown());
    },
  };
}

// A terminal's Ctrl-C is for the host, which then ends this process.
process.on("SIGINT", () => undefined);
// Standard output carries the protocol; what an agent prints must not get into it.
console.log = console.info = console.debug = console.error;

const connection = createMessageConnection(new StreamMessageReader(process.stdin), new StreamMessageWriter(process.stdout));
connection.onRequest(methods.run, async (params: unknown) => {
  const task = z.parse(runParamsSchema, params);
  const loaded: unknown = createRequire(join(folder, "guest.cjs"))("./main.cjs");
  const { run } = z.parse(moduleSchema, loaded);
  const parameters = z.parse(parametersSchema, JSON.parse(await readFile(join(folder, "parameters.json"), "utf8")));
  return run(hostOver(connection), { ...task, prompts: await loadPrompts(), parameters });
});
connection.onClose(() => process.exit(0));
connection.listen();
