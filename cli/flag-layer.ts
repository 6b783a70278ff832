import type { ConfigurationLayer } from "../engine/configuration/load.ts";
import { UserError } from "../engine/errors.ts";
import { parseModelName } from "../engine/models/model-name.ts";
import { roleSchema } from "../engine/protocol/words.ts";
import type { Arguments } from "./arguments.ts";

/** The flags in the form of the configuration files. @throws UserError `bad_input` for a --model that names no role or no model */
export function flagLayer({ model, "max-cost": maxCost }: Pick<Arguments, "model" | "max-cost">): ConfigurationLayer {
  const models = Object.fromEntries(model.map(parseRoleModel));
  return { name: "command line", values: { ...(model.length === 0 ? {} : { models }), ...(maxCost === undefined ? {} : { max_cost: maxCost }) } };
}

function parseRoleModel(text: string): readonly [string, unknown] {
  const at = text.indexOf("=");
  const role = roleSchema.options.find((each) => each === text.slice(0, Math.max(at, 0)).replaceAll("-", "_"));
  const model = parseModelName(text.slice(at + 1));
  if (role === undefined || model === undefined) throw new UserError("bad_input", `--model ${text} is not of the form ROLE=PROVIDER:MODEL.`, `ROLE is ${roleSchema.options.join(", ")}; for example --model code_generator=openai:gpt-4.1.`);
  return [role, model];
}
