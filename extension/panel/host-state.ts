import { workspace } from "vscode";
import type { HostState } from "../../engine/protocol/panel.ts";
import type { CurrentTask } from "../task/current-task.ts";
import { taskFolder, taskFolders } from "../workspace/folder.ts";
import { approvalMode } from "../workspace/settings.ts";

/** Requests that every model in use understands. */
export const exampleRequests: readonly string[] = [
  "refactor this codebase to use TypeScript",
  "rename OLD_NAME to NEW_NAME",
  "convert to ES modules",
  "organize imports",
  "remove unused code",
];

/** What the page is told beside the task's events. Roles are those of the task that runs; of no task, those that the next one would have. */
export function hostState(task: CurrentTask | undefined, bound: HostState["roles"], queue: readonly string[]): HostState {
  const count = taskFolders().length;
  const assigned = task?.view.outcome === undefined ? (task?.view.roles ?? []) : [];
  return {
    ...(count === 0 ? {} : { workspace: taskFolder()?.name ?? "" }),
    several: count > 1,
    trusted: workspace.isTrusted,
    approvalMode: approvalMode(),
    roles: assigned.length > 0 ? [...assigned] : bound,
    examples: [...exampleRequests],
    queue: [...queue],
  };
}
