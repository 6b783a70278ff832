/** No sandbox can run here. `remedy` is what the user can do, in one sentence or command. */
export class SandboxUnavailableError extends Error {
  readonly remedy: string;
  constructor(message: string, remedy: string) {
    super(message);
    this.name = "SandboxUnavailableError";
    this.remedy = remedy;
  }
}

/** The policy asks for something that a sandbox must not or cannot give (the workspace is `/`, a path does not exist). */
export class SandboxPolicyError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "SandboxPolicyError";
  }
}

/** The backend failed before or while it ran the command: not the command's own failure. */
export class SandboxFailedError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "SandboxFailedError";
  }
}
