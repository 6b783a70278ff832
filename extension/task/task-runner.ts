import { ProgressLocation, window, workspace, type WorkspaceFolder } from "vscode";
import { UserError } from "../../engine/errors.ts";
import type { RunningTask, Runtime } from "../../engine/main.ts";
import type { TaskEvent } from "../../engine/protocol/event.ts";
import { foldEvent } from "../../engine/protocol/task-view.ts";
import type { FrontEnd, TaskRequest } from "../../engine/task/front-end.ts";
import type { Steering } from "../../engine/task/steering.ts";
import { loadEngine } from "../engine.ts";
import { requireOpenFolder, taskFolderAt } from "../workspace/folder.ts";
import { approvalMode } from "../workspace/settings.ts";
import { type CurrentTask, openedTask, type TaskObserver } from "./current-task.ts";

/** What a window's tasks need of the rest of the front end. */
export interface TaskSurroundings {
  readonly observer: TaskObserver;
  readonly showReview: (review: Parameters<FrontEnd["showReview"]>[0], signal: AbortSignal, folder: WorkspaceFolder) => void;
  readonly approveCommand: FrontEnd["approveCommand"];
  /** The settings as they are now. */
  readonly runtime: () => Promise<Runtime>;
}

/** Runs one task at a time. Failures to start are rejections; failures of a task are events. */
export interface TaskRunner {
  readonly current: () => CurrentTask | undefined;
  readonly running: () => boolean;
  /** Resolves when the task has started. @throws UserError */
  readonly start: (request: string, folder: WorkspaceFolder) => Promise<void>;
  /** Opens again what an earlier window left undecided. @throws UserError */
  readonly resume: (task: CurrentTask) => Promise<void>;
  /** Rejects what an earlier window left undecided. Resolves when that is recorded. @throws UserError */
  readonly discard: (task: CurrentTask) => Promise<void>;
  /** Shows a task that does not run. */
  readonly display: (task: CurrentTask) => void;
  readonly cancel: () => void;
  /** Brings the running task to the approval mode that the settings say now. */
  readonly approvalModeChanged: () => Promise<void>;
  /** What can be done to the running task. @throws UserError when none runs */
  readonly steering: () => Steering;
  /** Takes back what the shown task wrote into the files. @throws UserError */
  readonly undo: () => Promise<void>;
  /** Leaves a running task in the middle; what is undecided can be resumed. Resolves when that is recorded. */
  readonly stop: () => Promise<void>;
}

type Launch = (options: Omit<TaskRequest, "request">, frontEnd: FrontEnd) => Promise<RunningTask>;

export function createTaskRunner({ observer, showReview, approveCommand, runtime }: TaskSurroundings): TaskRunner {
  let current: CurrentTask | undefined;
  let active: { readonly controller: AbortController; readonly done: Promise<unknown>; steering?: Steering } | undefined;
  /** The active task has told its end, and only closes its log. */
  let over = false;

  const open = (task: CurrentTask): void => {
    current = task;
    observer.opened(task);
  };
  const onEvent = (event: TaskEvent): void => {
    over = event.type === "task_finished" || event.type === "task_undone";
    const known = current ?? openedTask("", [], false);
    if (event.type === "task_started" && known.task !== event.task) {
      open(openedTask(event.task, [event], false));
      return;
    }
    const view = foldEvent(known.view, event);
    if (view === known.view) return;
    current = { ...known, events: [...known.events, event], view };
    observer.happened(current, event);
  };

  const followSetting = async (): Promise<void> => {
    if (!over) await active?.steering?.setApprovalMode(approvalMode());
  };

  const launch = async (folder: WorkspaceFolder, start: Launch, decide?: FrontEnd["showReview"]): Promise<void> => {
    if (active !== undefined && !over) throw new UserError("bad_input", "A task is running already.", "Wait for it or cancel it, then start the next one.");
    await active?.done;
    over = false;
    const controller = new AbortController();
    const ended = Promise.withResolvers<undefined>();
    const mine: NonNullable<typeof active> = { controller, done: ended.promise };
    active = mine;
    observer.runningChanged(true);
    const finish = (): void => {
      active = undefined;
      ended.resolve(undefined);
      observer.runningChanged(false);
    };
    try {
      // In a bundle of its own: starting VS Code must not wait for what only a task needs.
      const { createWorkspaceEditor } = await import("../workspace/editor.ts");
      const frontEnd: FrontEnd = {
        editor: createWorkspaceEditor(folder.uri),
        onEvent,
        showReview: decide ?? ((review, signal) => { showReview(review, signal, folder); }),
        approveCommand,
      };
      const running = await start({ root: folder.uri.fsPath, approvalMode: approvalMode(), trusted: () => workspace.isTrusted, signal: controller.signal }, frontEnd);
      mine.steering = running.steering;
      // The setting may have been changed while the task was on its way.
      void followSetting().catch(() => undefined); // a log that takes no event ends the task, which says so
      void running.done.then(finish, finish);
    } catch (error) {
      finish();
      throw error;
    }
  };

  return {
    current: () => current,
    running: () => active !== undefined && !over,
    start: (request, folder) =>
      launch(folder, async (options, frontEnd) => {
        const { startTask } = await loadEngine();
        return startTask({ ...options, request }, frontEnd, await runtime());
      }),
    resume: async (task) => { await launch(folderOf(task), async (options, frontEnd) => reopen(task.task, options, frontEnd, open, await runtime())); },
    discard: async (task) => {
      await launch(folderOf(task), async (options, frontEnd) => reopen(task.task, options, frontEnd, open, await runtime()), (review) => void review.rejectAll());
      await active?.done;
    },
    display: open,
    approvalModeChanged: followSetting,
    cancel: () => { active?.controller.abort(); },
    steering: () => {
      if (active?.steering === undefined || over) throw new UserError("bad_input", "No task is running.", "Start one.");
      return active.steering;
    },
    undo: async () => {
      if (current === undefined || (active !== undefined && !over)) throw new UserError("bad_input", "No finished task is shown.", "Wait for the running one, or cancel it.");
      await active?.done;
      const folder = folderOf(current);
      const { createWorkspaceEditor } = await import("../workspace/editor.ts");
      const { undoTask } = await loadEngine();
      const { task } = current;
      const editor = createWorkspaceEditor(folder.uri);
      await window.withProgress({ location: ProgressLocation.Window, title: "Undoing the task" }, (progress) => {
        const apply: typeof editor.apply = (edit) => {
          progress.report({ message: edit.kind === "move" ? edit.to : edit.path });
          return editor.apply(edit);
        };
        return undoTask(task, { root: folder.uri.fsPath, editor: { ...editor, apply }, onEvent });
      });
    },
    stop: async () => {
      if (active === undefined) return;
      active.controller.abort((await loadEngine()).STOPPED);
      await active.done;
    },
  };
}

function folderOf({ view }: CurrentTask): WorkspaceFolder {
  const folder = taskFolderAt(view.workspace);
  if (folder !== undefined) return folder;
  requireOpenFolder();
  throw new UserError("bad_input", `The task's folder ${view.workspace} is not open in this window.`, "Open it, then take the task up again.");
}

async function reopen(task: string, options: Omit<TaskRequest, "request">, frontEnd: FrontEnd, open: (task: CurrentTask) => void, runtime: Runtime): Promise<RunningTask> {
  const { resumeTask } = await loadEngine();
  open(openedTask(task, [], false));
  return resumeTask(task, options, frontEnd, runtime);
}
