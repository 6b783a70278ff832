import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";

/** Whether this machine has util-linux' `script`, which gives a program a real pseudo-terminal. */
export const hasPseudoTerminal = process.platform === "linux" && spawnSync("script", ["--version"]).status === 0;

/** A program in a pseudo-terminal, and the person in front of it. */
export interface TerminalSession extends AsyncDisposable {
  /** Resolves when the output that nobody waited for yet holds this; what was before it is passed over. */
  readonly sees: (text: string) => Promise<void>;
  readonly types: (text: string) => void;
  /** The exit code. */
  readonly ends: () => Promise<number>;
  /** Everything so far, as it was written. */
  readonly output: () => string;
}

/** Starts a program in a pseudo-terminal of 80 columns. */
export function inPseudoTerminal(args: readonly string[], { cwd, env }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv }): TerminalSession {
  const command = args.map((arg) => `'${arg.replaceAll("'", `'\\''`)}'`).join(" ");
  const child = spawn("script", ["--quiet", "--return", "--command", `stty cols 80 rows 24; exec ${command}`, "/dev/null"], { cwd, env: { ...env, TERM: "xterm" }, stdio: ["pipe", "pipe", "inherit"] });
  let output = "";
  let passed = 0;
  let notify = (): void => undefined;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    notify();
  });
  const ended = once(child, "close").then(([code]: unknown[]) => {
    notify();
    return Number(code);
  });
  let isOver = false;
  void ended.then(() => { isOver = true; notify(); });
  return {
    output: () => output,
    types: (text) => { child.stdin.write(text); },
    ends: () => ended,
    sees: async (text) => {
      for (;;) {
        const at = output.indexOf(text, passed);
        if (at >= 0) {
          passed = at + text.length;
          return;
        }
        if (isOver) throw new Error(`The program ended without ${JSON.stringify(text)}. It wrote:\n${output}`);
        await new Promise<void>((resolve) => { notify = resolve; });
      }
    },
    [Symbol.asyncDispose]: async () => {
      if (isOver) return;
      child.kill("SIGKILL");
      await ended;
    },
  };
}
