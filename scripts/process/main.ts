const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const names = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Runs a script's work, prints an error as one message instead of a stack, and sets the exit code. */
export async function main(work: () => Promise<number>): Promise<void> {
  endProperly();
  try {
    process.exitCode = await work();
  } catch (error) {
    console.error(error instanceof Error ? `${error.name}: ${error.message}` : error);
    process.exitCode = 1;
  }
}

/** Makes a signal an ordinary exit, so that what was started is ended by its exit handlers. */
export function endProperly(): void {
  for (const name of names) process.once(name, () => process.exit(signals[name]));
}

/** From now on a signal does not end this process: the promise resolves instead, and the work ends by itself. */
export function interruption(): Promise<void> {
  return new Promise((resolve) => {
    for (const name of names) process.removeAllListeners(name).on(name, () => { resolve(); });
  });
}
