/** What VS Code does not need to start: models, keys, and the parser of what the panel says. A bundle of its own, loaded on first use. */
export { chooseModel } from "./models/choose-model.ts";
export { clearKey, setKey } from "./models/keys.ts";
export { createRuntime } from "./models/runtime.ts";
export { parsePageMessage } from "./panel/parse-page-message.ts";
