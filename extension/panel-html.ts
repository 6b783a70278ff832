export interface PanelHtmlOptions {
  readonly scriptUri: string;
  readonly styleUri: string;
  /** The origin of the panel's own resources (`Webview.cspSource`). */
  readonly cspSource: string;
  /** Random, new for every page, base64. */
  readonly nonce: string;
}

/**
 * The panel's document: nothing but the page's own script, style sheet and fonts may load, nothing may be evaluated or sent.
 * `csp-nonce` lets the page's components add their own style elements.
 */
export function panelHtml(options: PanelHtmlOptions): string {
  const scriptUri = escapeAttribute(options.scriptUri);
  const styleUri = escapeAttribute(options.styleUri);
  const cspSource = escapeAttribute(options.cspSource);
  const nonce = escapeAttribute(options.nonce);
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    `font-src ${cspSource}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${nonce}">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<link rel="stylesheet" href="${styleUri}">
<title>Unified DGM</title>
</head>
<body>
<div id="app"></div>
<script nonce="${nonce}" src="${scriptUri}"></script>
</body>
</html>
`;
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escapeAttribute(text: string): string {
  return text.replace(/[&<>"]/gu, (character) => entities[character] ?? character);
}
