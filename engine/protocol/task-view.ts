import type { TaskEvent } from "./event.ts";
import { foldModelEvent, type ModelsView, noModels } from "./model-view.ts";
import type { ApprovalMode, ChangeKind, Outcome, Provider, RelevantFile, Role, Step } from "./words.ts";

export type StepStatus = "pending" | "running" | "done" | "failed" | "skipped";
export interface StepView extends Step {
  readonly status: StepStatus;
  readonly summary: string;
  readonly progress: { readonly message: string; readonly done: number; readonly total: number } | undefined;
  /** What the model did with its tools, the newest last. */
  readonly activity: readonly { readonly tool: string; readonly detail: string; readonly failed: boolean }[];
}

export interface FileView {
  readonly path: string;
  readonly from: string | undefined;
  readonly kind: ChangeKind;
  readonly added: number;
  readonly removed: number;
  /** Hunks that wait for a decision. */
  readonly pending: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly decided: boolean;
}

export interface OutputChunk {
  readonly stream: "stdout" | "stderr";
  readonly text: string;
}
export interface CommandView {
  readonly run: string;
  readonly command: string;
  readonly backend: string;
  readonly output: readonly OutputChunk[];
  /** Characters dropped from the front of `output` to bound a view's size; the log has them all. */
  readonly dropped: number;
  readonly finished:
    | { readonly exitCode: number | null; readonly signal: string | null; readonly timedOut: boolean; readonly canceled: boolean; readonly outputTruncated: boolean; readonly durationMs: number }
    | undefined;
}

/** What a person sees of one task; a fold over its events. */
export interface TaskView {
  readonly task: string;
  readonly request: string;
  readonly workspace: string;
  readonly approvalMode: ApprovalMode;
  readonly phase: "starting" | "analyzing" | "planning" | "implementing" | "reviewing" | "waiting" | "running" | "finished";
  readonly roles: readonly { readonly role: Role; readonly provider: Provider; readonly model: string }[];
  readonly analysis: { readonly files: number; readonly relevant: readonly RelevantFile[] | undefined } | undefined;
  readonly steps: readonly StepView[];
  readonly models: ModelsView;
  readonly messages: readonly { readonly role: Role; readonly text: string }[];
  /** What the user said while the task ran. */
  readonly said: readonly string[];
  /** The user holds it: nothing new begins. */
  readonly held: boolean;
  readonly warnings: readonly string[];
  readonly files: readonly FileView[];
  readonly approval: { readonly approval: string; readonly command: string; readonly reason: string; readonly rule: string } | undefined;
  readonly commands: readonly CommandView[];
  readonly outcome: Outcome | undefined;
  /** What came of taking it back: the files that are as before, and those that could not be put back. */
  readonly undone: { readonly restored: readonly string[]; readonly kept: readonly string[] } | undefined;
  readonly summary: string;
  /** Events folded so far: the `seq` that comes next. */
  readonly next: number;
}

/** Tool uses that a view keeps per step. */
const ACTIVITY_LIMIT = 200;
/** Output characters that a view keeps per command. */
export const OUTPUT_LIMIT = 200_000;

export const emptyTaskView: TaskView = {
  task: "",
  request: "",
  workspace: "",
  approvalMode: "suggest",
  phase: "starting",
  roles: [],
  analysis: undefined,
  steps: [],
  models: noModels,
  messages: [],
  said: [],
  held: false,
  warnings: [],
  files: [],
  approval: undefined,
  commands: [],
  outcome: undefined,
  undone: undefined,
  summary: "",
  next: 0,
};

/** The view after one more event. Pure; events seen before (by `seq`) change nothing. */
export function foldEvent(view: TaskView, event: TaskEvent): TaskView {
  return event.seq < view.next ? view : { ...change(view, event), next: event.seq + 1 };
}

