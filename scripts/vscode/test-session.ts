import type { Page } from "playwright-core";
import * as z from "zod/mini";

/** The log files of VS Code's window, as it hands them over with the result. */
const logFiles = z.array(z.object({ relativePath: z.string(), contents: z.string() }));

export interface SessionEnd {
  readonly code: number;
  readonly logs: z.infer<typeof logFiles>;
}

/**
 * Resolves when VS Code says that the tests module's `run()` is over: 0 where it resolved, 1 where it rejected.
 * Browser builds of VS Code call the page's global function `codeAutomationExit` then. Rejects when the page crashes.
 * Call it before the page is opened.
 */
export async function testSessionEnd(page: Page): Promise<{ readonly end: Promise<SessionEnd> }> {
  const { promise: end, resolve, reject } = Promise.withResolvers<SessionEnd>();
  await page.exposeFunction("codeAutomationExit", (code: unknown, logs: unknown) => {
    const parsed = logFiles.safeParse(logs);
    resolve({ code: z.number().parse(code), logs: parsed.success ? parsed.data : [] });
  });
  page.on("crash", () => { reject(new Error("the page of VS Code crashed")); });
  page.on("close", () => { reject(new Error("the page of VS Code was closed")); });
  return { end };
}
