import { firstFile, type Project, type ProjectCommand } from "./project.ts";

const RUNNERS = { "uv.lock": "uv run ", "poetry.lock": "poetry run ", "pdm.lock": "pdm run ", "Pipfile.lock": "pipenv run " } as const;
const TEST_FILE = /(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/;

interface Hint {
  readonly kind: "test" | "type_check" | "lint";
  readonly tool: string;
  /** Files whose being there is enough. */
  readonly files: readonly string[];
  /** What says it inside a file that several tools share. */
  readonly section: RegExp;
}

const HINTS: readonly Hint[] = [
  { kind: "test", tool: "pytest", files: ["pytest.ini", "pytest.toml", ".pytest.ini", "conftest.py"], section: /^\[(?:tool\.pytest|tool:pytest|pytest\])|^[ \t]*["']?pytest\b/m },
  { kind: "test", tool: "tox", files: [], section: /^\[(?:testenv|tool\.tox)/m },
  { kind: "type_check", tool: "mypy .", files: ["mypy.ini", ".mypy.ini"], section: /^\[(?:tool\.)?mypy\]/m },
  { kind: "type_check", tool: "pyright", files: ["pyrightconfig.json"], section: /^\[tool\.(?:based)?pyright\]/m },
  { kind: "lint", tool: "ruff check .", files: ["ruff.toml", ".ruff.toml"], section: /^\[tool\.ruff\b/m },
  { kind: "lint", tool: "flake8", files: [".flake8"], section: /^\[flake8\]/m },
];

/** What the configuration files of Python's tools say; the standard library's test runner where only test files are there. */
export async function pythonCommands(project: Project): Promise<readonly ProjectCommand[]> {
  const lockFile = firstFile(project, ...Object.keys(RUNNERS));
  const runner = Object.entries(RUNNERS).find(([name]) => name === lockFile)?.[1] ?? "";
  const shared = ["pyproject.toml", "setup.cfg", "tox.ini", "requirements.txt", "requirements-dev.txt", "dev-requirements.txt", "test-requirements.txt"].filter((name) => project.files.has(name));
  const texts = await Promise.all(shared.map(async (name) => ({ name, text: await project.read(name) })));
  const found: ProjectCommand[] = [];
  for (const { kind, tool, files, section } of HINTS) {
    const source = firstFile(project, ...files) ?? texts.find(({ text }) => section.test(text))?.name;
    if (source !== undefined) found.push({ kind, command: `${runner}${tool}`, source });
  }
  if (project.files.has("manage.py")) found.push({ kind: "test", command: `${runner}python3 manage.py test`, source: "manage.py" });
  const testFile = [...project.files].find((name) => TEST_FILE.test(name));
  if (testFile !== undefined && !found.some(({ kind }) => kind === "test")) {
    const functions = /^(?:import pytest|from pytest|(?:async )?def test)/m.test(await project.read(testFile));
    found.push({ kind: "test", command: `${runner}${functions ? "pytest" : "python3 -m unittest discover"}`, source: testFile });
  }
  return found;
}
