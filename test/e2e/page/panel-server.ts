import { build } from "esbuild";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { panelHtml } from "../../../extension/panel-html.ts";
import { repositoryRoot } from "../../../scripts/paths.ts";
import { bundles, esbuildOptions } from "../../../scripts/build/bundles.ts";
import { type ThemeName, themes } from "./themes.ts";

/** Serves the panel's real document, bundled from its sources, with the host's part played by `fake-host.js`. */
export interface PanelServer {
  url(theme: ThemeName): string;
  close(): Promise<void>;
}

/** Stands for the styles that VS Code puts into every webview, which the page has to undo. */
const defaultStyles = "@layer vscode-default { body { padding: 0 20px; } code, kbd { padding: 1px 3px; border: 1px solid red; background: red; } }";

const nonce = "dGVzdC1ub25jZQ==";

export async function servePanel(): Promise<PanelServer> {
  const files = new Map([...(await bundled()), ["/fake-host.js", await readFile(join(repositoryRoot, "test", "fixtures", "page", "fake-host.js"), "utf8")]]);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const content = url.pathname === "/" ? panelDocument(url.searchParams.get("theme")) : files.get(url.pathname);
    const type = url.pathname === "/" ? "text/html" : url.pathname.endsWith(".css") ? "text/css" : "text/javascript";
    response.writeHead(content === undefined ? 404 : 200, { "content-type": `${type}; charset=utf-8` }).end(content);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: (theme) => `http://127.0.0.1:${port}/?theme=${theme}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function bundled(): Promise<readonly (readonly [path: string, text: string])[]> {
  const bundle = bundles.find(({ output }) => output === "page.js");
  if (bundle === undefined) throw new Error("there is no bundle page.js");
  const { outputFiles } = await build({ ...esbuildOptions(bundle, "/", false), write: false });
  return outputFiles.map(({ path, text }) => [path, text] as const);
}

function panelDocument(name: string | null): string {
  const theme = Object.entries(themes).find(([key]) => key === name)?.[1] ?? themes.dark;
  const html = panelHtml({ scriptUri: "/page.js", styleUri: "/page.css", cspSource: "'self'", nonce });
  const data = JSON.stringify(theme).replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return html.replace("<head>", `<head><style nonce="${nonce}">${defaultStyles}</style>`).replace('<div id="app">', `<script nonce="${nonce}" src="/fake-host.js" data-theme="${data}"></script>\n<div id="app">`);
}
