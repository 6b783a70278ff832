import { parseArgs } from "node:util";
import * as z from "zod/mini";

const ours = {
  extensionDevelopmentPath: { type: "string" },
  extensionTestsPath: { type: "string" },
  "user-data-dir": { type: "string" },
  "extensions-dir": { type: "string" },
  /** Ours: open folders in restricted mode, although `runTests` always asks for `--disable-workspace-trust`. */
  restricted: { type: "boolean" },
} as const;

const schema = z.object({
  extensionDevelopmentPath: z.string(),
  extensionTestsPath: z.string(),
  "user-data-dir": z.string(),
  "extensions-dir": z.string(),
  restricted: z._default(z.boolean(), false),
});

export type LauncherArguments = z.infer<typeof schema> & { readonly folder?: string };

/** Reads the arguments that `runTests` of @vscode/test-electron gives to a VS Code; those that only concern a desktop window are left out. */
export function launcherArguments(args: readonly string[]): LauncherArguments {
  const { values, positionals } = parseArgs({ args: [...args], options: ours, strict: false, allowPositionals: true });
  const folder = positionals[0];
  return { ...schema.parse(values), ...(folder !== undefined && { folder }) };
}
