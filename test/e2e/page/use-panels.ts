import type { Browser } from "playwright-core";
import type { EventBody } from "../../../engine/protocol/event.ts";
import type { HostState, ToPage } from "../../../engine/protocol/panel.ts";
import { ensureChromium } from "../../../scripts/setup/browser.ts";
import { launchChromium } from "../../../scripts/vscode/chromium.ts";
import { openPanelPage, type PanelPage, type PanelPageOptions } from "./panel-page.ts";
import { type PanelServer, servePanel } from "./panel-server.ts";
import { hostState } from "./sample-task.ts";

/** Opens pages for the tests of a suite, and closes them. */
export interface Panels {
  /** A page whose host has said nothing yet. */
  open(options?: PanelPageOptions): Promise<PanelPage>;
  /** A page without a task. */
  openIdle(state?: HostState, options?: PanelPageOptions): Promise<PanelPage>;
  /** A page that shows the task `t1` after these events. */
  openTask(bodies: readonly EventBody[], options?: PanelPageOptions): Promise<PanelPage>;
}

/** To be called inside `describe`: one browser and one server for the whole suite, fresh pages for every test. */
export function usePanels(): Panels {
  let server: PanelServer;
  let browser: Browser;
  let pages: PanelPage[] = [];

  before(async () => {
    server = await servePanel();
    browser = await launchChromium(await ensureChromium());
  });
  after(async () => {
    await browser.close();
    await server.close();
  });
  afterEach(async () => {
    for (const { page } of pages) await page.close();
    pages = [];
  });

  const open = async (options?: PanelPageOptions): Promise<PanelPage> => {
    const panel = await openPanelPage(browser, server, options);
    pages.push(panel);
    return panel;
  };
  const openIdle = async (state = hostState, options?: PanelPageOptions): Promise<PanelPage> => {
    const panel = await open(options);
    await panel.send({ kind: "state", state } satisfies ToPage);
    return panel;
  };
  const openTask = async (bodies: readonly EventBody[], options?: PanelPageOptions): Promise<PanelPage> => {
    const panel = await openIdle(hostState, options);
    await panel.send({ kind: "task_opened", task: "t1" } satisfies ToPage);
    await panel.sendEvents(bodies.slice(0, 1));
    await panel.sendEvents(bodies.slice(1), 1);
    return panel;
  };
  return { open, openIdle, openTask };
}
