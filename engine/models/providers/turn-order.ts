import * as z from "zod/mini";
import type { Message, ToolCall } from "../../agent-api/completion.ts";

/**
 * One place of an assistant's turn, as its service wrote it: reasoning that it wants back as it was, so many characters of the text, or a
 * call. Services check that reasoning stands where it stood; texts and calls are in the message already and are not held twice.
 */
export type Place<Kept> = { readonly kept: Kept } | { readonly characters: number; readonly phase?: string | undefined } | { readonly call: string };

/** The schema of places, for what a provider keeps. */
export function placesSchema<Kept>(kept: z.ZodMiniType<Kept>) {
  return z.array(z.union([z.object({ kept }), z.object({ characters: z.int(), phase: z.optional(z.string()) }), z.object({ call: z.string() })]));
}

/** How a provider writes each part of a turn. */
export interface TurnWriter<Kept, Part> {
  readonly kept: (kept: Kept) => Part;
  readonly text: (text: string, phase: string | undefined) => Part;
  readonly call: (call: ToolCall) => Part;
}

/** An assistant's turn in its first order. What has changed since is not lost: such a text stands where its first part stood, calls that are new at the end. */
export function inOrder<Kept, Part>({ text, toolCalls }: Extract<Message, { role: "assistant" }>, places: readonly Place<Kept>[], write: TurnWriter<Kept, Part>): Part[] {
  const parts: Part[] = [];
  const calls = new Map(toolCalls.map((call) => [call.id, call]));
  const unchanged = places.reduce((sum, place) => sum + ("characters" in place ? place.characters : 0), 0) === text.length;
  let at = 0;
  const takeText = (end: number, phase?: string): void => {
    const part = text.slice(at, end);
    at = end;
    if (part.trim() !== "") parts.push(write.text(part, phase));
  };
  for (const place of places) {
    if ("kept" in place) parts.push(write.kept(place.kept));
    else if ("characters" in place) takeText(unchanged ? at + place.characters : text.length, place.phase);
    else {
      const call = calls.get(place.call);
      if (call !== undefined) parts.push(write.call(call));
      calls.delete(place.call);
    }
  }
  takeText(text.length);
  return [...parts, ...[...calls.values()].map(write.call)];
}
