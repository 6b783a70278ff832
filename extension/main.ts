import { commands, type ExtensionContext, window } from "vscode";
import { describeError } from "../engine/errors.ts";
import { createApp, type RunningApp } from "./app.ts";
import type { Command } from "./commands/app.ts";
import { commandTable } from "./commands/table.ts";

let app: RunningApp | undefined;

/** VS Code calls this once, at the first need. Whatever is expensive waits until it is used. */
export function activate(context: ExtensionContext): void {
  try {
    const started = createApp(context);
    app = started;
    context.subscriptions.push(started);
    for (const [id, create] of Object.entries(commandTable)) {
      const command = create(started);
      context.subscriptions.push(commands.registerCommand(id, (...args: unknown[]) => outcomeOf(command, args, started)));
    }
  } catch (error) {
    void window.showErrorMessage(`Unified DGM could not start: ${describeError(error)}`);
    throw error;
  }
}

/** What `executeCommand` gives back: undefined, or the line that told the user of the failure. */
async function outcomeOf(command: Command, args: readonly unknown[], { report }: RunningApp): Promise<string | undefined> {
  try {
    await command(...args);
    return undefined;
  } catch (error) {
    report(error);
    return describeError(error);
  }
}

/** VS Code waits a few seconds for this: a running task is left so that it can be resumed. */
export async function deactivate(): Promise<void> {
  await app?.tasks.stop();
}
