import { describeError, isUserError } from "../engine/errors.ts";
import { parseArguments, usage } from "./arguments.ts";
import { runInTerminal, version } from "./run.ts";

const WRONG_USAGE = 2;

async function main(): Promise<number> {
  const args = parseArguments(process.argv.slice(2));
  if (args.help) console.log(usage);
  else if (args.version) console.log(await version());
  else return runInTerminal(args);
  return 0;
}

// A reader that went away (`| head`) is no failure of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(describeError(error));
    process.exitCode = isUserError(error) && error.code === "bad_input" ? WRONG_USAGE : 1;
  },
);
