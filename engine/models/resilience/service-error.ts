import * as z from "zod/mini";
import { type ReadsHeaders, retryAfterOf } from "./retry-after.ts";

/** What a service said when it refused a call, or in the middle of a stream. */
export interface ServiceError {
  readonly status: number | undefined;
  /** Its types and codes, in lower case ("rate_limit_error", "insufficient_quota"). */
  readonly codes: readonly string[];
  readonly message: string;
  readonly retryAfterMs: number | undefined;
}

const word = z.nullish(z.union([z.string(), z.number()]));
const fieldsSchema = z.looseObject({ message: z.optional(z.unknown()), detail: z.optional(z.unknown()), title: z.optional(z.unknown()), type: word, code: word, status: word, error: z.optional(z.unknown()) });
const headersSchema = z.custom<ReadsHeaders>((value: unknown) => typeof value === "object" && value !== null && "get" in value && typeof value.get === "function");
/** The error classes of both SDKs, by their shape: each bundle has its own copy of them. */
const sdkErrorSchema = z.object({ status: z.optional(z.number()), error: z.optional(z.unknown()), headers: z.optional(headersSchema), message: z._default(z.string(), "") });

/** Reads an SDK's error for a status or an error event; undefined for every other value. */
export function readServiceError(error: unknown, now: number): ServiceError | undefined {
  const parsed = z.safeParse(sdkErrorSchema, error);
  if (!parsed.success || (parsed.data.status === undefined && parsed.data.error === undefined)) return undefined;
  const { status, error: body, headers, message } = parsed.data;
  const { codes, text } = readBody(body);
  const numeric = codes.map(Number).find((code) => code >= 400 && code < 600);
  return {
    status: status ?? numeric,
    codes: codes.map((code) => code.toLowerCase()),
    message: withoutPage(text ?? (body === undefined ? message.replace(NO_BODY, "") : "")),
    retryAfterMs: headers === undefined ? undefined : retryAfterOf(headers, now),
  };
}

/** What an SDK puts before, or in place of, a body that is no JSON: "503 status code (no body)". */
const NO_BODY = /^\d{3} (?:status code \(no body\))?/;

/** A proxy's error page says nothing that its status does not. */
function withoutPage(text: string): string {
  return /^\s*<(?:!doctype|html)/i.test(text) ? "" : text;
}

interface Body {
  readonly codes: readonly string[];
  readonly text: string | undefined;
}

/** OpenAI: `{message, type, code}`; Anthropic: `{error: {type, message}}`; FastAPI: `{detail}`; Ollama: a string. */
function readBody(body: unknown): Body {
  if (typeof body === "string") return { codes: [], text: body };
  const parsed = z.safeParse(fieldsSchema, body);
  if (!parsed.success) return { codes: [], text: undefined };
  const { message, detail, title, type, code, status, error } = parsed.data;
  const inner = readBody(error);
  const texts = [inner.text, message, detail, title].flatMap((value) => (value === undefined || value === null ? [] : [typeof value === "string" ? value : JSON.stringify(value)]));
  return {
    codes: [...[type, code, status].flatMap((value) => (value === undefined || value === null ? [] : [String(value)])), ...inner.codes],
    text: texts.find((value) => value !== ""),
  };
}
