import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createDiskEditor } from "../../engine/review/disk-editor.ts";
import type { CommandAnswer } from "../../engine/protocol/words.ts";
import type { Outcome, ApprovalMode } from "../../engine/protocol/words.ts";
import type { TaskEvent } from "../../engine/protocol/event.ts";
import type { Review } from "../../engine/review/review.ts";
import type { CommandQuestion } from "../../engine/task/front-end.ts";
import { type RunningTask, startTask } from "../../engine/task/start-task.ts";
import { type Conversation, startConversation } from "./conversation.ts";
import type { Heard } from "./model-server.ts";
import { scriptedConfiguration } from "./scripted-models.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export interface AgentTaskOptions {
  readonly files: Readonly<Record<string, string>>;
  readonly request?: string;
  readonly conversation: Conversation;
  readonly approvalMode?: ApprovalMode;
  /** Lines put under the configuration of the three models. */
  readonly configuration?: string;
  readonly answer?: (question: CommandQuestion) => CommandAnswer | Promise<CommandAnswer>;
  readonly decide?: (review: Review) => Promise<void>;
  /** What the user does while it runs. */
  readonly meanwhile?: (event: TaskEvent, task: RunningTask, abort: (reason?: unknown) => void) => Promise<void> | void;
  readonly trusted?: () => boolean;
}

export interface AgentTaskResult {
  readonly outcome: Outcome;
  readonly summary: string;
  readonly events: readonly TaskEvent[];
  readonly questions: readonly CommandQuestion[];
  readonly heard: readonly Heard[];
  /** The user's files after it; null where there is none. */
  readonly files: Readonly<Record<string, string | null>>;
}

/** Runs one task with the shipped agent on scripted models, in a git repository of its own, and gives what came of it. */
export async function runAgentTask(options: AgentTaskOptions): Promise<AgentTaskResult> {
  const { files, request = "do it", conversation, approvalMode = "full-auto", configuration = "", answer = () => "approved", decide = (review: Review) => review.acceptAll(), meanwhile, trusted = () => true } = options;
  await using server = await startConversation(conversation);
  await using home = await temporaryFolder({ ".unified-dgm/config.yaml": scriptedConfiguration(server.url) + configuration });
  await using project = await temporaryFolder(files);
  execFileSync("git", ["init", "-q"], { cwd: project.path });
  const events: TaskEvent[] = [];
  const questions: CommandQuestion[] = [];
  const controller = new AbortController();
  const started: { task?: RunningTask } = {};
  const early: TaskEvent[] = [];
  const react = (event: TaskEvent, task: RunningTask): void => {
    void (async () => meanwhile?.(event, task, (reason) => { controller.abort(reason); }))();
  };
  const running = await startTask({ root: project.path, request, approvalMode, trusted, signal: controller.signal }, {
    editor: createDiskEditor(project.path),
    onEvent: (event) => {
      events.push(event);
      if (started.task === undefined) early.push(event);
      else react(event, started.task);
    },
    showReview: (review) => void decide(review),
    approveCommand: async (question) => {
      questions.push(question);
      return answer(question);
    },
  }, {
    assets: join(import.meta.dirname, "../../dist"),
    execPath: process.execPath,
    home: home.path,
    layers: [],
    readKey: (name) => Promise.resolve(`key-of-${name}`),
    editorModels: { list: () => Promise.resolve([]), allowed: () => Promise.resolve(false) },
    ripgrep: () => Promise.resolve(undefined),
    sandbox: {},
  });
  started.task = running;
  for (const event of early) react(event, running);
  const outcome = await running.done;
  const end = events.findLast((event) => event.type === "task_finished");
  const names = new Set([...Object.keys(files), ...events.flatMap((event) => (event.type === "file_proposed" ? [event.path] : []))]);
  const after = await Promise.all([...names].map(async (name) => [name, await readFile(join(project.path, name), "utf8").catch(() => null)] as const));
  return { outcome, summary: end?.type === "task_finished" ? end.summary : "", events, questions, heard: server.heard, files: Object.fromEntries(after) };
}

/** The texts of one kind of event's field, in order. */
export function eventsOf<Type extends TaskEvent["type"]>({ events }: Pick<AgentTaskResult, "events">, type: Type): Extract<TaskEvent, { type: Type }>[] {
  return events.filter((event): event is Extract<TaskEvent, { type: Type }> => event.type === type);
}
