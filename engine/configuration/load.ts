import { join } from "node:path";
import { checkSource } from "./check.ts";
import { completeConfiguration } from "./complete.ts";
import { mergeConfigurations } from "./merge.ts";
import type { Problem } from "./problem.ts";
import { limitProject } from "./project-limits.ts";
import type { Configuration, ConfigurationFile } from "./schema.ts";
import { fileSource, valueSource } from "./source.ts";

/** Settings or flags in the form of the files. */
export interface ConfigurationLayer {
  /** What a person calls it. */
  readonly name: string;
  readonly values: unknown;
}

export interface LoadOptions {
  readonly home: string;
  /** The workspace's folder; undefined where none is open. */
  readonly root: string | undefined;
  /** The project's file is read only in a trusted workspace. */
  readonly trusted: boolean;
  /** Over both files; a later one wins. */
  readonly layers: readonly ConfigurationLayer[];
}

export interface LoadedConfiguration {
  readonly configuration: Configuration;
  /** What was left out, and why. */
  readonly problems: readonly Problem[];
}

/** The file's place below the home folder and below a project. */
export const CONFIGURATION_FILE = join(".unified-dgm", "config.yaml");

/** The user's file, the project's within its limits over it, then the layers. Never throws: whatever is wrong is left out and told. */
export async function loadConfiguration({ home, root, trusted, layers }: LoadOptions): Promise<LoadedConfiguration> {
  const problems: Problem[] = [];
  const read = async (file: string) => {
    const { source, problems: found } = await fileSource(file);
    problems.push(...found);
    if (source === undefined) return undefined;
    const checked = checkSource(source);
    problems.push(...checked.problems);
    return { source, values: checked.values };
  };
  const own = (await read(join(home, CONFIGURATION_FILE)))?.values ?? {};
  let merged: ConfigurationFile = own;
  const project = root === undefined || !trusted || root === home ? undefined : await read(join(root, CONFIGURATION_FILE));
  if (project !== undefined) {
    const limited = limitProject(project.values, own, project.source);
    problems.push(...limited.problems);
    merged = mergeConfigurations(own, limited.values);
  }
  for (const { name, values } of layers) {
    const checked = checkSource(valueSource(name, values));
    problems.push(...checked.problems);
    merged = mergeConfigurations(merged, checked.values);
  }
  const configuration = completeConfiguration(merged, (path) => {
    problems.push({ file: "configuration", line: 0, column: 0, message: `${path} needs provider and model, and for openai_compatible a base_url from ~/.unified-dgm/config.yaml. It is ignored.` });
  });
  return { configuration, problems };
}
