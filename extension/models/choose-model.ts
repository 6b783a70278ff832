import { ConfigurationTarget, type ExtensionContext, lm, type QuickPickItem, QuickPickItemKind, window, workspace } from "vscode";
import { defaultModels, formatModelName, parseModelName } from "../../engine/models/model-name.ts";
import type { ModelReport } from "../../engine/models/model-report.ts";
import type { Role } from "../../engine/protocol/words.ts";
import { loadEngine } from "../engine.ts";
import { roleSettings } from "../manifest.ts";
import { taskFolder } from "../workspace/folder.ts";
import { createRuntime } from "./runtime.ts";

const roleNames: Readonly<Record<Role, string>> = {
  context_analyzer: "Context analyzer",
  reasoning_engine: "Reasoning engine",
  code_generator: "Code generator",
};
const jobs: Readonly<Record<Role, string>> = {
  context_analyzer: "reads the repository and finds what matters",
  reasoning_engine: "plans, and studies failures",
  code_generator: "writes the code",
};

interface ModelItem extends QuickPickItem {
  /** The setting's new value; undefined: ask for it. */
  readonly value?: string;
}

/** Lets the user choose a role, then the model that shall hold it; the choice goes into their own settings. */
export async function chooseModel(context: ExtensionContext): Promise<void> {
  const { listModels } = await loadEngine();
  const { models: reports } = await listModels({ root: taskFolder()?.uri.fsPath, trusted: workspace.isTrusted }, createRuntime(context));
  const role = await askRole(reports);
  if (role === undefined) return;
  const value = await askModel(role);
  if (value !== undefined) await workspace.getConfiguration().update(roleSettings[role], value === "" ? undefined : value, ConfigurationTarget.Global);
}

async function askRole(reports: readonly ModelReport[]): Promise<Role | undefined> {
  const items = reports.map(({ role, provider, model, key }) => ({
    role,
    label: roleNames[role],
    description: `${model} (${provider}${key?.present === false ? `, ${key.name} is not set` : ""})`,
    detail: jobs[role],
  }));
  return (await window.showQuickPick(items, { title: "Choose a model: for which role?" }))?.role;
}

async function askModel(role: Role): Promise<string | undefined> {
  const own = defaultModels[role].map((name): ModelItem => ({ label: name.model, description: name.provider, value: formatModelName(name) }));
  const editor = (await lm.selectChatModels()).map(({ id, name, vendor }): ModelItem => ({ label: name, description: `vscode: ${vendor}`, value: formatModelName({ provider: "vscode", model: id }) }));
  const items: ModelItem[] = [
    { label: "By configuration", description: "config.yaml, else keys that are found, else the embedded engine", value: "" },
    { label: "Models with a key of yours", kind: QuickPickItemKind.Separator },
    ...own,
    ...(editor.length === 0 ? [] : [{ label: "This editor's models", kind: QuickPickItemKind.Separator }, ...editor]),
    { label: "", kind: QuickPickItemKind.Separator },
    { label: "Embedded engine", description: "no model: the documented refactorings, without a key", value: "embedded:" },
    { label: "Another model…", description: "provider:model" },
  ];
  const chosen = await window.showQuickPick(items, { title: `${roleNames[role]}: which model?`, matchOnDescription: true });
  if (chosen === undefined || chosen.value !== undefined) return chosen?.value;
  return window.showInputBox({
    title: `${roleNames[role]}: which model?`,
    prompt: "The provider (meta, anthropic, openai, openai_compatible, vscode) and its model.",
    placeHolder: "openai:gpt-4.1-mini",
    validateInput: (text) => (parseModelName(text) === undefined ? "It has the form provider:model." : undefined),
  });
}
