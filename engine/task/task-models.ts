import type { Host } from "../agent-api/host.ts";
import { createBudget } from "../budget/budget.ts";
import type { LoadedConfiguration } from "../configuration/load.ts";
import { UserError } from "../errors.ts";
import type { Instructions } from "../instructions/agents-md.ts";
import { modelPreferences, preferredRole } from "../instructions/model-preferences.ts";
import { bindRoles } from "../models/bind-roles.ts";
import { createRoleClient } from "../models/role-client.ts";
import type { Subject } from "../agent-api/completion.ts";
import { PICODOLLARS } from "../protocol/money.ts";
import type { Runtime } from "./runtime.ts";
import type { Session } from "./session.ts";
import type { WorkspaceView } from "./workspace-view.ts";

export interface TaskModelsOptions {
  readonly loaded: LoadedConfiguration;
  readonly instructions: Instructions;
  readonly runtime: Runtime;
  readonly session: Session;
  readonly view: WorkspaceView;
  readonly signal: AbortSignal;
}

export interface TaskModels {
  readonly complete: Host["complete"];
  /** A model behind a service on the network holds a role. */
  readonly callsServices: boolean;
}

/** Binds the roles for one task, tells the log who holds them, and gives what answers the agent's calls. */
export async function openTaskModels({ loaded: { configuration }, instructions, runtime, session, view, signal }: TaskModelsOptions): Promise<TaskModels> {
  const bindings = await bindRoles({ configuration, readKey: runtime.readKey, editorModels: runtime.editorModels, mayAsk: true, repository: view });
  const holders = [...bindings.values()].map(({ role, candidates: [{ provider, model }] }) => ({ role, provider, model }));
  await session.emit({ type: "roles_assigned", roles: holders });
  const budget = createBudget(configuration.max_cost === undefined ? undefined : configuration.max_cost * PICODOLLARS);
  const clients = new Map([...bindings].map(([role, binding]) => [role, createRoleClient(binding, { budget, emit: session.emit, instructions: instructions.text })]));
  const preferences = modelPreferences(instructions.text);
  const complete: Host["complete"] = async (request) => {
    const role = preferredRole(preferences, holders, { stage: request.subject.stage, text: workOf(request.subject) }) ?? request.role;
    const client = clients.get(role);
    if (client === undefined) throw new UserError("unavailable", `No model holds the role ${role}.`, "Configure one.");
    return client.complete(request, signal);
  };
  return { complete, callsServices: holders.some(({ provider }) => provider !== "embedded" && provider !== "vscode") };
}

/** What a call is about, in words. */
function workOf(subject: Subject): string {
  switch (subject.stage) {
    case "analyze":
      return subject.request;
    case "plan":
      return subject.request;
    case "compact":
    case "revise":
      return subject.request;
    case "implement":
      return `${subject.step.title} ${subject.step.files.join(" ")}`;
  }
}
