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
  /** The models that the user lets us use; none where there are none or they said no. */
  readonly list: () => Promise<readonly EditorModel[]>;
}

export const noEditorModels: EditorModels = { list: () => Promise.resolve([]) };
