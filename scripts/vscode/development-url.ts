export interface Development {
  readonly port: number;
  /** The folder to open, or the workspace file with several; none when absent. */
  readonly folder?: string;
  /** The extension's source folder, loaded as a development extension; none when absent. */
  readonly extensionDevelopmentPath?: string;
  /** The module whose `run()` VS Code calls in the extension host. */
  readonly extensionTestsPath?: string;
}

/** The address that opens the browser build on a folder with an extension under development. All paths are absolute. */
export function developmentUrl({ port, folder, extensionDevelopmentPath, extensionTestsPath }: Development): string {
  const remote = (path: string): string => `vscode-remote://127.0.0.1:${port}${path}`;
  const payload = Object.entries({ extensionDevelopmentPath, extensionTestsPath }).flatMap(([key, path]) => (path === undefined ? [] : [[key, remote(path)]]));
  const url = new URL(`http://127.0.0.1:${port}/`);
  if (folder === undefined) url.searchParams.set("ew", "true");
  else url.searchParams.set(folder.endsWith(".code-workspace") ? "workspace" : "folder", folder);
  if (payload.length > 0) url.searchParams.set("payload", JSON.stringify(payload));
  return url.href;
}
