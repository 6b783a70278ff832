/** A part of the set-up is impossible on this machine. The message says what is missing and what would help. */
export class SetupError extends Error {
  override readonly name = "SetupError";
}
