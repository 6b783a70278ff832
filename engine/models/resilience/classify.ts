import { inspect } from "node:util";
import * as z from "zod/mini";
import type { Provider } from "../../protocol/words.ts";
import { keyNameOf } from "../keys.ts";
import { type FailureKind, isModelFailure, ModelFailure } from "../model-failure.ts";
import { readNetworkError } from "./network-error.ts";
import { readServiceError, type ServiceError } from "./service-error.ts";

/** The model that was called; an `Endpoint` is one. */
export interface CalledModel {
  readonly provider: Provider;
  readonly model: string;
  readonly baseUrl?: string | undefined;
  readonly apiKey?: string | undefined;
}

const MOST_SAID = 500;

/**
 * What a thrown value of a model call means. Reads the SDKs' errors, statuses, error bodies and network causes; neither the text nor a
 * cause of it holds the key or a header. Cancellation is no failure: ask the signal first (`signal.throwIfAborted()`).
 */
export function toModelFailure(error: unknown, called: CalledModel, now = Date.now()): ModelFailure {
  if (isModelFailure(error)) return error;
  const fail = (kind: FailureKind, what: string, remedy: string, retryAfterMs?: number): ModelFailure =>
    new ModelFailure(kind, withoutKeys(`The call to ${called.model} (${called.provider}) failed: ${what}.`, called), remedy, retryAfterMs === undefined ? {} : { retryAfterMs });
  const service = readServiceError(error, now);
  if (service !== undefined) {
    const kind = kindOf(service);
    return fail(kind, wordsOf(kind, { ...service, message: withoutKeys(service.message, called) }), remedyFor(kind, called), service.retryAfterMs);
  }
  const network = readNetworkError(error, shownAddress(called));
  if (network !== undefined) return fail(network.kind, network.what, network.remedy);
  if (error instanceof SyntaxError || error instanceof z.core.$ZodError) return fail("malformed", "the service sent something that is not of its protocol", remedyFor("malformed", called));
  if (error instanceof TypeError && /invalid header value|ByteString/.test(error.message)) return fail("authentication", "the key has characters that no key has", remedyFor("authentication", called));
  return fail("bad_request", error instanceof Error ? error.message : inspect(error), remedyFor("bad_request", called));
}

