import * as z from "zod/mini";
import { type FailureKind, ModelFailure } from "../model-failure.ts";
import type { Endpoint } from "./endpoint.ts";

/** What the SDKs' errors have in common. */
const errorSchema = z.looseObject({
  name: z.catch(z.string(), "Error"),
  message: z.catch(z.string(), ""),
  status: z.catch(z.optional(z.number()), undefined),
  headers: z.catch(z.optional(z.instanceof(Headers)), undefined),
  error: z.optional(z.unknown()),
  cause: z.optional(z.unknown()),
});
/** The services' error bodies: `{type, message, code}`, at the top or under `error`. */
const bodySchema = z.looseObject({ type: z.optional(z.nullable(z.string())), code: z.optional(z.nullable(z.union([z.string(), z.number()]))), message: z.optional(z.string()), error: z.optional(z.unknown()) });

const byStatus: Readonly<Record<number, FailureKind>> = { 401: "authentication", 402: "quota", 403: "authentication", 404: "missing_model", 408: "timeout", 409: "conflict", 413: "too_long", 429: "rate_limited", 503: "overloaded", 529: "overloaded" };
const byType: Readonly<Record<string, FailureKind>> = {
  overloaded_error: "overloaded",
  server_is_overloaded: "overloaded",
  rate_limit_error: "rate_limited",
  rate_limit_exceeded: "rate_limited",
  insufficient_quota: "quota",
  billing_error: "quota",
  billing_hard_limit_reached: "quota",
  authentication_error: "authentication",
  invalid_api_key: "authentication",
  permission_error: "authentication",
  not_found_error: "missing_model",
  model_not_found: "missing_model",
  request_too_large: "too_long",
  context_length_exceeded: "too_long",
  timeout_error: "timeout",
  api_error: "server",
  server_error: "server",
};
const tooLong = /context.{0,20}(length|window)|prompt is too long|too many tokens|maximum.{0,20}tokens|input.{0,20}too long/i;

/**
 * What a failed call means, from an SDK's error: by the body's own word, then by the status, then by what broke on the network. The text
 * never has a key or a header in it.
 */
export function toModelFailure(error: unknown, endpoint: Endpoint): ModelFailure {
  if (error instanceof ModelFailure) return error;
  const parsed = z.safeParse(errorSchema, error instanceof Error ? Object.assign(Object.create(null), { name: error.name, message: error.message, cause: error.cause }, error) : error);
  const { status, headers, message = "", error: body, cause, name = "" } = parsed.success ? parsed.data : { status: undefined, headers: undefined, message: String(error), error: undefined, cause: undefined };
  const said = bodyOf(body);
  const kind = kindOf(said, status, name, message, cause);
  const retryAfterMs = headers === undefined ? undefined : retryAfter(headers, Date.now());
  const text = redact(`${who(endpoint)} ${sentences[kind]}${detail(said.message ?? (status === undefined && kind !== "connection" ? message : ""), status, cause)}`, endpoint);
  return new ModelFailure(kind, text, remedy(kind, endpoint), retryAfterMs === undefined ? {} : { retryAfterMs });
}

interface Said {
  readonly types: readonly string[];
  readonly message: string | undefined;
}

function bodyOf(value: unknown): Said {
  const parsed = z.safeParse(bodySchema, value);
  if (!parsed.success) return { types: [], message: typeof value === "string" && value !== "" ? value : undefined };
  const { type, code, message, error } = parsed.data;
  const inner = error === undefined ? { types: [], message: undefined } : bodyOf(error);
  const own = [code, type].flatMap((each) => (each === undefined || each === null ? [] : [String(each)]));
  return { types: [...inner.types, ...own], message: inner.message ?? message };
}

function kindOf({ types, message: said }: Said, status: number | undefined, name: string, message: string, cause: unknown): FailureKind {
  const named = types.map((type) => byType[type]).find((kind) => kind !== undefined);
  if ((status === 400 || status === undefined) && tooLong.test(said ?? "")) return "too_long";
  if (named !== undefined) return named;
  if (status !== undefined) return byStatus[status] ?? (status >= 500 ? "server" : "bad_request");
  if (/timeout/i.test(name)) return "timeout";
  if (name === "SyntaxError" || /malformed|JSON/i.test(message)) return "malformed";
  return /terminated|premature|aborted|socket hang up/i.test(`${message} ${causeText(cause)}`) && !/connection error/i.test(message) ? "cut_stream" : "connection";
}

/** The wait that a service asks for, in milliseconds: `retry-after-ms`, or `retry-after` in seconds or as a date (RFC 9110, 10.2.3). */
export function retryAfter(headers: Headers, now: number): number | undefined {
  const milliseconds = Number(headers.get("retry-after-ms") ?? Number.NaN);
  if (Number.isFinite(milliseconds) && milliseconds >= 0) return milliseconds;
  const text = headers.get("retry-after");
  if (text === null || text.trim() === "") return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return seconds < 0 ? undefined : seconds * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

const sentences: Readonly<Record<FailureKind, string>> = {
  rate_limited: "gets too many requests",
  overloaded: "is overloaded",
  server: "had a fault of its own",
  conflict: "was busy with a conflicting request",
  timeout: "took too long",
  connection: "could not be reached",
  cut_stream: "broke off in the middle of its answer",
  malformed: "sent something that is no valid answer",
  quota: "has no quota or credit left for this key",
  authentication: "does not take the key",
  missing_model: "does not have this model",
  too_long: "says that the request is too long",
  bad_request: "refuses the request",
  refused: "declines to answer",
};

function remedy(kind: FailureKind, { provider, baseUrl, model }: Endpoint): string {
  switch (kind) {
    case "authentication":
      return "Check the key (unified-dgm models says which variable it is read from), and what it may do.";
    case "quota":
      return "Add credit or raise the limit at the provider, or choose another model for this role.";
    case "missing_model":
      return `Check the name "${model}", or choose another model for this role.`;
    case "connection":
      return baseUrl === undefined ? "Check the network." : `Check that the server at ${baseUrl} runs, and base_url.`;
    case "too_long":
      return "Name fewer files, or choose a model with a larger window.";
    case "bad_request":
      return provider === "openai_compatible" ? "Check what the server and this model can do, or choose another model." : "Report this as a fault, or choose another model for this role.";
    case "refused":
      return "Put the request in other words, or choose another model for this role.";
    default:
      return "Try again later, or choose another model for this role.";
  }
}

function who({ provider, model }: Endpoint): string {
  return `${model} (${provider})`;
}

function detail(message: string, status: number | undefined, cause: unknown): string {
  const parts = [status === undefined ? "" : `HTTP ${status}`, message, status === undefined ? causeText(cause) : ""].map((part) => part.trim().replace(/\.$/, "")).filter((part) => part !== "");
  const text = parts.join(": ");
  return text === "" ? "." : `: ${text.length > 300 ? `${text.slice(0, 299)}…` : text}.`;
}

function causeText(cause: unknown): string {
  if (!(cause instanceof Error)) return "";
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
  const inner = causeText(cause.cause);
  return inner !== "" ? inner : code !== "" ? code : cause.message;
}

/** Services repeat the key that they refuse, in part at least. */
function redact(text: string, { apiKey }: Endpoint): string {
  const whole = apiKey === undefined || apiKey === "" ? text : text.replaceAll(apiKey, "[key]");
  return whole.replaceAll(/\b(?:sk|LLM|gsk|key)[-_|][A-Za-z0-9_*|-]{6,}/g, "[key]");
}
