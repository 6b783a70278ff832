// What VS Code gives to a page in a webview, for tests: messages are kept, state outlives a reload as it outlives a hidden panel.
const theme = JSON.parse(document.currentScript.dataset.theme);
for (const [name, value] of Object.entries(theme.variables)) document.documentElement.style.setProperty(`--vscode-${name}`, value);
document.documentElement.style.background = "var(--vscode-sideBar-background)";
document.body.className = theme.kind;
document.body.dataset.vscodeThemeKind = theme.kind;

window.posted = [];
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));

let acquired = false;
window.acquireVsCodeApi = () => {
  if (acquired) throw new Error("acquireVsCodeApi was called twice");
  acquired = true;
  return {
    postMessage: (message) => window.posted.push(structuredClone(message)),
    getState: () => JSON.parse(sessionStorage.getItem("state") ?? "null") ?? undefined,
    setState: (state) => sessionStorage.setItem("state", JSON.stringify(state)),
  };
};
