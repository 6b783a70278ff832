import * as z from "zod/mini";
import { type FromPage, fromPageSchema } from "../../engine/protocol/from-page.ts";

/** A message of the page, or one clear line on why it is none. */
export type ParsedPageMessage = { readonly kind: "message"; readonly message: FromPage } | { readonly kind: "broken"; readonly line: string };

/** Parses what came from the page. Never throws. */
export function parsePageMessage(value: unknown): ParsedPageMessage {
  const parsed = z.safeParse(fromPageSchema, value);
  if (parsed.success) return { kind: "message", message: parsed.data };
  const why = z.prettifyError(parsed.error).split("\n")[0] ?? "";
  return { kind: "broken", line: `The panel sent a message that is none of its own; it was passed over. ${why}` };
}
