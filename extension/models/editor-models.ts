import { type LanguageModelChat, lm, type Memento, window } from "vscode";
import type { EditorModel, EditorModels } from "../../engine/models/editor-models.ts";
import { createChatClient } from "./chat-client.ts";

/** Where the user's answer is kept: asked once, for all workspaces. */
const ANSWER = "unifiedDgm.useEditorModels";
const USE = "Use Them";
const DECLINE = "Use the Embedded Engine";

/** The editor's language models. Where the user configured nothing, they are asked once whether these may be used. */
export function createEditorModels(memory: Memento): EditorModels {
  return {
    list: async () => (await lm.selectChatModels()).map(toEditorModel),
    allowed: async (ask) => {
      const known = memory.get<boolean>(ANSWER);
      if (known !== undefined || !ask) return known ?? false;
      const models = await lm.selectChatModels();
      if (models.length === 0) return false;
      const names = models.slice(0, 3).map((model) => model.name).join(", ");
      const chosen = await window.showInformationMessage(`Unified DGM found language models in this editor (${names}). May it use them for your tasks? They would see the files that a task needs.`, USE, DECLINE);
      if (chosen === undefined) return false; // asked again with the next task
      await memory.update(ANSWER, chosen === USE);
      return chosen === USE;
    },
  };
}

function toEditorModel(model: LanguageModelChat): EditorModel {
  return { id: model.id, name: model.name, window: model.maxInputTokens, client: createChatClient(model) };
}
