import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { startConversation } from "../../support/conversation.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { type Contender, FILES } from "./contenders.ts";

export interface Lap {
  readonly wallMs: number;
  readonly firstRequestMs: number;
  /** Bytes of the first request of the one who edits. */
  readonly firstRequestBytes: number;
  /** Memory of all its processes together, at its highest. */
  readonly peakMiB: number;
  /** Between two answers of the model, without what the commands of the task take: the smallest of the turns. */
  readonly turnMs: number;
}

const SAMPLE = 15;

/** Lets one contender do the task in a fresh project and home. @throws where it did not mend the file */
export async function runLap(contender: Contender, homes: Map<string, string>): Promise<Lap> {
  let began = 0;
  const asked: { readonly at: number; readonly role: string; readonly bytes: number }[] = [];
  const note = (role: string, body: string): void => void asked.push({ at: performance.now() - began, role, bytes: body.length });
  await using server = await startConversation({
    reasoning_engine: (_, body) => {
      note("plan", body);
      return contender.plan ?? "";
    },
    code_generator: (n, body) => {
      note("edit", body);
      return contender.turns[Math.min(n, contender.turns.length - 1)] ?? "";
    },
  });
  await using project = await temporaryFolder(FILES);
  const home = homes.get(contender.name) ?? "";
  await contender.prepare(home, server.url);
  const { file, args, env } = contender.command(home);
  began = performance.now();
  const child = spawn(file, args, { cwd: project.path, env: { PATH: process.env["PATH"], HOME: home, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes: Buffer) => (said += bytes.toString()));
  let peakMiB = 0;
  const sampling = setInterval(() => void memoryOf(child.pid ?? 0).then((now) => (peakMiB = Math.max(peakMiB, now))), SAMPLE);
  await once(child, "close");
  clearInterval(sampling);
  const wallMs = performance.now() - began;
  if (!(await readFile(join(project.path, "sum.js"), "utf8")).includes("a + b")) throw new Error(`${contender.name} did not mend the file:\n${said.slice(-2_000)}`);
  const edits = asked.filter(({ role }) => role === "edit");
  const turns = edits.slice(1).map(({ at }, index) => at - (edits[index]?.at ?? 0));
  return { wallMs, firstRequestMs: asked[0]?.at ?? 0, firstRequestBytes: edits[0]?.bytes ?? 0, peakMiB, turnMs: Math.min(...turns) };
}

/** MiB that a process and its children have of their own (proportional set size). */
async function memoryOf(pid: number): Promise<number> {
  const read = (path: string): Promise<string> => readFile(path, "utf8").catch(() => "");
  const [rollup, children] = await Promise.all([read(`/proc/${pid}/smaps_rollup`), read(`/proc/${pid}/task/${pid}/children`)]);
  const own = Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1024;
  const below = await Promise.all(children.split(" ").filter((id) => id.trim() !== "").map((id) => memoryOf(Number(id))));
  return own + below.reduce((sum, each) => sum + each, 0);
}
