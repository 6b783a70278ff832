import { commands } from "vscode";
import { UserError } from "../../engine/errors.ts";
import type { FromPage } from "../../engine/protocol/from-page.ts";
import type { App } from "../commands/app.ts";
import { commandIds } from "../manifest.ts";
import { chooseTaskFolder, requireTaskFolder } from "../workspace/folder.ts";
import { setApprovalMode } from "../workspace/settings.ts";

/** Does what a message of the page asks for. @throws UserError */
export async function handlePageMessage(message: FromPage, { tasks, review, panel, questions, queue, runQueue }: App): Promise<void> {
  switch (message.kind) {
    case "ready":
      panel.sendTask();
      return;
    case "submit": {
      const folder = await requireTaskFolder();
      if (folder === undefined) throw new UserError("bad_input", "No folder was chosen.", "Choose the one that the task works in, then send the request again.");
      return tasks.start(message.request, folder);
    }
    case "choose_folder":
      if ((await chooseTaskFolder()) !== undefined) panel.sendState();
      return;
    case "say":
      return tasks.steering().say(message.text);
    case "queue":
      await queue.add(message.request);
      panel.sendState();
      return;
    case "unqueue":
      await queue.remove(message.index);
      panel.sendState();
      return;
    case "run_queue":
      return runQueue();
    case "plan":
      return tasks.steering().changePlan(message.steps);
    case "hold":
      return tasks.steering().hold();
    case "release":
      return tasks.steering().release();
    case "undo":
      await commands.executeCommand(commandIds.undoTask);
      return;
    case "cancel":
      tasks.cancel();
      return;
    case "set_mode":
      if (tasks.running()) await tasks.steering().setApprovalMode(message.mode);
      return setApprovalMode(message.mode);
    case "review":
      if (review.current() === undefined && tasks.current()?.interrupted === true) await commands.executeCommand(commandIds.resumeTask);
      else if (review.current() === undefined) throw nothingWaits();
      else await review.reveal(message.path);
      return;
    case "decide":
      return decide(message, review);
    case "discard":
      await commands.executeCommand(commandIds.discardTask);
      return;
    case "resume":
      await commands.executeCommand(commandIds.resumeTask);
      return;
    case "answer":
      if (!questions.answer(message.approval, message.answer)) throw new UserError("bad_input", "This command no longer waits for an answer.", "Start a task to run it again.");
      return;
    case "open_folder":
      await commands.executeCommand("vscode.openFolder");
      return;
    case "manage_trust":
      await commands.executeCommand("workbench.trust.manage");
      return;
  }
}

async function decide({ decision, path }: Extract<FromPage, { kind: "decide" }>, review: App["review"]): Promise<void> {
  const open = review.current();
  if (open === undefined) throw nothingWaits();
  await review.flush(path);
  if (path === undefined) return decision === "accept" ? open.review.acceptAll() : open.review.rejectAll();
  return decision === "accept" ? open.review.acceptFile(path) : open.review.rejectFile(path);
}

function nothingWaits(): UserError {
  return new UserError("bad_input", "No changes wait for review.", "Start a task first.");
}
