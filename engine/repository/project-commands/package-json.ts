import * as z from "zod/mini";
import { type CommandKind, firstFile, type Project, type ProjectCommand } from "./project.ts";

const manifestSchema = z.looseObject({
  scripts: z.optional(z.catch(z.record(z.string(), z.string()), {})),
  dependencies: z.optional(z.catch(z.record(z.string(), z.string()), {})),
  packageManager: z.optional(z.catch(z.string(), "")),
});

export interface PackageJson {
  readonly scripts: ReadonlyMap<string, string>;
  readonly dependencies: ReadonlyMap<string, string>;
  readonly packageManager: string;
}

/** What a package.json says that concerns us; as if it were empty where it is broken. */
export function parsePackageJson(text: string): PackageJson {
  const { scripts = {}, dependencies = {}, packageManager = "" } = parseManifest(text);
  return { scripts: new Map(Object.entries(scripts)), dependencies: new Map(Object.entries(dependencies)), packageManager };
}

function parseManifest(text: string): z.infer<typeof manifestSchema> {
  try {
    const parsed = z.safeParse(manifestSchema, JSON.parse(text));
    return parsed.success ? parsed.data : {};
  } catch {
    return {};
  }
}

/** The script that tests; undefined for what `npm init` writes where there are no tests. */
export function testScript({ scripts }: PackageJson): string | undefined {
  const test = scripts.get("test");
  return test === undefined || /no test specified/.test(test) ? undefined : test;
}

const SCRIPTS: readonly (readonly [CommandKind, readonly string[]])[] = [
  ["type_check", ["typecheck", "type-check", "check-types", "check:types", "types:check", "types", "tsc", "test:types"]],
  ["lint", ["lint", "lint:check", "eslint", "check"]],
  ["build", ["build", "compile"]],
];

interface Manager {
  readonly test: string;
  readonly run: string;
  readonly execute: string;
}

const MANAGERS: ReadonlyMap<string, Manager> = new Map([
  ["npm", { test: "npm test", run: "npm run", execute: "npx --no-install" }],
  ["pnpm", { test: "pnpm test", run: "pnpm run", execute: "pnpm exec" }],
  ["yarn", { test: "yarn test", run: "yarn run", execute: "yarn run" }],
  ["bun", { test: "bun run test", run: "bun run", execute: "bunx --no-install" }],
]);
const NPM: Manager = { test: "npm test", run: "npm run", execute: "npx --no-install" };

const LOCK_FILES = { "pnpm-lock.yaml": "pnpm", "yarn.lock": "yarn", "bun.lock": "bun", "bun.lockb": "bun" } as const;

/** The scripts of a package.json by the project's package manager; TypeScript's compiler where no script calls it. */
export async function packageCommands(project: Project): Promise<readonly ProjectCommand[]> {
  if (firstFile(project, "package.json", "tsconfig.json") === undefined) return [];
  const manifest = parsePackageJson(await project.read("package.json"));
  const lockFile = firstFile(project, ...Object.keys(LOCK_FILES));
  const byLockFile = Object.entries(LOCK_FILES).find(([name]) => name === lockFile)?.[1] ?? "npm";
  const manager = MANAGERS.get(/^\w+(?=@|$)/.exec(manifest.packageManager)?.[0] ?? byLockFile) ?? NPM;
  const found: ProjectCommand[] = [];
  const source = "package.json";
  if (testScript(manifest) !== undefined) found.push({ kind: "test", command: manager.test, source });
  for (const [kind, names] of SCRIPTS) {
    const name = names.find((each) => manifest.scripts.has(each) && (each !== "check" || !manifest.scripts.get(each)?.includes("tsc")));
    if (name !== undefined) found.push({ kind, command: `${manager.run} ${name}`, source });
  }
  if (!found.some(({ kind }) => kind === "type_check")) {
    if (manifest.scripts.get("check")?.includes("tsc") === true) found.push({ kind: "type_check", command: `${manager.run} check`, source });
    else if (project.files.has("tsconfig.json")) found.push({ kind: "type_check", command: `${manager.execute} tsc ${await compilerFlags(project)}`, source: "tsconfig.json" });
  }
  return found;
}

/** A tsconfig.json without files of its own only names other projects: without `--build` nothing would be checked. */
async function compilerFlags(project: Project): Promise<string> {
  const text = await project.read("tsconfig.json");
  return /"references"\s*:/.test(text) && /"files"\s*:\s*\[\s*\]/.test(text) ? "--build --noEmit" : "--noEmit";
}
