import type { App, Command } from "./app.ts";

/** A command about models, whose code is loaded when it is run. */
export function modelCommand(name: "chooseModel" | "setKey" | "clearKey"): (app: App) => Command {
  return ({ context }) =>
    async () => {
      const models = await import("../late.ts");
      await models[name](context);
    };
}
