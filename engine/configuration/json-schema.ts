import * as z from "zod/mini";
import { configurationFileSchema } from "./schema.ts";

/** The published JSON Schema of a configuration file, as text: editors complete and check by it. */
export function configurationJsonSchema(): string {
  const schema = { ...z.toJSONSchema(configurationFileSchema), title: "Unified DGM configuration" };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
