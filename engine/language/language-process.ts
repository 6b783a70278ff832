import * as z from "zod/mini";
import { createMessageConnection, ErrorCodes, ResponseError, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { describeError, isUserError } from "../errors.ts";
import { refactorParamsSchema, wire } from "./language-wire.ts";
import { performRefactoring } from "./perform.ts";
import { workspaceSource } from "./workspace-source.ts";

/** The compiler's side of the wire: a process of its own, so that no editor waits for it and a cancel is a kill. */

// A terminal's Ctrl-C is for the host, which then ends this process.
process.on("SIGINT", () => undefined);
// Standard output carries the protocol.
console.log = console.info = console.debug = console.error;

/** Milliseconds between two progress messages. */
const PROGRESS_INTERVAL = 100;

const connection = createMessageConnection(new StreamMessageReader(process.stdin), new StreamMessageWriter(process.stdout));
connection.onRequest(wire.refactor, async (params: unknown) => {
  const parsed = z.safeParse(refactorParamsSchema, params);
  if (!parsed.success) return new ResponseError(ErrorCodes.InvalidParams, z.prettifyError(parsed.error));
  const { root, refactoring, overlay } = parsed.data;
  let last = 0;
  const progress = (message: string, done: number, total: number): void => {
    const now = Date.now();
    if (now - last < PROGRESS_INTERVAL && done < total) return;
    last = now;
    void connection.sendNotification(wire.progress, { message, done, total });
  };
  try {
    const source = await workspaceSource(root, new Map(overlay));
    return await performRefactoring({ source, progress }, refactoring);
  } catch (error) {
    if (isUserError(error)) return new ResponseError(ErrorCodes.InternalError, error.message, { code: error.code, remedy: error.remedy });
    console.error(error);
    return new ResponseError(ErrorCodes.InternalError, describeError(error));
  }
});
connection.onClose(() => process.exit(0));
connection.listen();
