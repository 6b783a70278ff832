import assert from "node:assert/strict";
import fc from "fast-check";
import { findProjectCommands } from "../../../engine/repository/project-commands.ts";

type Files = Readonly<Record<string, string>>;
const commandsOf = async (files: Files): Promise<readonly string[]> =>
  (await findProjectCommands(Object.keys(files), (path) => Promise.resolve(files[path] ?? null))).map(({ kind, command, source }) => `${kind}: ${command} (${source})`);
const scripts = (record: Readonly<Record<string, string>>, more: object = {}): string => JSON.stringify({ scripts: record, ...more });

describe("the commands of a project", () => {
  for (const [what, files, expected] of [
    ["npm scripts", { "package.json": scripts({ test: "mocha", typecheck: "tsc", lint: "eslint .", build: "x", pretest: "rm" }) }, ["test: npm test", "type_check: npm run typecheck", "lint: npm run lint", "build: npm run build"]],
    ["no test, as npm init writes it", { "package.json": scripts({ test: 'echo "Error: no test specified" && exit 1' }) }, []],
    ["pnpm by its lock file", { "package.json": scripts({ test: "x", "type-check": "x" }), "pnpm-lock.yaml": "" }, ["test: pnpm test", "type_check: pnpm run type-check"]],
    ["yarn by the packageManager field before any lock file", { "package.json": scripts({ test: "x" }, { packageManager: "yarn@4.1.0" }), "pnpm-lock.yaml": "" }, ["test: yarn test"]],
    ["bun by its lock file", { "package.json": scripts({ test: "x" }), "bun.lock": "", "tsconfig.json": "{}" }, ["test: bun run test", "type_check: bunx --no-install tsc --noEmit"]],
    ["npm for a package manager that is not known", { "package.json": scripts({ test: "x" }, { packageManager: "__proto__@1" }) }, ["test: npm test"]],
    ["TypeScript without a script", { "package.json": scripts({}), "tsconfig.json": "{}" }, ["type_check: npx --no-install tsc --noEmit"]],
    ["TypeScript's references to other projects", { "tsconfig.json": '{\n  "files": [],\n  "references": [{ "path": "./app" }]\n}' }, ["type_check: npx --no-install tsc --build --noEmit"]],
    ["a check script that calls TypeScript", { "package.json": scripts({ check: "svelte-check && tsc" }), "tsconfig.json": "{}" }, ["type_check: npm run check"]],
    ["a broken package.json", { "package.json": "{ broken" }, []],
    ["a package.json of wrong types", { "package.json": '{"scripts": {"test": 1}, "packageManager": []}' }, []],
    ["a Makefile", { "Makefile": "CC := gcc\n.PHONY: test\nall: a.o\ntest lint: all\n\tcc\ncheck:: x\ntypecheck : y\n" }, ["test: make test", "type_check: make typecheck", "lint: make lint", "build: make all"]],
    ["a Makefile with check only", { "GNUmakefile": "check:\n\tx\ntest := 1\n" }, ["test: make check"]],
    ["pyproject.toml", { "pyproject.toml": "[tool.pytest.ini_options]\nx = 1\n[tool.mypy]\n[tool.ruff.lint]\n" }, ["test: pytest", "type_check: mypy .", "lint: ruff check ."]],
    ["pyproject.toml that depends on pytest, under uv", { "pyproject.toml": '[dependency-groups]\ndev = [\n  "pytest>=8",\n]\n', "uv.lock": "" }, ["test: uv run pytest"]],
    ["setup.cfg, and tox.ini under poetry", { "setup.cfg": "[mypy]\n[flake8]\n", "tox.ini": "[testenv]\n", "poetry.lock": "" }, ["test: poetry run tox", "type_check: poetry run mypy .", "lint: poetry run flake8"]],
    ["pytest.ini", { "pytest.ini": "" }, ["test: pytest"]],
    ["Python's own test classes", { "tests/test_a.py": "import unittest\nclass A(unittest.TestCase):\n  def test_a(self): pass\n" }, ["test: python3 -m unittest discover"]],
    ["Python test functions", { "a_test.py": "def test_a():\n  pass\n" }, ["test: pytest"]],
    ["a Django project", { "manage.py": "", "requirements.txt": "Django\n" }, ["test: python3 manage.py test"]],
    ["a Cargo workspace", { "Cargo.toml": "[workspace]\n" }, ["test: cargo test --workspace", "type_check: cargo check --workspace", "lint: cargo clippy --workspace", "build: cargo build --workspace"]],
    ["a Go module", { "go.mod": "module x\n" }, ["test: go test ./...", "type_check: go build ./...", "lint: go vet ./...", "build: go build ./..."]],
    ["Maven with its wrapper", { "pom.xml": "", "mvnw": "" }, ["test: ./mvnw test", "type_check: ./mvnw compile", "build: ./mvnw package -DskipTests"]],
    ["Gradle", { "build.gradle.kts": "" }, ["test: gradle test", "type_check: gradle classes", "build: gradle assemble"]],
    ["composer scripts and PHPStan", { "composer.json": scripts({ test: "phpunit" }), "phpstan.neon": "" }, ["test: composer run-script test", "type_check: vendor/bin/phpstan analyse"]],
    ["PHPUnit without a script", { "composer.json": '{"require-dev": {"phpunit/phpunit": "^11"}}' }, ["test: vendor/bin/phpunit"]],
    ["RSpec and RuboCop", { "Gemfile": 'gem "rspec"\ngem "rubocop"\n' }, ["test: bundle exec rspec", "lint: bundle exec rubocop"]],
    ["a Rakefile without a Gemfile", { "Rakefile": "Rake::TestTask.new\n" }, ["test: rake test"]],
    ["a .NET solution with tests", { "a.sln": "", "src/a.csproj": "", "test/b.csproj": '<PackageReference Include="Microsoft.NET.Test.Sdk" />' }, ["test: dotnet test", "type_check: dotnet build", "build: dotnet build"]],
    ["a .NET project without tests", { "a.csproj": "" }, ["type_check: dotnet build", "build: dotnet build"]],
    ["the folders in the root where the root has none", { "web/package.json": scripts({ test: "x" }), "api/go.mod": "", "a b/package.json": scripts({ test: "x" }), "x/y/package.json": scripts({ test: "x" }) }, ["test: cd api && go test ./...", "type_check: cd api && go build ./...", "lint: cd api && go vet ./...", "build: cd api && go build ./...", "test: cd web && npm test"]],
    ["nothing", { "README.md": "npm test\n" }, []],
  ] as const) {
    it(`are found from ${what}`, async () => {
      assert.deepEqual((await commandsOf(files)).map((line) => line.replace(/ \([^)]*\)$/, "")), expected);
    });
  }

  it("say which file each is from", async () => {
    assert.deepEqual(await commandsOf({ "web/package.json": scripts({ test: "x" }), "web/tsconfig.json": "" }), ["test: cd web && npm test (web/package.json)", "type_check: cd web && npx --no-install tsc --noEmit (web/tsconfig.json)"]);
  });

  it("are first those of AGENTS.md", async () => {
    const files = { "AGENTS.md": "# Guide\n## Testing\nRun `npm run test:unit` before each commit.\n", "package.json": scripts({ test: "x" }) };
    assert.deepEqual(await commandsOf(files), ["test: npm run test:unit (AGENTS.md)", "test: npm test (package.json)"]);
  });

  for (const [what, markdown, expected] of [
    ["fenced blocks, with prompts and remarks", "# Checks\n```bash\n$ npm install && npm test  # all of them\n# lint\nnpm run lint\nnpm run \\\n  typecheck\n```\n", ["test: npm test", "lint: npm run lint", "type_check: npm run typecheck"]],
    ["sections below a heading about tests", "## Testing\n### Unit\n`pytest -q`\n## Style\n`ruff check src`\n", ["test: pytest -q"]],
    ["several commands in one as a test", "## CI\n- `cargo clippy && cargo test`\n", ["test: cargo clippy && cargo test"]],
    ["commands with variables", "## Test\n`CI=1 NODE_ENV=test npm test`\n", ["test: CI=1 NODE_ENV=test npm test"]],
    ["the whole, not single tests or endless runs", "## Tests\nRun a single test with `npm test -- a`; all with `npm test`; watch: `npm run test:watch`.\n```\n# one file\npytest path/to/test_a.py\npytest tests/a.py::test_b\nnpm run lint:fix\n```\n", ["test: npm test"]],
    ["tables", "## Commands\n| Command | What |\n| --- | --- |\n| `pnpm install` | packages |\n| `pnpm type-check:full` | types |\n| `pnpm test` | all tests |\n| `pnpm test:watch` | tests |\n", ["type_check: pnpm type-check:full", "test: pnpm test"]],
    ["the whole project, not its packages or filters", "## Tests\n`cargo test -p core`, `./mvnw -Dtest=A test`, `php artisan test --filter=a`, `npx vitest src/a.test.ts`, `cargo test --workspace`\n", ["test: cargo test --workspace"]],
    ["what checks, not what makes tests or runs on a folder of tests", "## Tests\n`php artisan make:test {name}`, `php artisan make:test A`, `cargo run -- --root test/data`, `vendor/bin/pint --test`, `cargo build/test`, `node test/all.js`\n", ["test: node test/all.js"]],
    ["at most three commands of a kind", "## Tests\n```\nmake test\nmake test-a\nmake test-b\nmake test-c\nmake lint\n```\n", ["test: make test", "test: make test-a", "test: make test-b", "lint: make lint"]],
    ["commands, not names of files and options", "## Testing\nTests are in `test/`; `describe` and `--grep` are mocha's, `rm -rf tests` is not a test, nor `curl x | sh # test`.\n", []],
    ["shell blocks only", "## Testing\n```js\nnpm.test()\n```\n```json\nnpm test\n```\n~~~\nmake check\n~~~\n", ["test: make check"]],
    ["nothing outside such headings", "# Story\n`npm test`\n", []],
    ["nothing where a block is not closed", "# Story\n```\n## Test\nnpm test\n", []],
    ["no control characters and no endless lines", `## Test\n\`npm test \u001b[31m\`\n\`npm test ${"x".repeat(300)}\`\n`, []],
  ] as const) {
    it(`are read in AGENTS.md from ${what}`, async () => {
      assert.deepEqual((await commandsOf({ "AGENTS.md": markdown })).map((line) => line.replace(/ \([^)]*\)$/, "")), expected);
    });
  }

  it("are found beside files that cannot be read", async () => {
    const found = await findProjectCommands(["package.json", "go.mod", "Makefile"], () => Promise.reject(new Error("gone")));
    assert.deepEqual(found.map(({ command }) => command), ["go test ./...", "go build ./...", "go vet ./...", "go build ./..."]);
  });

  it("are never more than one line of printable text, whatever the files hold", async () => {
    const names = ["package.json", "Makefile", "pyproject.toml", "tox.ini", "setup.cfg", "Cargo.toml", "composer.json", "Gemfile", "Rakefile", "AGENTS.md", "a.csproj"];
    const piece = fc.constantFrom("# Test\n", "`npm test`", "`", "```\n", "npm test\n", "\u0000", "\u001b[0m", "test:", "\n", " ", "\\\n", "[tool.ruff]", '{"scripts": {"test": "', '"}}', "💥", "test\r\n", "lint :");
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.constantFrom(...names), fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join("")), { noNullPrototype: true }), async (files) => {
        for (const { command } of await findProjectCommands(Object.keys(files), (path) => Promise.resolve(files[path] ?? null))) assert.match(command, /^[\P{Cc}]{1,300}$/u);
      }),
    );
  });

  it("are found in huge hostile files without hanging", async () => {
    const blank = "\n".repeat(300_000);
    const files: Files = { "pyproject.toml": blank, "Makefile": "a ".repeat(150_000), "AGENTS.md": `# Test\n${"`".repeat(100_001)}${"#".repeat(50_000)}${" ".repeat(100_000)}`, "package.json": "[".repeat(300_000), "Rakefile": "task ".repeat(60_000) };
    assert.deepEqual(await commandsOf(files), []);
  });
});
