/** What a set-up step came to. `missing` says what the machine lacks and what its owner can do. */
export type SetupResult<Found extends object = object> = ({ readonly ready: true } & Found) | { readonly ready: false; readonly missing: string };

/** Prints one line for one action, so that a person sees what is being installed or started. */
export function say(line: string): void {
  console.log(`[setup] ${line}`);
}
