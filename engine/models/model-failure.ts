import { isUserError, UserError } from "../errors.ts";

/**
 * Why a call gave no whole answer. Worth another try: `rate_limited` (429), `overloaded` (503, 529), `server` (other 5xx), `conflict` (409),
 * `timeout` (408, or silence), `connection` (refused, reset, DNS), `cut_stream` (ended in the middle), `malformed` (no valid event or JSON).
 * Not: `quota` (out of credit), `authentication` (401, 403, no key), `missing_model` (404), `too_long` (beyond the window), `bad_request`
 * (other 4xx), `refused` (the provider's policy), `insecure` (no TLS connection that can be trusted), `over_budget` (it might pass the user's own limit, so it was not made).
 */
export type FailureKind =
  | "rate_limited" | "overloaded" | "server" | "conflict" | "timeout" | "connection" | "cut_stream" | "malformed"
  | "quota" | "authentication" | "missing_model" | "too_long" | "bad_request" | "refused" | "over_budget" | "insecure";

const retryable: ReadonlySet<FailureKind> = new Set(["rate_limited", "overloaded", "server", "conflict", "timeout", "connection", "cut_stream", "malformed"]);

/** A model call that gave no whole answer. Its text never holds a key. */
export class ModelFailure extends UserError {
  readonly kind: FailureKind;
  /** What the service asked to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(kind: FailureKind, message: string, remedy: string, options: ErrorOptions & { readonly retryAfterMs?: number } = {}) {
    super("unavailable", message, remedy, options);
    this.kind = kind;
    this.retryAfterMs = options.retryAfterMs;
  }

  /** Whether the same call may succeed a moment later. */
  get retryable(): boolean {
    return retryable.has(this.kind);
  }
}

/** By its shape, because each bundle has its own copy of the class. */
export function isModelFailure(error: unknown): error is ModelFailure {
  return isUserError(error) && "kind" in error && "retryable" in error;
}
