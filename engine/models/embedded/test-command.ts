import * as z from "zod/mini";
import type { Refactoring } from "../../language/refactoring.ts";

const manifestSchema = z.looseObject({ scripts: z.optional(z.record(z.string(), z.string())) });
/** What `npm init` writes where there are no tests. */
const NO_TEST = /no test specified/;

/**
 * The command that tests a package after `refactorings`, from its package.json; undefined where it has no tests. Scripts around
 * the test (`pretest` linting, `posttest` audits) are left out: they check style or need a network.
 */
export function testCommand(packageJson: string | null, refactorings: readonly Refactoring[]): string | undefined {
  const scripts = parseScripts(packageJson);
  const test = scripts["test"];
  if (test === undefined || NO_TEST.test(test)) return undefined;
  const migrates = refactorings.some(({ name }) => name === "migrate_to_typescript");
  return migrates ? "npm run build --ignore-scripts && npm test --ignore-scripts" : "npm test --ignore-scripts";
}

function parseScripts(packageJson: string | null): Readonly<Record<string, string>> {
  if (packageJson === null) return {};
  try {
    const parsed = z.safeParse(manifestSchema, JSON.parse(packageJson));
    return parsed.success ? (parsed.data.scripts ?? {}) : {};
  } catch {
    return {};
  }
}
