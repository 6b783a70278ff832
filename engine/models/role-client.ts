import type { Budget } from "../budget/budget.ts";
import { describeError } from "../errors.ts";
import type { Completion, CompletionRequest, Message } from "../agent-api/completion.ts";
import type { EventBody } from "../protocol/event.ts";
import { fittedClient } from "./fitted-client.ts";
import { meteredClient } from "./metered-client.ts";
import type { ModelAnswer, ModelClient, ModelRequest } from "./model-client.ts";
import { isModelFailure, ModelFailure } from "./model-failure.ts";
import { outputOf, toCompletion } from "./output.ts";
import { withIdleLimit } from "./resilience/idle.ts";
import { withFallback } from "./resilience/fallback.ts";
import { withRetries } from "./resilience/retry.ts";
import { withToolRepair } from "./resilience/tool-repair.ts";
import type { Candidate, RoleBinding } from "./roles.ts";
import { loadTokenizer, requestTokens } from "./tokens.ts";

export interface RoleClientOptions {
  readonly budget: Budget;
  /** Appends to the task's log. */
  readonly emit: (event: EventBody) => Promise<void>;
  /** The user's standing instructions (AGENTS.md), told to every role; empty where there are none. */
  readonly instructions: string;
}

/** Asks the models that hold a role. */
export interface RoleClient {
  /** @throws ModelFailure when no candidate gave a whole answer; the signal's reason when canceled. */
  readonly complete: (request: CompletionRequest, signal: AbortSignal) => Promise<Completion>;
}

/**
 * One role's models behind everything that a call may need. From the inside out: the service; a limit on its silence; the budget and the
 * log, per call on the wire; retries; bad tool calls sent back once; the request packed into the window; the next model when one fails.
 */
export function createRoleClient({ role, candidates }: RoleBinding, options: RoleClientOptions): RoleClient {
  const [first, ...others] = candidates;
  const entry = (candidate: Candidate) => ({ candidate, client: candidateClient(role, candidate, options) });
  const client = withFallback([entry(first), ...others.map(entry)], async (failed, next, failure) => {
    await options.emit({ type: "warning", text: `${failed.candidate.model} failed (${describeError(failure)}), so ${next.candidate.model} takes its place.` });
    const { provider, model } = next.candidate;
    await options.emit({ type: "model_replaced", role, provider, model, reason: describeError(failure) });
  });
  return {
    complete: async ({ subject, messages, tools }, signal) => {
      const output = outputOf(subject);
      const system: Message[] = options.instructions === "" ? [] : [{ role: "system", text: options.instructions }];
      const request: ModelRequest = { subject, messages: [...system, ...messages], tools, ...(output === undefined ? {} : { output }), maxOutputTokens: 0 };
      const answer = await client.complete(request, { signal });
      try {
        return toCompletion(subject, whole(answer));
      } catch (error) {
        if (!isModelFailure(error) || error.kind !== "malformed") throw error;
        return toCompletion(subject, whole(await client.complete(askedAgain(request, answer, error), { signal })));
      }
    },
  };
}

function candidateClient(role: RoleBinding["role"], { provider, model, facts, window, maxOutputTokens, temperature, reasoningEffort, client }: Candidate, { budget, emit }: RoleClientOptions): ModelClient {
  const metered = meteredClient(withIdleLimit(client), {
    role,
    provider,
    model,
    price: facts.price,
    budget,
    emit,
    countTokens: async (request) => Math.ceil(requestTokens(request, await loadTokenizer()) * facts.tokensPerO200k),
  });
  const retried = withRetries(metered, { onRetry: ({ attempt, delayMs, failure }) => emit({ type: "model_call_retried", role, model, attempt, delayMs, reason: failure.message }) });
  const fitted = fittedClient(withToolRepair(retried), { facts, window, tokenizer: loadTokenizer });
  const settings = { maxOutputTokens, ...(temperature === undefined ? {} : { temperature }), ...(reasoningEffort === undefined ? {} : { reasoningEffort }) };
  return {
    complete: async (request, options) => {
      const answer = await fitted.complete({ ...request, ...settings }, options);
      return { ...answer, fill: (answer.usage.input + answer.usage.output) / window };
    },
  };
}

/** An answer that was cut by its limit, or declined, is none. */
function whole(answer: ModelAnswer): ModelAnswer {
  if (answer.stop === "refused") throw new ModelFailure("refused", `The model declined to answer${answer.text === "" ? "." : `: ${answer.text}`}`, "Put the request in other words, or choose another model for this role.");
  if (answer.stop === "length") throw new ModelFailure("too_long", "The model's answer was cut by its output limit.", "Raise max_output_tokens for this role, or ask for less at once.");
  return answer;
}

function askedAgain(request: ModelRequest, { text, continuation }: ModelAnswer, error: ModelFailure): ModelRequest {
  const said: Message = { role: "assistant", text, toolCalls: [], ...(continuation === undefined ? {} : { continuation }) };
  return { ...request, messages: [...request.messages, said, { role: "user", text: `${error.message} Answer again, with that form and nothing else.` }] };
}
