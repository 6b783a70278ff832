/** What of a response's headers this reads; the `Headers` of fetch fit. */
export interface ReadsHeaders {
  readonly get: (name: string) => string | null;
}

/**
 * How long a service asks to wait, in milliseconds; undefined where it does not say. `retry-after-ms` (OpenAI, Azure) comes before
 * `retry-after`, which is seconds or an HTTP date (RFC 9110, section 10.2.3). A moment that has passed is 0.
 */
export function retryAfterOf(headers: ReadsHeaders, now: number): number | undefined {
  const milliseconds = numberOf(headers.get("retry-after-ms"));
  if (milliseconds !== undefined) return Math.max(0, Math.ceil(milliseconds));
  const text = headers.get("retry-after");
  const seconds = numberOf(text);
  if (seconds !== undefined) return Math.max(0, Math.ceil(seconds * 1_000));
  const date = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function numberOf(text: string | null): number | undefined {
  return text !== null && /^\s*-?\d+(?:\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}
