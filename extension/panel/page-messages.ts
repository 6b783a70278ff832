import { commands } from "vscode";
import type { FromPage } from "../../engine/protocol/panel.ts";
import type { App } from "../commands/app.ts";
import { commandIds } from "../manifest.ts";
import type { OpenReview } from "../review/open-review.ts";
import { setApprovalMode } from "../workspace/settings.ts";

/** Does what a message of the page asks for. @throws UserError */
export async function handlePageMessage(message: FromPage, { tasks, review, panel, questions }: App): Promise<void> {
  switch (message.kind) {
    case "ready":
      panel.sendTask();
      return;
    case "submit":
      return tasks.start(message.request);
    case "cancel":
      if (tasks.current()?.interrupted === true) await commands.executeCommand(commandIds.discardTask);
      else tasks.cancel();
      return;
    case "set_mode":
      return setApprovalMode(message.mode);
    case "review":
      if (review.current() === undefined && tasks.current()?.interrupted === true) await commands.executeCommand(commandIds.resumeTask);
      else await review.reveal(message.path);
      return;
    case "decide":
      return decide(message, review, await openReview(tasks, review));
    case "answer":
      questions.answer(message.approval, message.answer);
      return;
    case "open_folder":
      await commands.executeCommand("vscode.openFolder");
      return;
    case "manage_trust":
      await commands.executeCommand("workbench.trust.manage");
      return;
  }
}

async function decide({ decision, path }: Extract<FromPage, { kind: "decide" }>, review: App["review"], open: OpenReview | undefined): Promise<void> {
  if (open === undefined) return;
  await review.flush(path);
  if (path === undefined) return decision === "accept" ? open.review.acceptAll() : open.review.rejectAll();
  return decision === "accept" ? open.review.acceptFile(path) : open.review.rejectFile(path);
}

/** The review that is open; of an interrupted task, once it is open again. */
async function openReview(tasks: App["tasks"], review: App["review"]): Promise<OpenReview | undefined> {
  const task = tasks.current();
  if (review.current() !== undefined || task?.interrupted !== true) return review.current();
  const shown = review.nextShown();
  await tasks.resume(task.task);
  return shown;
}
