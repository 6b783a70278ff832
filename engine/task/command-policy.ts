import { access, constants, realpath } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import type { SandboxPolicy } from "../../sandbox/policy.ts";
import type { SandboxBackendName } from "../../sandbox/sandbox.ts";

/** The architecture document's time limit for one command, in milliseconds. */
export const COMMAND_TIMEOUT = 30_000;
const OUTPUT_LIMIT = 10 * 1024 * 1024;

/**
 * What a task's command may see: the workspace and the shipped compiler (as `tsc`, for a package whose own is not installed yet).
 * bubblewrap shares the machine's system folders, so a Node.js that lives elsewhere is shown to it too; a container has its own.
 */
export async function commandPolicy(root: string, assets: string, backend: SandboxBackendName, network: boolean): Promise<SandboxPolicy> {
  const compiler = join(assets, "bin");
  const node = backend === "bubblewrap" ? await nodeInstallation() : undefined;
  return {
    workspace: root,
    network,
    readable: [assets, ...(node === undefined ? [] : [node])],
    pathPrefix: [...(node === undefined ? [] : [join(node, "bin")]), compiler],
    environment: { CI: "true", NO_UPDATE_NOTIFIER: "1", NO_COLOR: "1", ...(network ? {} : offline) },
    timeoutMs: COMMAND_TIMEOUT,
    outputLimitBytes: OUTPUT_LIMIT,
  };
}

/** Without a network a package manager that asks for one waits until the time limit; told so, it fails at once. */
const offline = { npm_config_offline: "true", npm_config_audit: "false", npm_config_fund: "false", YARN_ENABLE_NETWORK: "false", PIP_NO_INDEX: "1", UV_OFFLINE: "1", COREPACK_ENABLE_NETWORK: "0", CARGO_NET_OFFLINE: "true", GOPROXY: "off", GOTOOLCHAIN: "local" };

/** The folder of the user's own Node.js (`…/bin/node` and its npm), undefined where it is none of its own or there is none. */
async function nodeInstallation(): Promise<string | undefined> {
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const node = await access(join(folder, "npm"), constants.X_OK).then(
      () => realpath(join(folder, "node")),
      () => undefined,
    ).catch(() => undefined);
    if (node === undefined) continue;
    const installation = dirname(dirname(node));
    return installation === "/usr" || installation === "/" ? undefined : installation;
  }
  return undefined;
}
