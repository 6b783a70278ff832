import assert from "node:assert/strict";
import { modelPreferences, preferredRole } from "../../../engine/instructions/model-preferences.ts";

/** The architecture document's AGENTS.md. */
const documentSample = `# AGENTS.md (Codex-style project documentation)
## Project Overview
This is a TypeScript web application using Express and Prisma.

## Coding Standards
- Use TypeScript strict mode
- Follow ESLint rules
- Write tests for all new features

## Model Preferences
- Use Llama Scout for analyzing database schemas
- Prefer Claude Sonnet for architectural decisions
- Use GPT 4.1 for implementation details
`;
const holders = [
  { role: "context_analyzer", model: "Llama-4-Scout-17B-16E-Instruct-FP8" },
  { role: "reasoning_engine", model: "claude-sonnet-4-20250514" },
  { role: "code_generator", model: "gpt-4.1" },
] as const;
const preferred = (text: string, stage: "analyze" | "plan" | "implement", work: string): string | undefined => preferredRole(modelPreferences(text), holders, { stage, text: work });
const section = (...lines: readonly string[]): string => `## Model Preferences\n${lines.map((line) => `- ${line}\n`).join("")}`;

describe("the section Model Preferences", () => {
  it("is read as the architecture document writes it", () => {
    assert.deepEqual(modelPreferences(documentSample), [
      { model: "Llama Scout", purpose: "analyzing database schemas" },
      { model: "Claude Sonnet", purpose: "architectural decisions" },
      { model: "GPT 4.1", purpose: "implementation details" },
    ]);
  });

  it("ends with the next heading, and other lists are none of its business", () => {
    assert.deepEqual(modelPreferences(`- Use A for b\n${section("Use X for y")}\n### Other\n- Use C for d`), [{ model: "X", purpose: "y" }]);
  });

  it("takes any heading level, Windows line endings and numbered lists", () => {
    assert.equal(modelPreferences("# MODEL PREFERENCES #\r\n1. prefer Claude Sonnet for planning.\r\n").length, 1);
  });

  it("sends a piece of work to the model that the user named for it", () => {
    assert.equal(preferred(documentSample, "analyze", "Normalize the database schema"), "context_analyzer");
    assert.equal(preferred(documentSample, "plan", "Split the service"), "reasoning_engine");
    assert.equal(preferred(documentSample, "implement", "Write the middleware"), "code_generator");
  });

  it("lets a particular subject win over a stage in general", () => {
    const text = section("Use GPT 4.1 for implementation", "Use Claude Sonnet for regular expressions");
    assert.equal(preferred(text, "implement", "Rewrite the regular expression of the parser"), "reasoning_engine");
    assert.equal(preferred(text, "implement", "Add a flag"), "code_generator");
  });

  it("lets the later line win over an equal earlier one, because nearer files come later", () => {
    assert.equal(preferred(section("Use GPT 4.1 for planning", "Use Claude Sonnet for planning"), "plan", "x"), "reasoning_engine");
  });

  it("says nothing of work that it does not name, or of a model that nobody is", () => {
    assert.equal(preferred(section("Use Llama Scout for database schemas"), "implement", "Add a flag"), undefined);
    assert.equal(preferred(section("Use Gemini for planning"), "plan", "x"), undefined);
    assert.equal(preferred("", "plan", "x"), undefined);
  });

  it("knows a role by its own name too", () => {
    assert.equal(preferred(section("Use reasoning engine for migrations"), "implement", "Write the migration"), "reasoning_engine");
  });

  it("does not take one version for another", () => {
    assert.equal(preferred(section("Use GPT 4.12 for planning"), "plan", "x"), undefined);
  });

  it("is no section in an example between fences", () => {
    assert.deepEqual(modelPreferences("```\n# Model Preferences\n- Use A for b\n```\n- Use C for d"), []);
    assert.equal(modelPreferences("# Model Preferences\n```sh\n# a comment\n```\n- Use A for b").length, 1);
  });

  it("is over at a heading that is far too long, and passes over such a line", () => {
    const gap = " ".repeat(500);
    assert.deepEqual(modelPreferences(`${section(`Use A for b${gap}c`, "Use D for e")}# x${gap}y\n- Use F for g`), [{ model: "D", purpose: "e" }]);
  });

  const forms: readonly (readonly [string, ReturnType<typeof modelPreferences>])[] = [
    ["Use **Claude Sonnet** for planning", [{ model: "**Claude Sonnet**", purpose: "planning" }]],
    ["Prefer Claude Sonnet over GPT 4.1 for planning", [{ model: "Claude Sonnet", purpose: "planning" }]],
    ["use gpt-4.1 to write tests", [{ model: "gpt-4.1", purpose: "write tests" }]],
    ["Use GPT 4.1 when writing tests.", [{ model: "GPT 4.1", purpose: "writing tests" }]],
    ["Never use GPT 4.1 for planning", []],
    ["Do not use GPT 4.1 for planning", []],
    ["Use strict mode", []],
  ];
  for (const [line, read] of forms) {
    it(`reads "${line}"`, () => {
      assert.deepEqual(modelPreferences(section(line)), read);
    });
  }
});

