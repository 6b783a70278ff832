import type { OutputSchema } from "./model-client.ts";

/** Asks for structured output in words, where a service has no other way. */
export function outputInstruction({ schema }: OutputSchema): string {
  return `Answer with one JSON object and nothing else, without a code fence. It must follow this JSON Schema:\n${JSON.stringify(schema)}`;
}
