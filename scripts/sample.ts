import { existsSync } from "node:fs";
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import * as z from "zod/mini";
import { buildCache, repositoryRoot } from "./paths.ts";
import { runOrThrow } from "./process/run.ts";

/** A published package, how its own tests are run, and what they need besides its dependencies. */
export interface Sample {
  readonly name: string;
  readonly test: string;
  readonly needs: readonly string[];
}

/** Pinned in test/packages. The commands are the test runners that each package's own scripts call, without its linters. */
export const samples: readonly Sample[] = [
  { name: "minimist", test: "tape 'test/**/*.js'", needs: ["tape"] },
  { name: "qs", test: "tape 'test/**/*.js'", needs: ["tape", "es-value-fixtures", "for-each", "has-bigints", "has-override-mistake", "has-property-descriptors", "has-proto", "has-symbols", "iconv-lite", "mock-property", "object-inspect", "safer-buffer"] },
  { name: "mqtt-packet", test: "tape test.js && node testRandom", needs: ["tape", "readable-stream"] },
  { name: "htmlparser2", test: "mocha", needs: ["mocha"] },
  { name: "sha.js", test: "tape 'test/**/*.js'", needs: ["tape", "hash-test-vectors", "typedarray"] },
  { name: "traverse", test: "tape 'test/**/*.js'", needs: ["tape", "es-value-fixtures"] },
];

const pinned = join(repositoryRoot, "test", "packages");
const cache = join(buildCache, "packages");
const manifestSchema = z.object({ version: z.string(), dependencies: z.optional(z.record(z.string(), z.string())), optionalDependencies: z.optional(z.record(z.string(), z.string())), bin: z.optional(z.union([z.string(), z.record(z.string(), z.string())])) });
let installing: Promise<string> | undefined;

/** The `node_modules` with the pinned packages; installed by npm the first time, and again when the pins change. */
export function installPackages(): Promise<string> {
  return (installing ??= install());
}

async function install(): Promise<string> {
  const lock = await readFile(join(pinned, "package-lock.json"), "utf8");
  const modules = join(cache, "node_modules");
  const installed = await readFile(join(cache, "package-lock.json"), "utf8").catch(() => "");
  if (installed === lock && existsSync(modules)) return modules;
  await mkdir(buildCache, { recursive: true });
  const fresh = await mkdtemp(`${cache}-`);
  await cp(pinned, fresh, { recursive: true });
  await runOrThrow("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: fresh });
  await rm(cache, { recursive: true, force: true });
  await rename(fresh, cache);
  return modules;
}

/**
 * Makes `directory` a throw-away git repository with an unmodified published package and, in its own node_modules, a copy of all that its
 * tests need. No network once the packages are installed. Returns the command that runs the package's own tests.
 */
export async function prepareSample(name: string, directory: string): Promise<Sample> {
  const sample = samples.find((one) => one.name === name);
  if (sample === undefined) throw new Error(`There is no sample "${name}"; the samples are ${samples.map((one) => one.name).join(", ")}.`);
  const modules = await installPackages();
  await cp(join(modules, name), directory, { recursive: true, filter: (path) => relative(join(modules, name), path) !== "node_modules" });
  const folders = new Set<string>();
  for (const need of [...(await dependenciesOf(join(modules, name))), ...sample.needs]) await closure(modules, join(modules, name), need, folders);
  for (const folder of folders) await cp(folder, join(directory, "node_modules", relative(modules, folder).replace(`${join(name, "node_modules")}/`, "")), { recursive: true });
  await linkCommands(modules, sample, join(directory, "node_modules"));
  const git = (...args: string[]): Promise<string> => runOrThrow("git", ["-c", "user.name=Sample", "-c", "user.email=sample@localhost", ...args], { cwd: directory });
  await git("init", "--quiet", "--initial-branch=main");
  await appendFile(join(directory, ".git", "info", "exclude"), "node_modules/\n");
  await git("add", "--all");
  await git("commit", "--quiet", "--message", "The package as it was published");
  return sample;
}

/** Adds the folder of a package and of all that it depends on, as Node.js would find them from `from`. */
async function closure(modules: string, from: string, name: string, found: Set<string>): Promise<void> {
  const folder = resolveFrom(modules, from, name);
  if (folder === undefined || found.has(folder)) return;
  found.add(folder);
  for (const dependency of await dependenciesOf(folder)) await closure(modules, folder, dependency, found);
}

function resolveFrom(modules: string, from: string, name: string): string | undefined {
  for (let folder = from; folder.startsWith(dirname(modules)); folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(candidate)) return candidate;
  }
  return undefined;
}

async function dependenciesOf(folder: string): Promise<string[]> {
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(folder, "package.json"), "utf8")));
  return Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
}

/** The commands of the test runner, as npm would link them. */
async function linkCommands(modules: string, sample: Sample, target: string): Promise<void> {
  const commands = join(modules, ".bin");
  await mkdir(join(target, ".bin"), { recursive: true });
  for (const command of await readdir(commands)) {
    if (sample.needs.includes(command)) await cp(join(commands, command), join(target, ".bin", command), { verbatimSymlinks: true });
  }
}

/** Commits a test script of the copy without the coverage tool that its package runs under, which the copy does not bring. */
export async function testWithoutCoverage(directory: string, command: string): Promise<void> {
  const path = join(directory, "package.json");
  const manifest = await readFile(path, "utf8");
  await writeFile(path, manifest.replace(/("tests-only": )"[^"]*"/, (_, key: string) => key + JSON.stringify(command)));
  await runOrThrow("git", ["-c", "user.name=Sample", "-c", "user.email=sample@localhost", "commit", "--quiet", "--all", "--message", "Run the tests without coverage"], { cwd: directory });
}
