import { parseArgs } from "node:util";
import * as z from "zod/mini";

export const usage = `usage: npm start                                    VS Code on a throw-away copy of a sample project
       npm start -- --open FOLDER                   VS Code on a folder of yours
       npm start -- --terminal "REQUEST"            the same work in this terminal, on the copy
         --approval-mode suggest|auto-edit|full-auto  what it may do without asking (with --terminal)`;

/** The arguments make no sense; the message says why and how they are used. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  constructor(reason: string) {
    super(`${reason}\n${usage}`);
  }
}

const schema = z
  .strictObject({
    terminal: z.optional(z.string().check(z.minLength(1, "--terminal needs a request"))),
    "approval-mode": z.optional(z.enum(["suggest", "auto-edit", "full-auto"], "--approval-mode is suggest, auto-edit or full-auto")),
    open: z.optional(z.string().check(z.minLength(1, "--open needs a folder"))),
    help: z._default(z.boolean(), false),
  })
  .check(z.refine((args) => args["approval-mode"] === undefined || args.terminal !== undefined, "--approval-mode goes with --terminal; in VS Code it is a setting"));

export type StartArguments = z.infer<typeof schema>;

/** Parses the arguments of `npm start`. Throws `UsageError`. */
export function startArguments(args: readonly string[]): StartArguments {
  const text = { type: "string" } as const;
  try {
    const { values } = parseArgs({ args: [...args], options: { terminal: text, "approval-mode": text, open: text, help: { type: "boolean", short: "h" } } });
    const parsed = z.safeParse(schema, { ...values });
    if (parsed.success) return parsed.data;
    throw new UsageError(parsed.error.issues.map((issue) => issue.message).join("; "));
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(error instanceof Error ? error.message : String(error));
  }
}
