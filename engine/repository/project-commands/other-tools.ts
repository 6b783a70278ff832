import * as z from "zod/mini";
import { type CommandFinder, type CommandKind, firstFile, type ProjectCommand } from "./project.ts";

const TARGETS: readonly (readonly [CommandKind, readonly string[]])[] = [
  ["test", ["test", "tests", "check"]],
  ["type_check", ["typecheck", "type-check", "check-types", "types", "mypy"]],
  ["lint", ["lint"]],
  ["build", ["build", "all"]],
];

/** The targets of a Makefile that have the usual names. */
export const makeCommands: CommandFinder = async (project) => {
  const source = firstFile(project, "GNUmakefile", "makefile", "Makefile");
  if (source === undefined) return [];
  const text = await project.read(source);
  const targets = new Set([...text.matchAll(/^([\w.-][\w. -]{0,200}?) {0,10}::?(?!=)/gm)].flatMap(([, names = ""]) => names.split(" ")));
  return TARGETS.flatMap(([kind, names]) => names.filter((name) => targets.has(name)).slice(0, 1).map((name) => ({ kind, command: `make ${name}`, source })));
};

export const cargoCommands: CommandFinder = async (project) => {
  const source = "Cargo.toml";
  if (!project.files.has(source)) return [];
  const all = /^\[workspace\]/m.test(await project.read(source)) ? " --workspace" : "";
  return commands(source, { test: `cargo test${all}`, type_check: `cargo check${all}`, lint: `cargo clippy${all}`, build: `cargo build${all}` });
};

export const goCommands: CommandFinder = (project) => {
  const linter = firstFile(project, ".golangci.yml", ".golangci.yaml", ".golangci.toml");
  return Promise.resolve(
    !project.files.has("go.mod") ? [] : commands("go.mod", { test: "go test ./...", type_check: "go build ./...", lint: linter === undefined ? "go vet ./..." : "golangci-lint run", build: "go build ./..." }),
  );
};

/** Maven and Gradle, by their wrappers where the project has them. */
export const javaCommands: CommandFinder = (project) => {
  const found: ProjectCommand[] = [];
  if (project.files.has("pom.xml")) {
    const maven = project.files.has("mvnw") ? "./mvnw" : "mvn";
    found.push(...commands("pom.xml", { test: `${maven} test`, type_check: `${maven} compile`, build: `${maven} package -DskipTests` }));
  }
  const source = firstFile(project, "build.gradle", "build.gradle.kts");
  if (source !== undefined) {
    const gradle = project.files.has("gradlew") ? "./gradlew" : "gradle";
    found.push(...commands(source, { test: `${gradle} test`, type_check: `${gradle} classes`, build: `${gradle} assemble` }));
  }
  return Promise.resolve(found);
};

const composerSchema = z.looseObject({
  scripts: z.optional(z.catch(z.record(z.string(), z.unknown()), {})),
  "require-dev": z.optional(z.catch(z.record(z.string(), z.unknown()), {})),
});

const COMPOSER_SCRIPTS: readonly (readonly [CommandKind, readonly string[]])[] = [
  ["test", ["test", "tests", "phpunit"]],
  ["type_check", ["phpstan", "stan", "analyse", "analyze", "psalm"]],
  ["lint", ["lint", "cs", "cs-check", "phpcs"]],
];

/** The scripts of a composer.json, and its tools where no script calls them. */
export const composerCommands: CommandFinder = async (project) => {
  const source = "composer.json";
  if (!project.files.has(source)) return [];
  const { scripts = {}, "require-dev": tools = {} } = parseComposer(await project.read(source));
  const found: ProjectCommand[] = COMPOSER_SCRIPTS.flatMap(([kind, names]) => names.filter((name) => Object.hasOwn(scripts, name)).slice(0, 1).map((name) => ({ kind, command: `composer run-script ${name}`, source })));
  const phpunit = firstFile(project, "phpunit.xml", "phpunit.xml.dist") ?? (Object.hasOwn(tools, "phpunit/phpunit") ? source : undefined);
  const phpstan = firstFile(project, "phpstan.neon", "phpstan.neon.dist") ?? (Object.hasOwn(tools, "phpstan/phpstan") ? source : undefined);
  if (phpunit !== undefined && !found.some(({ kind }) => kind === "test")) found.push({ kind: "test", command: "vendor/bin/phpunit", source: phpunit });
  if (phpstan !== undefined && !found.some(({ kind }) => kind === "type_check")) found.push({ kind: "type_check", command: "vendor/bin/phpstan analyse", source: phpstan });
  return found;
};

function parseComposer(text: string): z.infer<typeof composerSchema> {
  try {
    const parsed = z.safeParse(composerSchema, JSON.parse(text));
    return parsed.success ? parsed.data : {};
  } catch {
    return {};
  }
}

export const rubyCommands: CommandFinder = async (project) => {
  const rakefile = firstFile(project, "Rakefile", "rakefile", "Rakefile.rb");
  const gemfile = firstFile(project, "Gemfile", "gems.rb");
  if (rakefile === undefined && gemfile === undefined) return [];
  const bundle = gemfile === undefined ? "" : "bundle exec ";
  const gems = gemfile === undefined ? "" : await project.read(gemfile);
  const tasks = rakefile === undefined ? "" : await project.read(rakefile);
  const found: ProjectCommand[] = [];
  const specs = firstFile(project, ".rspec", "spec/spec_helper.rb") ?? (/["']rspec/.test(gems) ? gemfile : undefined);
  if (specs !== undefined) found.push({ kind: "test", command: `${bundle}rspec`, source: specs });
  else if (project.files.has("bin/rails") && [...project.files].some((name) => name.startsWith("test/"))) found.push({ kind: "test", command: "bin/rails test", source: "bin/rails" });
  if (rakefile !== undefined && /TestTask|\btask\s*\(?:?["']?test\b/.test(tasks)) found.push({ kind: "test", command: `${bundle}rake test`, source: rakefile });
  const cops = firstFile(project, ".rubocop.yml") ?? (/["']rubocop/.test(gems) ? gemfile : undefined);
  if (cops !== undefined) found.push({ kind: "lint", command: `${bundle}rubocop`, source: cops });
  return found;
};

export const dotnetCommands: CommandFinder = async (project) => {
  const projects = [...project.files].filter((name) => /\.[cf]sproj$/.test(name)).sort();
  const source = [...project.files].filter((name) => /^[^/]+\.slnx?$/.test(name)).sort()[0] ?? projects[0];
  if (source === undefined) return [];
  const texts = await Promise.all(projects.slice(0, 50).map(project.read));
  const tested = projects.some((name, index) => /Tests?\.[cf]sproj$/.test(name) || texts[index]?.includes("Microsoft.NET.Test.Sdk") === true);
  return commands(source, { ...(tested ? { test: "dotnet test" } : {}), type_check: "dotnet build", build: "dotnet build" });
};

function commands(source: string, byKind: Partial<Readonly<Record<CommandKind, string>>>): readonly ProjectCommand[] {
  const kinds: readonly CommandKind[] = ["test", "type_check", "lint", "build"];
  return kinds.flatMap((kind) => {
    const command = byKind[kind];
    return command === undefined ? [] : [{ kind, command, source }];
  });
}
