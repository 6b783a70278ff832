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
});
