import { randomBytes } from "node:crypto";
import { commands, Uri, type Webview, type WebviewView, type WebviewViewProvider, window } from "vscode";
import type { TaskEvent } from "../../engine/protocol/event.ts";
import type { FromPage } from "../../engine/protocol/from-page.ts";
import type { HostState, ToPage } from "../../engine/protocol/panel.ts";
import { viewIds } from "../manifest.ts";
import type { Owned } from "../owned.ts";
import { panelHtml } from "../panel-html.ts";
import type { CurrentTask } from "../task/current-task.ts";
import { createBatch } from "./event-batch.ts";

export interface PanelOptions {
  /** The extension's folder. */
  readonly home: Uri;
  readonly state: () => HostState;
  readonly task: () => CurrentTask | undefined;
  /** The page is there and shows something. */
  readonly onReady: () => void;
  readonly onMessage: (message: FromPage) => void;
  /** One clear line for messages that are none. */
  readonly onBroken: (line: string) => void;
}

/** The side panel. The page may be thrown away and made again at any time; it asks for everything then. */
export interface Panel extends Owned {
  readonly visible: () => boolean;
  /** Shows the panel without moving the focus. */
  readonly reveal: () => Promise<void>;
  readonly sendState: () => void;
  /** Replaces what the page shows by the current task. */
  readonly sendTask: () => void;
  readonly sendEvent: (task: string, event: TaskEvent) => void;
  readonly sendFailure: (text: string) => void;
}

/** Milliseconds between two posts of events. */
const POST_INTERVAL = 50;

export function registerPanel({ home, state, task, onReady, onMessage, onBroken }: PanelOptions): Panel {
  let view: WebviewView | undefined;
  let ready = false;
  const post = (message: ToPage): void => {
    if (ready) void view?.webview.postMessage(message);
  };
  const batch = createBatch<{ readonly task: string; readonly event: TaskEvent }>(POST_INTERVAL, (items) => {
    for (const [id, group] of Map.groupBy(items, (item) => item.task)) post({ kind: "events", task: id, events: group.map((item) => item.event) });
  });
  const sendState = (): void => { post({ kind: "state", state: state() }); };
  const sendTask = (): void => {
    batch.clear();
    const current = task();
    if (current === undefined) return;
    post({ kind: "task_opened", task: current.task });
    post({ kind: "events", task: current.task, events: [...current.events] });
  };
  const receive = async (value: unknown): Promise<void> => {
    // The parser is a large part of what starts late; messages stay in order, because they all wait for the same.
    const { parsePageMessage } = await import("../late.ts");
    const parsed = parsePageMessage(value);
    if (parsed.kind === "broken") {
      onBroken(parsed.line);
    } else if (parsed.message.kind === "ready") {
      ready = true;
      sendState();
      sendTask();
      onReady();
    } else {
      onMessage(parsed.message);
    }
  };
  const provider: WebviewViewProvider = {
    resolveWebviewView: (resolved) => {
      view = resolved;
      ready = false;
      const { webview } = resolved;
      webview.options = { enableScripts: true, localResourceRoots: [Uri.joinPath(home, "dist"), Uri.joinPath(home, "media")] };
      webview.onDidReceiveMessage((value: unknown) => void receive(value));
      resolved.onDidDispose(() => {
        if (view === resolved) view = undefined;
      });
      webview.html = html(webview, home);
    },
  };
  const registration = window.registerWebviewViewProvider(viewIds.panel, provider);
  return {
    visible: () => view?.visible === true,
    reveal: async () => { await commands.executeCommand(`${viewIds.panel}.focus`, { preserveFocus: true }); },
    sendState,
    sendTask,
    sendEvent: (id, event) => { batch.add({ task: id, event }); },
    sendFailure: (text) => { post({ kind: "failure", text }); },
    dispose: () => {
      batch.clear();
      registration.dispose();
    },
  };
}

function html(webview: Webview, home: Uri): string {
  const uri = (name: string): string => webview.asWebviewUri(Uri.joinPath(home, "dist", name)).toString();
  return panelHtml({ scriptUri: uri("page.js"), styleUri: uri("page.css"), cspSource: webview.cspSource, nonce: randomBytes(16).toString("base64") });
}
