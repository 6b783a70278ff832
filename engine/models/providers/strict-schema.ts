import * as z from "zod/mini";

const nodeSchema = z.strictObject({
  $schema: z.optional(z.string()),
  type: z.optional(z.union([z.string(), z.array(z.string())])),
  description: z.optional(z.string()),
  enum: z.optional(z.array(z.unknown())),
  const: z.optional(z.unknown()),
  properties: z.optional(z.record(z.string(), z.unknown())),
  required: z.optional(z.array(z.string())),
  additionalProperties: z.optional(z.unknown()),
  items: z.optional(z.unknown()),
  anyOf: z.optional(z.array(z.unknown())),
});

/** Whether OpenAI takes a JSON Schema as strict, so that the model cannot leave it: every property required, none besides, no keyword beyond these. */
export function isStrict(schema: unknown): boolean {
  const parsed = z.safeParse(nodeSchema, schema);
  if (!parsed.success) return false;
  const { type, properties = {}, required = [], additionalProperties, items, anyOf = [] } = parsed.data;
  const names = Object.keys(properties);
  const types = [type ?? []].flat();
  if (types.length === 0 && anyOf.length === 0) return false;
  const closed = !types.includes("object") || (additionalProperties === false && names.length > 0 && names.every((name) => required.includes(name)));
  return closed && [...Object.values(properties), ...(items === undefined ? [] : [items]), ...anyOf].every(isStrict);
}