describe("a spoken model's name", () => {
  const cases: readonly (readonly [string, readonly [string, string, string], string | undefined])[] = [
    ["Llama Scout", ["llama-4-scout", "m", "n"], "context_analyzer"],
    ["Llama Scout", ["Llama-4-Scout-17B-16E-Instruct-FP8", "m", "n"], "context_analyzer"],
    ["Claude Sonnet 4", ["m", "claude-sonnet-4-20250514", "n"], "reasoning_engine"],
    ["Claude Sonnet 4", ["m", "claude-sonnet-4-5-20250929", "n"], undefined],
    ["Claude Sonnet 4.5", ["m", "claude-sonnet-4-5-20250929", "n"], "reasoning_engine"],
    ["Claude Sonnet 5", ["m", "claude-sonnet-4-5", "n"], undefined],
    ["claude-sonnet-4", ["m", "claude-sonnet-4-20250514", "n"], "reasoning_engine"],
    ["gpt-o4-mini", ["m", "o4-mini", "n"], "reasoning_engine"],
    ["o4-mini", ["m", "gpt-o4-mini", "n"], "reasoning_engine"],
    ["GPT 4.1", ["gpt-4.1-mini", "m", "gpt-4.1"], "code_generator"],
    ["GPT 4.1", ["gpt-4.1-mini", "m", "gpt-4.1-2025-04-14"], "code_generator"],
    ["GPT 4.1 mini", ["gpt-4.1-mini", "m", "gpt-4.1"], "context_analyzer"],
    ["GPT 4", ["m", "gpt-4.1", "n"], undefined],
    ["the reasoning engine", ["m", "n", "o"], "reasoning_engine"],
    ["Claude", ["claude-sonnet-4", "claude-sonnet-4", "claude-sonnet-4"], "code_generator"],
    ["***", ["m", "n", "o"], undefined],
  ];
  for (const [spoken, [analyzer, reasoner, coder], role] of cases) {
    it(`"${spoken}" among ${analyzer}, ${reasoner} and ${coder} is ${role ?? "nobody"}`, () => {
      const held = [{ role: "context_analyzer", model: analyzer }, { role: "reasoning_engine", model: reasoner }, { role: "code_generator", model: coder }] as const;
      assert.equal(preferredRole([{ model: spoken, purpose: "implementation" }], held, { stage: "implement", text: "" }), role);
    });
  }
});

describe("a preference's purpose", () => {
  const cases: readonly (readonly [string, "analyze" | "plan" | "implement", string, boolean])[] = [
    ["analyzing database schemas", "analyze", "Normalize the database schema", true],
    ["analyzing database schemas", "implement", "Normalize the database schema", false],
    ["analyzing database schemas", "analyze", "Validate the JSON schema", false],
    ["database schemas", "implement", "Change src/databaseSchema.ts", true],
    ["database migrations", "implement", "Migrate the database", true],
    ["tests and documentation", "implement", "Document the parser", true],
    ["tests and documentation", "implement", "Test the parser", true],
    ["tests and documentation", "implement", "Rename the parser", false],
    ["planning and architectural decisions", "plan", "x", true],
    ["architecture", "plan", "x", true],
    ["writing code", "implement", "x", true],
    ["README files", "analyze", "Find the cause", false],
    ["codecs", "implement", "Add a flag", false],
    ["general questions", "implement", "Add a flag", false],
    ["Datenbanken für Überweisungen", "implement", "Überweisungen in Datenbanken für alle", true],
    ["", "implement", "x", false],
  ];
  for (const [purpose, stage, text, holds] of cases) {
    it(`"${purpose}" ${holds ? "holds" : "does not hold"} where one is to ${stage} "${text}"`, () => {
      assert.equal(preferredRole([{ model: "GPT 4.1", purpose }], holders, { stage, text }), holds ? "code_generator" : undefined);
    });
  }
});
