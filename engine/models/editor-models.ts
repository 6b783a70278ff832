import type { ModelClient } from "./model-client.ts";

/** A language model that the editor itself offers (in VS Code: `vscode.lm`), paid for by the editor's subscription. */
export interface EditorModel {
  readonly id: string;
  readonly name: string;
  /** Tokens of input that it takes. */
  readonly window: number;
  readonly client: ModelClient;
}

export interface EditorModels {
  readonly list: () => Promise<readonly EditorModel[]>;
  /** Whether the user lets us use them where nothing is configured. Asks once, if it may; not asked and not known means no. */
  readonly allowed: (ask: boolean) => Promise<boolean>;
}

export const noEditorModels: EditorModels = { list: () => Promise.resolve([]), allowed: () => Promise.resolve(false) };
