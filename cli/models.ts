import { parseArgs, styleText } from "node:util";
import { UserError } from "../engine/errors.ts";
import type { ModelReport } from "../engine/models/model-report.ts";
import type { Ping } from "../engine/main.ts";
import { projectFolder } from "./project-folder.ts";
import { terminalRuntime } from "./runtime.ts";

export const modelsUsage = `unified-dgm models [--ping] [--json] [--cwd DIR]

Lists the three roles, the model that holds each, its window, its price in US dollars per million tokens,
and whether its key is set.

  --ping    make one minimal call to each model and say whether it answered
  --json    the same as one JSON object

Example: unified-dgm models --ping
Exit codes: 0 all well, 1 a model did not answer or a configuration file has a fault, 2 wrong usage.`;

interface Row extends ModelReport {
  readonly ping?: Ping | undefined;
}

/** `unified-dgm models`; the result is the exit code. */
export async function listModelsInTerminal(args: readonly string[]): Promise<number> {
  const flags = parseFlags(args);
  if (flags.help) {
    console.log(modelsUsage);
    return 0;
  }
  const engine = await import("../engine/main.ts");
  const place = { root: await projectFolder(flags.cwd), trusted: true };
  const runtime = terminalRuntime([]);
  const { models, problems } = await engine.listModels(place, runtime);
  const pings = flags.ping ? await pingWithProgress(() => engine.pingModels(place, runtime, interruptible())) : [];
  const rows: Row[] = models.map((model) => ({ ...model, ping: pings.find(({ role }) => role === model.role) }));
  if (flags.json) console.log(JSON.stringify({ models: rows, problems }, null, 2));
  else for (const line of formatModels(rows)) console.log(line);
  for (const problem of problems) console.error(`Warning: ${engine.describeProblem(problem)}`);
  return problems.length > 0 || pings.some(({ failure }) => failure !== undefined) ? 1 : 0;
}

function parseFlags(args: readonly string[]): { readonly json: boolean; readonly ping: boolean; readonly help: boolean; readonly cwd: string } {
  try {
    const flag = { type: "boolean", default: false } as const;
    const { values } = parseArgs({ args: [...args], options: { json: flag, ping: flag, help: flag, cwd: { type: "string", default: process.cwd() } } });
    return values;
  } catch (error) {
    throw new UserError("bad_input", (error instanceof Error ? error.message : String(error)).replace(/\.?$/, "."), "See unified-dgm models --help.");
  }
}

async function pingWithProgress(ping: () => Promise<readonly Ping[]>): Promise<readonly Ping[]> {
  if (process.stderr.isTTY) process.stderr.write("Calling each model…");
  try {
    return await ping();
  } finally {
    if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  }
}

function interruptible(): AbortSignal {
  const controller = new AbortController();
  process.once("SIGINT", () => { controller.abort(); });
  return controller.signal;
}

/** One block of lines per role: a table of these would not fit a narrow terminal. */
export function formatModels(rows: readonly Row[]): readonly string[] {
  return rows.flatMap((row) => [
    `${styleText("bold", row.role)}  ${row.model} (${row.provider})`,
    `  window ${formatWindow(row.window)} · ${formatPrice(row)} · ${formatKey(row)}`,
    ...(row.fallback.length === 0 ? [] : [`  then ${row.fallback.map(({ provider, model }) => `${model} (${provider})`).join(", ")}`]),
    ...(row.ping === undefined ? [] : [formatPing(row.ping)]),
  ]);
}

function formatWindow(tokens: number | null): string {
  if (tokens === null) return "without limit";
  return tokens >= 1_000_000 ? `${Math.floor(tokens / 100_000) / 10}M tokens` : `${Math.floor(tokens / 1000)}k tokens`;
}

function formatPrice({ price, provider }: Row): string {
  if (provider === "embedded") return "costs nothing";
  if (provider === "vscode") return "paid by the editor's subscription";
  return price === null ? "price not known" : `$${price.input} in, $${price.cachedInput} cached, $${price.output} out`;
}

function formatKey({ key }: Row): string {
  if (key === null) return "needs no key";
  return key.present ? `${key.name} is set` : styleText("red", `${key.name} is not set`);
}

function formatPing({ failure, milliseconds }: Ping): string {
  return failure === undefined ? `  ${styleText("green", "answered")} after ${milliseconds} ms` : `  ${styleText("red", "no answer")}: ${failure}`;
}
