import { enableCompileCache } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { describeError, isUserError, UserError } from "../engine/errors.ts";

const WRONG_USAGE = 2;
const OLDEST_NODE = 22;

/** What V8 made of the bundles that are loaded later, kept for the next start. */
enableCompileCache(join(homedir(), ".unified-dgm", "cache", "compiled"));

async function main(): Promise<number> {
  if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
    throw new UserError("unavailable", `unified-dgm needs Node.js ${OLDEST_NODE} or newer; this is ${process.versions.node}.`, "Install a newer one, or use npm start, which brings its own.");
  }
  // Each command loads what it needs only: a patch is applied before the engine would be read.
  if (process.argv[2] === "apply-patch") return (await import("./apply-patch.ts")).applyPatchInTerminal(process.argv.slice(3));
  if (process.argv[2] === "models") return (await import("./models.ts")).listModelsInTerminal(process.argv.slice(3));
  if (process.argv[2] === "doctor") return (await import("./doctor.ts")).examineInTerminal(process.argv.slice(3));
  if (process.argv[2] === "sandbox") return (await import("./sandbox.ts")).runSandboxInTerminal(process.argv.slice(3));
  const [{ parseArguments, usage }, { runInTerminal, version }] = await Promise.all([import("./arguments.ts"), import("./run.ts")]);
  if (process.argv[2] === "undo") return (await import("./undo.ts")).undoInTerminal(process.argv.slice(3));
  const args = parseArguments(process.argv.slice(2));
  if (args.help) console.log(usage);
  else if (args.version) console.log(await version());
  else return runInTerminal(args);
  return 0;
}

// A reader that went away (`| head`, a closed terminal) is no failure of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || error.code === "EIO") process.exit(0);
    throw error;
  });
}

// An ordinary exit, so that what was started is ended; the task was not canceled and can be resumed.
for (const [signal, code] of [["SIGTERM", 143], ["SIGHUP", 129]] as const) process.once(signal, () => process.exit(code));

main().then(
  end,
  (error: unknown) => {
    console.error(describeError(error));
    end(isUserError(error) && error.code === "bad_input" ? WRONG_USAGE : 1);
  },
);

/** Ends the program once all is written, though something of a canceled task may still be on its way. */
function end(code: number): void {
  process.stdout.write("", () => {
    process.stderr.write("", () => process.exit(code));
  });
}
