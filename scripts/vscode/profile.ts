import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What VS Code keeps between runs, in a temporary folder of its own: nothing of the user's, nothing of an earlier run. */
export interface Profile {
  readonly userDataDir: string;
  readonly extensionsDir: string;
  remove(): Promise<void>;
}

/** Quiet settings: no tour, no telemetry, no update, no question at start, no second side bar in the picture. */
const quietSettings = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.enableExperiments": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "chat.disableAIFeatures": true,
  "git.openRepositoryInParentFolders": "never",
  "security.workspace.trust.startupPrompt": "never",
  "security.workspace.trust.banner": "never",
};

/** @param settings added to the quiet ones, or overriding them */
export async function freshProfile(settings: Readonly<Record<string, unknown>> = {}): Promise<Profile> {
  // Under the system's temporary folder, because the path of a socket in it may have 107 characters at most.
  const folder = await mkdtemp(join(tmpdir(), "unified-dgm-vscode-"));
  const userDataDir = join(folder, "user");
  const extensionsDir = join(folder, "extensions");
  await mkdir(join(userDataDir, "User"), { recursive: true });
  await mkdir(extensionsDir);
  await writeFile(join(userDataDir, "User", "settings.json"), JSON.stringify({ ...quietSettings, ...settings }, undefined, 2));
  return { userDataDir, extensionsDir, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
}
