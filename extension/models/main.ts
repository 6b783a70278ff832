/** What has to do with models; a bundle of its own, loaded on first use. */
export { chooseModel } from "./choose-model.ts";
export { clearKey, setKey } from "./keys.ts";
export { createRuntime } from "./runtime.ts";
