import { commands, type ExtensionContext, window, workspace } from "vscode";
import { describeError } from "../engine/errors.ts";
import type { App } from "./commands/app.ts";
import { engineRuntime } from "./engine.ts";
import { contextKeys, roleSettings, settingIds } from "./manifest.ts";
import type { Owned } from "./owned.ts";
import { hostState } from "./panel/host-state.ts";
import { handlePageMessage } from "./panel/page-messages.ts";
import { registerPanel } from "./panel/panel.ts";
import { announceReview } from "./review/announce-review.ts";
import { watchAttention } from "./review/attention.ts";
import { closeReviewTabs } from "./review/diff-tabs.ts";
import { createReviewWindow } from "./review/review-window.ts";
import { watchModels } from "./models/watch-models.ts";
import { createStatusBar } from "./status-bar.ts";
import { createCommandQuestions } from "./task/command-question.ts";
import { offerInterrupted } from "./task/offer-interrupted.ts";
import { isResumable } from "./task/current-task.ts";
import { createQueue } from "./task/queue.ts";
import { createTaskRunner } from "./task/task-runner.ts";
import { requireTaskFolder, watchTaskFolder } from "./workspace/folder.ts";

export interface RunningApp extends App, Owned {}

/** Puts the parts of the extension together. Nothing here loads the engine. */
export function createApp(context: ExtensionContext): RunningApp {
  const review = createReviewWindow();
  const attention = watchAttention();
  const status = createStatusBar();
  const output = window.createOutputChannel("Unified DGM", { log: true });
  const report = (error: unknown): void => {
    const line = describeError(error);
    output.error(error instanceof Error ? error : line);
    panel.sendFailure(line);
    void window.showErrorMessage(`Unified DGM: ${line}`);
  };
  const questions = createCommandQuestions(() => panel.visible());
  const refresh = (): void => {
    const task = tasks.current();
    status.update(task, tasks.running());
    void commands.executeCommand("setContext", contextKeys.asking, tasks.running() && task?.view.approval !== undefined);
    void commands.executeCommand("setContext", contextKeys.interrupted, task !== undefined && isResumable(task) && !tasks.running());
  };
  const tasks = createTaskRunner({
    showReview: (changes, signal, folder) => {
      review.show(changes, signal, folder.uri);
      announceReview(review, attention).catch(report);
    },
    approveCommand: questions.ask,
    runtime: () => engineRuntime(context),
    observer: {
      opened: () => {
        panel.sendTask();
        refresh();
      },
      happened: (task, event) => {
        panel.sendEvent(task.task, event);
        if (event.type === "roles_assigned" || event.type === "task_finished") panel.sendState();
        if (event.type === "plan_created" && event.steps.length > 0 && workspace.getConfiguration().get(settingIds.reviewPlan) === true) tasks.steering().hold().catch(report);
        if (event.type !== "command_output") refresh();
      },
      runningChanged: (running) => {
        if (running) attention.reset();
        void commands.executeCommand("setContext", contextKeys.running, running);
        refresh();
        const outcome = tasks.current()?.view.outcome;
        // What waits may build on what went before: after a failure a person says when it goes on.
        if (!running && (outcome === "completed" || outcome === "answered")) runQueue().catch(report);
      },
    },
  });
  const queue = createQueue(context.workspaceState);
  const runQueue = async (): Promise<void> => {
    const folder = tasks.running() ? undefined : await requireTaskFolder();
    if (folder !== undefined) await queue.next((request) => tasks.start(request, folder));
    panel.sendState();
  };
  const models = watchModels(context, () => { panel.sendState(); }, report);
  const panel = registerPanel({
    home: context.extensionUri,
    state: () => hostState(tasks.current(), models.roles(), queue.all()),
    task: tasks.current,
    onReady: models.refresh,
    onMessage: (message) => void handlePageMessage(message, app).catch(report),
    onBroken: (line) => { output.warn(line); },
  });
  const app: App = { tasks, review, panel, questions, queue, runQueue, report, context };
  const listeners = [
    workspace.onDidGrantWorkspaceTrust(panel.sendState),
    watchTaskFolder(() => {
      panel.sendState();
      // A folder may say for itself who holds the roles.
      if (panel.visible()) models.refresh();
    }),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(settingIds.approvalMode)) {
        panel.sendState();
        tasks.approvalModeChanged().catch(report);
      }
      if (Object.values(roleSettings).some((id) => change.affectsConfiguration(id))) models.refresh();
    }),
    context.secrets.onDidChange(models.refresh),
  ];
  // After activation: VS Code restored our tabs of an earlier window, whose documents are gone, and a task may have been left open.
  setImmediate(() => {
    void closeReviewTabs().then(undefined, report);
    offerInterrupted(tasks).catch(report);
  });
  return { ...app, dispose: () => { for (const each of [...listeners, panel, review, attention, status, output]) each.dispose(); } };
}
