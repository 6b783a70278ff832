import { type ExtensionContext, window } from "vscode";
import { keyNames } from "../../engine/models/keys.ts";

const OTHER = "Another variable…";

/** Asks for a key and puts it into VS Code's secret storage, which encrypts it; it is never written anywhere else. */
export async function setKey({ secrets }: ExtensionContext): Promise<void> {
  const name = await askName("Set the key of which provider?");
  if (name === undefined) return;
  const key = await window.showInputBox({
    title: `Set ${name}`,
    prompt: "Kept in VS Code's secret storage; used only to call the provider.",
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => (/^[\x21-\x7e]+$/.test(text.trim()) ? undefined : "A key is one word of plain characters."),
  });
  if (key === undefined) return;
  await secrets.store(name, key.trim());
  void window.showInformationMessage(`${name} is kept in VS Code's secret storage. The next task uses it.`);
}

/** Takes a key out of VS Code's secret storage. */
export async function clearKey({ secrets }: ExtensionContext): Promise<void> {
  const name = await askName("Clear the key of which provider?");
  if (name === undefined) return;
  const known = (await secrets.get(name)) !== undefined;
  await secrets.delete(name);
  const inEnvironment = (process.env[name] ?? "") !== "";
  const rest = inEnvironment ? ` ${name} is still set in VS Code's environment.` : "";
  void window.showInformationMessage(`${known ? `${name} is gone from VS Code's secret storage.` : `There was no ${name} in VS Code's secret storage.`}${rest}`);
}

async function askName(title: string): Promise<string | undefined> {
  const known = Object.entries(keyNames).map(([provider, name]) => ({ label: name, description: provider }));
  const chosen = await window.showQuickPick([...known, { label: OTHER, description: "as in api_key_env" }], { title, matchOnDescription: true });
  if (chosen?.label !== OTHER) return chosen?.label;
  return window.showInputBox({ title: "Which variable?", placeHolder: "OPENROUTER_API_KEY", validateInput: (text) => (/^[A-Z_][A-Z0-9_]*$/i.test(text) ? undefined : "The name of an environment variable.") });
}
