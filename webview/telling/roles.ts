import type { TaskView } from "../../engine/protocol/task-view.ts";
import type { Provider, Role } from "../../engine/protocol/words.ts";
import { visibleLine } from "../text/visible.ts";

const roleNames: Readonly<Record<Role, { readonly short: string; readonly full: string }>> = {
  context_analyzer: { short: "Analyze", full: "Context analyzer" },
  reasoning_engine: { short: "Reason", full: "Reasoning engine" },
  code_generator: { short: "Code", full: "Code generator" },
};

const providerNames: Readonly<Record<Provider, string>> = {
  meta: "Meta",
  anthropic: "Anthropic",
  openai: "OpenAI",
  openai_compatible: "OpenAI-compatible server",
  vscode: "VS Code",
  embedded: "built in",
};

/** The name of a role in a sentence's place. */
export function roleName(role: Role): string {
  return roleNames[role].full;
}

/** Roles that one model plays, as a compact label with the whole truth in its tip. */
export interface RoleLabel {
  readonly roles: string;
  readonly model: string;
  readonly tip: string;
}

/** One label per model, in the order of the roles. */
export function roleLabels(roles: TaskView["roles"]): readonly RoleLabel[] {
  const groups = Map.groupBy(roles, ({ provider, model }) => JSON.stringify([provider, model]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const model = visibleLine(first.model);
    return {
      roles: group.length === 3 ? "All roles" : group.map(({ role }) => roleNames[role].short).join(" + "),
      model,
      tip: group.map(({ role }) => `${roleName(role)}: ${model} (${providerNames[first.provider]})`).join("\n"),
    };
  });
}
