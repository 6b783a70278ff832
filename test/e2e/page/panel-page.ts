import type { Browser, Page } from "playwright-core";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod/mini";
import type { EventBody } from "../../../engine/protocol/event.ts";
import { type FromPage, fromPageSchema } from "../../../engine/protocol/from-page.ts";
import type { ToPage } from "../../../engine/protocol/panel.ts";
import { testOutput } from "../../../scripts/paths.ts";
import type { PanelServer } from "./panel-server.ts";
import { numbered } from "./sample-task.ts";
import type { ThemeName } from "./themes.ts";

/** The panel's page in a browser, with the host's part in the test's hands. */
export interface PanelPage {
  readonly page: Page;
  /** Sends a message as the host does; anything may be sent. */
  send(message: unknown): Promise<void>;
  /** Resolves when what was done so far is drawn. */
  settle(): Promise<void>;
  sendEvents(bodies: readonly EventBody[], first?: number): Promise<void>;
  /** What the page posted so far, each checked to be of the protocol. */
  posted(): Promise<readonly FromPage[]>;
  /** What the browser blocked or the page failed with. */
  faults(): Promise<readonly string[]>;
  /** Takes a picture to `test/output/e2e/<name>.png`. */
  screenshot(name: string): Promise<void>;
}

export interface PanelPageOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
}

export async function openPanelPage(browser: Browser, server: PanelServer, { theme = "dark", width = 380, height = 800 }: PanelPageOptions = {}): Promise<PanelPage> {
  const page = await browser.newPage({ viewport: { width, height }, reducedMotion: "reduce" });
  const errors: string[] = [];
  page.on("pageerror", (error) => { errors.push(error.message); });
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  await page.goto(server.url(theme));
  const send = async (message: unknown): Promise<void> => {
    await page.evaluate(`window.postMessage(${JSON.stringify(message)}, "*")`);
    await settle(page);
  };
  return {
    page,
    send,
    settle: () => settle(page),
    sendEvents: (bodies, first = 0) => send({ kind: "events", task: "t1", events: [...numbered(bodies, first)] } satisfies ToPage),
    posted: async () => z.array(fromPageSchema).parse(await page.evaluate("window.posted")),
    faults: async () => [...errors, ...z.array(z.string()).parse(await page.evaluate("window.violations"))],
    screenshot: async (name) => {
      const folder = join(testOutput, "e2e");
      await mkdir(folder, { recursive: true });
      await page.screenshot({ path: join(folder, `${name}.png`) });
    },
  };
}

/** Waits until the message was taken and drawn. */
async function settle(page: Page): Promise<void> {
  await page.evaluate("new Promise((done) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done))))");
}
