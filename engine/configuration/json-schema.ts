import * as z from "zod/mini";
import { configurationFileSchema } from "./schema.ts";

/** The published JSON Schema of a configuration file, as text: editors complete and check by it, and draft 7 is what all of them know. */
export function configurationJsonSchema(): string {
  const schema = { ...z.toJSONSchema(configurationFileSchema, { target: "draft-07" }), title: "Unified DGM configuration" };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