function change(view: TaskView, event: TaskEvent): TaskView {
  switch (event.type) {
    case "task_started":
      return { ...view, task: event.task, request: event.request, approvalMode: event.approvalMode, workspace: event.workspace };
    case "task_resumed":
      return { ...view, phase: "starting", outcome: undefined, summary: "", approval: undefined, held: false, steps: view.steps.map((step) => (step.status === "running" || step.status === "skipped" ? { ...step, status: "pending", progress: undefined } : step)) };
    case "roles_assigned":
      return { ...view, roles: event.roles };
    case "analysis_started":
      return { ...view, phase: "analyzing", analysis: { files: event.files, relevant: undefined } };
    case "analysis_finished":
      return { ...view, phase: "planning", analysis: { files: event.files, relevant: event.relevant } };
    case "plan_created":
      return { ...view, phase: "implementing", steps: event.steps.map((step) => ({ ...step, status: "pending", summary: "", progress: undefined, activity: [] })) };
    case "plan_changed":
      return { ...view, steps: event.steps.map((step) => ({ status: "pending", summary: "", progress: undefined, activity: [], ...view.steps.find(({ id }) => id === step.id), ...step })) };
    case "tool_used":
      return { ...view, steps: editStep(view, event.step, { activity: [...(view.steps.find(({ id }) => id === event.step)?.activity ?? []), { tool: event.tool, detail: event.detail, failed: event.failed }].slice(-ACTIVITY_LIMIT) }) };
    case "history_compacted":
      return view;
    case "user_message":
      return { ...view, said: [...view.said, event.text] };
    case "approval_mode_changed":
      return { ...view, approvalMode: event.approvalMode };
    case "task_held":
      return { ...view, held: true };
    case "task_released":
      return { ...view, held: false };
    case "step_started":
      return { ...view, phase: "implementing", steps: editStep(view, event.step, { status: "running" }) };
    case "step_progress":
      return { ...view, steps: editStep(view, event.step, { progress: { message: event.message, done: event.done, total: event.total } }) };
    case "step_finished":
      return { ...view, steps: editStep(view, event.step, { status: event.outcome, summary: event.summary, progress: undefined }) };
    case "model_replaced":
      return { ...view, roles: view.roles.map((each) => (each.role === event.role ? { role: event.role, provider: event.provider, model: event.model } : each)) };
    case "model_call_started":
    case "model_output":
    case "model_call_retried":
    case "model_call_finished":
    case "model_call_failed":
      return { ...view, models: foldModelEvent(view.models, event) };
    case "message":
      return { ...view, messages: [...view.messages, { role: event.role, text: event.text }] };
    case "warning":
      return { ...view, warnings: [...view.warnings, event.text] };
    case "file_proposed":
      return { ...view, files: proposeFile(view, event) };
    case "proposal_withdrawn":
      return { ...view, files: view.files.filter((file) => file.path !== event.path) };
    case "review_requested":
      return { ...view, phase: "reviewing" };
    case "hunk_accepted":
      return { ...view, files: decide(view, event, (file) => ({ accepted: file.accepted + 1 })) };
    case "hunk_rejected":
      return { ...view, files: decide(view, event, (file) => ({ rejected: file.rejected + 1 })) };
    case "file_accepted":
      return { ...view, files: decide(view, event, (file) => ({ accepted: file.accepted + file.pending })) };
    case "file_rejected":
      return { ...view, files: decide(view, event, (file) => ({ rejected: file.rejected + file.pending })) };
    case "proposal_edited":
    case "proposal_rebased":
      return { ...view, files: view.files.map((file) => (file.path === event.path ? { ...file, pending: event.pending } : file)) };
    case "review_finished":
      return { ...view, phase: "implementing" };
    case "approval_requested":
      return { ...view, phase: "waiting", approval: { approval: event.approval, command: event.command, reason: event.reason ?? "", rule: event.rule ?? "" } };
    case "approval_answered":
      return { ...view, phase: "implementing", approval: undefined };
    case "command_started":
      return { ...view, phase: "running", commands: [...view.commands, { run: event.run, command: event.command, backend: event.backend, output: [], dropped: 0, finished: undefined }] };
    case "command_output":
      return { ...view, commands: editCommand(view, event.run, (command) => appendOutput(command, event)) };
    case "command_finished":
      return { ...view, phase: "implementing", commands: editCommand(view, event.run, (command) => ({ ...command, finished: event })) };
    case "memory_updated":
      return view;
    case "task_undone":
      return { ...view, undone: { restored: event.restored, kept: event.kept } };
    case "task_finished":
      return {
        ...view,
        phase: "finished",
        approval: undefined,
        outcome: event.outcome,
        summary: event.summary,
        models: { ...view.models, calls: [], retry: undefined },
        steps: view.steps.map((step) => (step.status === "pending" || step.status === "running" ? { ...step, status: "skipped", progress: undefined } : step)),
      };
  }
}

function editStep(view: TaskView, id: string, edit: Partial<StepView>): readonly StepView[] {
  return view.steps.map((step) => (step.id === id ? { ...step, ...edit } : step));
}

type Standing = Extract<TaskEvent, { type: "hunk_accepted" | "hunk_rejected" | "file_accepted" | "file_rejected" }>;

function proposeFile(view: TaskView, event: Extract<TaskEvent, { type: "file_proposed" }>): readonly FileView[] {
  const { path, from, kind, added, removed, pending } = event;
  const file: FileView = { path, from, kind, added, removed, pending, accepted: 0, rejected: 0, decided: false };
  const known = view.files.some((other) => other.path === path);
  return known ? view.files.map((other) => (other.path === path ? file : other)) : [...view.files, file];
}

/** After a decision, a file whose base and proposal are one text has nothing left to decide. */
function decide(view: TaskView, event: Standing, count: (file: FileView) => Partial<FileView>): readonly FileView[] {
  return view.files.map((file) => (file.path === event.path ? { ...file, ...count(file), pending: event.pending, decided: event.base === event.proposed } : file));
}

function editCommand(view: TaskView, run: string, edit: (command: CommandView) => CommandView): readonly CommandView[] {
  return view.commands.map((command) => (command.run === run ? edit(command) : command));
}

function appendOutput(command: CommandView, chunk: OutputChunk): CommandView {
  const last = command.output.at(-1);
  const merged = last?.stream === chunk.stream ? [...command.output.slice(0, -1), { stream: last.stream, text: last.text + chunk.text }] : [...command.output, { stream: chunk.stream, text: chunk.text }];
  let excess = merged.reduce((sum, each) => sum + each.text.length, 0) - OUTPUT_LIMIT;
  let dropped = command.dropped;
  const output: OutputChunk[] = [];
  for (const each of merged) {
    const cut = Math.max(0, Math.min(excess, each.text.length));
    excess -= cut;
    dropped += cut;
    if (cut < each.text.length) output.push({ stream: each.stream, text: each.text.slice(cut) });
  }
  return { ...command, output, dropped };
}
