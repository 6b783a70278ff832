/** What kind of failure a `UserError` is; front ends choose icon and exit code by it. */
export type ErrorCode =
  | "bad_input"
  | "canceled"
  | "conflict"
  | "not_permitted"
  | "unavailable"
  | "io"
  | "guest"
  | "internal";

/** A failure that is the user's business: `message` says what happened and to what, `remedy` what they can do. */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly code: ErrorCode;
  readonly remedy: string;

  constructor(code: ErrorCode, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.remedy = remedy;
  }
}

/** By name, because each bundle has its own copy of the class. */
export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && error.name === "UserError" && "code" in error && "remedy" in error;
}

/** The one line that a user sees for any thrown value. */
export function describeError(error: unknown): string {
  if (isUserError(error)) return `${error.message} ${error.remedy}`;
  return error instanceof Error ? error.message : String(error);
}
