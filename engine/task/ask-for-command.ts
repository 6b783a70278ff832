import { randomUUID } from "node:crypto";
import { allowRuleFor } from "../commands/allow-rules.ts";
import { classifyCommand } from "../commands/classify.ts";
import { commandQuestion } from "../commands/question.ts";
import { describeError } from "../errors.ts";
import { readAllowed, writeAllowed } from "./allowed-commands.ts";
import type { CommandOptions } from "./run-command.ts";

/** Whether a command may run: by the approval mode, by what the user allowed here before, or because they say so now. @throws the signal's reason when canceled */
export async function askForCommand(command: string, { session, frontEnd, task, runtime: { home } }: Omit<CommandOptions, "security">): Promise<boolean> {
  const classification = classifyCommand(command);
  const { rules, warnings } = await readAllowed(home, task.root);
  if (commandQuestion(task.approvalMode(), classification, rules) === "run") return true;
  for (const text of warnings) await session.emit({ type: "warning", text });
  const approval = randomUUID();
  const rule = allowRuleFor(command);
  const reason = classification.class === "destructive" ? classification.reason : "";
  const told = rule?.join(" ") ?? "";
  await session.emit({ type: "approval_requested", approval, command, ...(reason === "" ? {} : { reason }), ...(told === "" ? {} : { rule: told }) });
  const stop = Promise.withResolvers<never>();
  const abort = (): void => { stop.reject(new DOMException("The task was canceled.", "AbortError")); };
  task.signal.addEventListener("abort", abort, { once: true });
  try {
    task.signal.throwIfAborted();
    const answer = await Promise.race([frontEnd.approveCommand({ approval, command, reason, rule: told }, task.signal), stop.promise]);
    await session.emit({ type: "approval_answered", approval, answer });
    if (answer === "always" && rule !== undefined) {
      await writeAllowed(home, task.root, rule).catch((error: unknown) => session.emit({ type: "warning", text: `What you allowed is not kept: ${describeError(error)}` }));
    }
    return answer !== "denied";
  } finally {
    task.signal.removeEventListener("abort", abort);
  }
}