// The word billing alone is no sign: messages about a rate limit point to the billing page too.
const QUOTA = /insufficient_quota|quota_exceeded|billing_\w+|credit balance|insufficient (?:credits|funds|balance)|payment.required|exceeded your current quota|specified API usage limits|out of credits/i;
const TOO_LONG = /context_length_exceeded|context.(?:length|window|size|limit)|prompt is too long|prompt too long|request_too_large|too many (?:input )?tokens|input is too long|maximum (?:prompt|input) length|exceeds? the (?:available|model's) context|string_above_max_length/i;
const NO_MODEL = /model_not_found|model_not_available|is not a valid model|model\b.{0,80}\b(?:does not exist|not found|not exist|not loaded)|no such model|unknown model|not_found_error/i;
const POLICY = /content_filter|content_policy|moderation|safety_violation|flagged as|flagged for/i;

/** An answer over a status; in a stream the status is 200, so there the code alone counts. */
function kindOf({ status, codes, message }: ServiceError): FailureKind {
  const said = [...codes, message].join("\n");
  const code = (pattern: RegExp): boolean => codes.some((one) => pattern.test(one));
  if (status === 402 || (QUOTA.test(said) && (status === undefined || status < 500))) return "quota";
  // One request over what an account may send in a minute stays so, however long one waits.
  if (status === 429) return /request too large/i.test(message) ? "too_long" : "rate_limited";
  if (status === 413) return "too_long";
  if (status === 401) return "authentication";
  if (status === 403) return POLICY.test(said) ? "refused" : "authentication";
  if (status === 404) return "missing_model";
  if (status === 408) return "timeout";
  if (status === 409) return "conflict";
  if (code(/overloaded/) || status === 503 || status === 529) return "overloaded";
  if (status !== undefined && status >= 500) return TOO_LONG.test(said) && !code(/server_error|api_error/) ? "too_long" : "server";
  if (TOO_LONG.test(said)) return "too_long";
  if (code(/rate_limit|too_many_requests/)) return "rate_limited";
  if (code(/authentication|invalid_api_key|permission/)) return "authentication";
  if (NO_MODEL.test(said)) return "missing_model";
  if (POLICY.test(said)) return "refused";
  if (code(/timeout/)) return "timeout";
  if (status !== undefined) return "bad_request";
  return code(/invalid_request|bad_request|invalid_prompt/) ? "bad_request" : "server";
}

const sayings: Readonly<Partial<Record<FailureKind, string>>> = {
  rate_limited: "the service takes no more calls for the moment",
  overloaded: "the service is overloaded",
  server: "the service failed",
  conflict: "the service is busy with another call",
  timeout: "the service did not answer in time",
  quota: "the account has no credit left",
  authentication: "the service does not accept the key, or the key may not use this model",
  missing_model: "the service does not know this model or this address",
  too_long: "the request is longer than the model's window",
  bad_request: "the service does not take the request",
  refused: "the provider's policy forbids the request",
};

/** The message has no key in it any more: half of one, where it is cut, could not be told from words. */
function wordsOf(kind: FailureKind, { status, message }: ServiceError): string {
  // A refused key may stand in the message.
  const said = kind === "authentication" ? "" : message.trim().replace(/\s+/g, " ").slice(0, MOST_SAID).replace(/[.:]+$/, "");
  return `${sayings[kind] ?? kind}${status === undefined ? "" : ` (status ${status})`}${said === "" ? "" : `: ${said}`}`;
}

function remedyFor(kind: FailureKind, called: CalledModel): string {
  const variable = keyNameOf(called.provider);
  switch (kind) {
    case "rate_limited":
    case "overloaded":
    case "server":
    case "conflict":
    case "timeout":
    case "connection":
    case "cut_stream":
      return "Wait a little and try again, or choose another model for this role.";
    case "malformed":
      return `Check that ${shownAddress(called)} is the address of a model service, or choose another model for this role.`;
    case "quota":
      return "Check the account's plan and billing with the provider, or choose another model for this role.";
    case "authentication":
      return variable === undefined ? "Name the variable that holds the server's key in api_key_env, and set it." : `Set ${variable} to a valid key.`;
    case "missing_model":
      return `Choose a model that the service offers, and check base_url (${shownAddress(called)}).`;
    case "too_long":
      return "Name fewer files, or choose a model with a larger window for this role.";
    case "bad_request":
      return "Check the role's settings (model, max_tokens, temperature, reasoning_effort), or choose another model.";
    case "insecure":
      return `Check base_url (${shownAddress(called)}) and the server's certificate.`;
    case "over_budget":
      return "Raise max_cost.";
    case "refused":
      return "Reword the request, or choose another model for this role.";
  }
}

function shownAddress({ baseUrl, provider }: CalledModel): string {
  return baseUrl === undefined ? `the ${provider} service` : shownUrl(baseUrl);
}

/** A base URL without credentials and query. */
export function shownUrl(baseUrl: string): string {
  if (!URL.canParse(baseUrl)) return "base_url";
  const url = new URL(baseUrl);
  return `${url.protocol}//${url.host}${url.pathname}`.replace(/\/$/, "");
}

/** Services repeat what they were sent; a key is never shown. */
function withoutKeys(text: string, { apiKey }: CalledModel): string {
  const plain = apiKey === undefined || apiKey === "" ? text : text.replaceAll(apiKey, "[key]");
  return plain.replace(/\b(?:sk|pk|LLM|key)[-_|][\w|-]{12,}|\bBearer\s+\S+/gi, "[key]");
}
