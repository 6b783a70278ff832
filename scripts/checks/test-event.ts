import * as z from "zod/mini";

/** What a run of tests tells about itself, one JSON line each, so that a crash or a hang still leaves what was known. */
export const testEvent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("started"), title: z.string() }),
  z.object({ type: z.literal("passed"), title: z.string(), milliseconds: z.number() }),
  z.object({ type: z.literal("failed"), title: z.string(), message: z.string() }),
  z.object({ type: z.literal("skipped"), title: z.string() }),
  z.object({ type: z.literal("ended") }),
]);

export type TestEvent = z.infer<typeof testEvent>;

/** The line that people see of an event; none for those that would only be noise. */
export function eventLine(event: TestEvent): string | undefined {
  switch (event.type) {
    case "passed":
      return `✓ ${event.title}${event.milliseconds > 1000 ? ` (${(event.milliseconds / 1000).toFixed(1)} s)` : ""}`;
    case "failed":
      return `✗ ${event.title}\n${event.message.replaceAll(/^/gm, "    ")}`;
    case "skipped":
      return `- ${event.title} (skipped)`;
    default:
      return undefined;
  }
}
