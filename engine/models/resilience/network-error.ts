import type { FailureKind } from "../model-failure.ts";

/** Why no answer came over the network. */
export interface NetworkError {
  readonly kind: FailureKind;
  readonly what: string;
  readonly remedy: string;
}

const TRY_AGAIN = "Check your network connection, and try again.";

/** What a failure below HTTP means; undefined when it is none. `address` is the service's base URL, as shown to the user. */
export function readNetworkError(error: unknown, address: string): NetworkError | undefined {
  const chain = [...causesOf(error)];
  const codes = chain.flatMap((cause) => ("code" in cause && typeof cause.code === "string" ? [cause.code] : []));
  const said = chain.map((cause) => cause.message).join("\n");
  const has = (pattern: RegExp): boolean => codes.some((code) => pattern.test(code));
  if (has(/^UND_ERR_(?:HEADERS|BODY)_TIMEOUT$/) || /\btimed out\b/i.test(said)) return { kind: "timeout", what: "the service did not answer in time", remedy: TRY_AGAIN };
  // What undici says when a body ends before its end.
  if (/^(?:terminated|premature close|other side closed)$/im.test(said) && !/^fetch failed$/m.test(said)) return { kind: "cut_stream", what: "the connection broke in the middle of the answer", remedy: TRY_AGAIN };
  if (has(/^ERR_STREAM_PREMATURE_CLOSE$|^Z_BUF_ERROR$/)) return { kind: "cut_stream", what: "the connection broke in the middle of the answer", remedy: TRY_AGAIN };
  if (has(/^Z_DATA_ERROR$/)) return { kind: "malformed", what: "the service sent data that cannot be unpacked", remedy: TRY_AGAIN };
  if (has(/^ECONNREFUSED$/)) return { kind: "connection", what: `nothing accepts connections at ${address}`, remedy: "Start the server if it does not run, or correct base_url." };
  if (has(/^(?:ENOTFOUND|EAI_\w+)$/)) return { kind: "connection", what: `the host of ${address} was not found`, remedy: "Check base_url and your network connection." };
  if (has(/^(?:CERT_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|ERR_TLS_|ERR_SSL_)|^EPROTO$|^HOSTNAME_MISMATCH$/)) return { kind: "insecure", what: `no secure connection to ${address} (${codes.join(", ")})`, remedy: "Check base_url (http or https), or make the server's certificate known by NODE_EXTRA_CA_CERTS." };
  if (has(/^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET|ECONNABORTED)$/)) return { kind: "connection", what: `${address} closed the connection before it answered`, remedy: TRY_AGAIN };
  if (has(/^(?:ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN)$/)) return { kind: "connection", what: `${address} cannot be reached`, remedy: "Check base_url and your network connection." };
  if (/includes credentials/i.test(said)) return { kind: "bad_request", what: "base_url has a user name or a password in it", remedy: "Take it out of base_url, and name the variable that holds the key in api_key_env." };
  if (has(/^ERR_INVALID_URL$/)) return { kind: "bad_request", what: `${address} is not a URL`, remedy: "Correct base_url." };
  if (/^(?:fetch failed|connection error\.?)$/im.test(said)) return { kind: "connection", what: `no connection to ${address}${codes.length === 0 ? "" : ` (${codes.join(", ")})`}`, remedy: "Check base_url and your network connection." };
  return undefined;
}

/** An error, its causes, and the errors that an attempt over several addresses collects. */
function* causesOf(error: unknown, depth = 0): Generator<Error> {
  if (!(error instanceof Error) || depth > 8) return;
  yield error;
  if (error instanceof AggregateError) for (const one of error.errors) yield* causesOf(one, depth + 1);
  yield* causesOf(error.cause, depth + 1);
}
