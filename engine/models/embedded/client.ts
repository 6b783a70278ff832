import type { Analysis, Plan, ToolCall } from "../../agent-api/completion.ts";
import type { Refactoring } from "../../language/refactoring.ts";
import { type ModelAnswer, type ModelClient, type ModelRequest, NO_USAGE } from "../model-client.ts";
import { NO_CODE } from "./answer.ts";
import { relevantFiles, SOURCE } from "./relevant-files.ts";
import type { RepositoryView } from "./repository-view.ts";
import { understandRequest } from "./request.ts";
import { testCommand } from "./test-command.ts";
import { titleOf } from "./title.ts";

/** The name under which the embedded engine holds a role. It is no language model and never says that it is one. */
export const EMBEDDED_MODEL = "refactoring-engine";

/** Answers the three roles' calls for the documented requests (docs/embedded.md), deterministically and from the subject alone. */
export function createEmbeddedClient(repository: RepositoryView): ModelClient {
  return {
    complete: async (request, { signal }) => {
      signal.throwIfAborted();
      return answer(request, repository);
    },
  };
}

async function answer({ subject, messages }: ModelRequest, repository: RepositoryView): Promise<ModelAnswer> {
  const understood = understandRequest(subject.request, { files: await repository.list() });
  const refactorings = understood.kind === "refactoring" ? understood.refactorings : [];
  switch (subject.stage) {
    case "analyze":
      return asOutput({ relevant: await relevantFiles(refactorings, repository) });
    case "plan":
      return asOutput(understood.kind === "unsupported" ? { steps: [], answer: understood.answer } : await planFor(refactorings, repository));
    case "revise":
      return asOutput(subject.failed ? { steps: [], answer: "The embedded engine cannot mend what a check found." } : { steps: subject.waiting, answer: "The embedded engine keeps to its plan: it understands requests, not conversation." });
    case "compact":
      return asText("");
    case "implement": {
      const last = messages.at(-1);
      if (last?.role === "tool") return asText(last.text);
      const refactoring = refactorings[Number(subject.step.id) - 1];
      return refactoring === undefined ? asText("There is nothing to do in this step.") : { ...asText(""), toolCalls: [callFor(refactoring, subject.step.id)], stop: "tool_calls" };
    }
  }
}

function asOutput(output: Analysis | Plan): ModelAnswer {
  return asText(JSON.stringify(output));
}

function asText(text: string): ModelAnswer {
  return { text, reasoning: "", toolCalls: [], invalidToolCalls: [], usage: NO_USAGE, stop: "end" };
}

async function planFor(refactorings: readonly Refactoring[], repository: RepositoryView): Promise<Plan> {
  const movesOnly = refactorings.every(({ name }) => name === "move_file");
  if (!movesOnly && !(await repository.list()).some((path) => SOURCE.test(path))) return { steps: [], answer: NO_CODE };
  const steps: Plan["steps"] = [];
  for (const refactoring of refactorings) {
    const files = (await relevantFiles([refactoring], repository)).map((file) => file.path);
    steps.push({ id: String(steps.length + 1), title: titleOf(refactoring), kind: "code_modification", files });
  }
  const command = testCommand(await repository.read("package.json"), refactorings);
  if (command !== undefined) steps.push({ id: String(steps.length + 1), title: "Run the project's tests in the sandbox", kind: "command", files: [], command });
  return { steps };
}

function callFor(refactoring: Refactoring, id: string): ToolCall {
  const { name, ...rest } = refactoring;
  return { id: `embedded-${id}`, name, arguments: rest };
}
