import * as z from "zod/mini";
import type { ModelDelta } from "../model-client.ts";
import type { WireToolCall } from "./call-service.ts";

const text = z.optional(z.nullable(z.string()));
export const fragmentSchema = z.looseObject({
  index: z.optional(z.nullable(z.number())),
  id: text,
  function: z.optional(z.nullable(z.looseObject({ name: text, arguments: z.optional(z.nullable(z.union([z.string(), z.record(z.string(), z.unknown())]))) }))),
});

interface Call extends WireToolCall {
  /** The server's own number of the call, where it gives one. */
  readonly place: number | undefined;
  /** The id as the server sent it, which two calls may share. */
  readonly sent: string;
  arguments: string;
}

/** Joins the fragments of tool calls. */
export interface FragmentJoiner {
  readonly add: (fragment: z.infer<typeof fragmentSchema>) => ModelDelta;
  readonly calls: readonly WireToolCall[];
}

/**
 * Servers differ in how they tell calls apart: by index; by id alone; by name, where every call has index 0 (Gemini); and some give a new id
 * with every fragment (old vLLM). `before` is how many calls the conversation has had, so that made-up ids differ over all of it.
 */
export function joinFragments(before: number): FragmentJoiner {
  const calls: Call[] = [];
  return {
    calls,
    add: (fragment) => {
      const id = fragment.id ?? "";
      const name = fragment.function?.name ?? "";
      const given = fragment.function?.arguments ?? "";
      const place = fragment.index ?? undefined;
      const known = calls.findLast((call) => place === undefined || call.place === place);
      const call = known === undefined || begins(known, place, id, name) ? { place, sent: id, id: freeId(id, calls, before), name, arguments: "" } : known;
      if (call !== known) calls.push(call);
      const added = typeof given === "string" ? given : JSON.stringify(given);
      call.arguments += added;
      return { type: "tool_call", index: calls.indexOf(call), id: call.id, name: call.name, arguments: added };
    },
  };
}

/** The server's own id, or one that no other call has. */
function freeId(sent: string, calls: readonly Call[], before: number): string {
  const taken = new Set(calls.map(({ id }) => id));
  let id = sent === "" ? `call_${before + calls.length}` : sent;
  for (let number = calls.length; taken.has(id); number += 1) id = `call_${before + number}`;
  return id;
}

/** Whether a fragment is the first of a new call, though the last one of its place is known. */
function begins(known: Call, place: number | undefined, id: string, name: string): boolean {
  const other = id !== "" && id !== known.sent;
  if (place !== undefined) return other && name !== "";
  return other || (name !== "" && known.arguments !== "");
}
