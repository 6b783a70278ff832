/** Style sheets that the bundler writes beside the page's script. */
declare module "*.css";

/** What VS Code gives to a page in a webview; may be called once. */
declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};
