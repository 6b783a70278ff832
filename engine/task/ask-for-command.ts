import { randomUUID } from "node:crypto";
import type { CommandOptions } from "./run-command.ts";

/** Whether a command may run: by the approval mode, by what the user allowed here before, or because they say so now. @throws the signal's reason when canceled */
export async function askForCommand(command: string, { session, frontEnd, task }: Omit<CommandOptions, "security">): Promise<boolean> {
  if (task.approvalMode() === "full-auto") return true;
  const approval = randomUUID();
  await session.emit({ type: "approval_requested", approval, command });
  const stop = Promise.withResolvers<never>();
  const abort = (): void => { stop.reject(new DOMException("The task was canceled.", "AbortError")); };
  task.signal.addEventListener("abort", abort, { once: true });
  try {
    task.signal.throwIfAborted();
    const answer = await Promise.race([frontEnd.approveCommand({ approval, command, reason: "", rule: "" }, task.signal), stop.promise]);
    await session.emit({ type: "approval_answered", approval, answer });
    return answer !== "denied";
  } finally {
    task.signal.removeEventListener("abort", abort);
  }
}
