import type { Refactoring } from "../../language/refactoring.ts";
import { parsePackageJson, testScript } from "../../repository/project-commands/package-json.ts";

/**
 * The command that tests a package after `refactorings`, from its package.json; undefined where it has no tests. Scripts around
 * the test (`pretest` linting, `posttest` audits) are left out: they check style or need a network.
 */
export function testCommand(packageJson: string | null, refactorings: readonly Refactoring[]): string | undefined {
  if (packageJson === null || testScript(parsePackageJson(packageJson)) === undefined) return undefined;
  const migrates = refactorings.some(({ name }) => name === "migrate_to_typescript");
  return migrates ? "npm run build --ignore-scripts && npm test --ignore-scripts" : "npm test --ignore-scripts";
}
