import { realpath } from "node:fs/promises";
import { join } from "node:path";
import { type Role, roleSchema } from "../protocol/words.ts";
import { resolveInside } from "../repository/paths.ts";
import { checkSource } from "./check.ts";
import { completeConfiguration, lackOf, serverOf } from "./complete.ts";
import { mergeConfigurations, mergeModel } from "./merge.ts";
import type { Problem } from "./problem.ts";
import { limitProject } from "./project-limits.ts";
import type { Configuration, ConfigurationFile } from "./schema.ts";
import { fileSource, type Path, type Source, valueSource } from "./source.ts";

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
  const places = new Map<Role, Source>();
  let merged: ConfigurationFile = {};
  const check = (source: Source): ConfigurationFile => {
    const checked = checkSource(source);
    problems.push(...checked.problems);
    return checked.values;
  };
  const read = async (file: string): Promise<Source | undefined> => {
    const { source, problems: found } = await fileSource(file);
    problems.push(...found);
    return source;
  };
  const tell = ({ name, position }: Source, path: Path, message: string): void => {
    problems.push({ file: name, ...position(path), message: `${path.join(".")} ${message}` });
  };
  const userSource = await read(join(home, CONFIGURATION_FILE));
  const own = userSource === undefined ? {} : check(userSource);
  const server = serverOf(own);
  /** Half a model over a whole one would take a role from its model: the one below stays. */
  const add = (source: Source, values: ConfigurationFile): void => {
    const models = { ...values.models };
    for (const role of roleSchema.options) {
      const over = models[role];
      if (over === undefined) continue;
      const under = merged.models?.[role];
      const lacks = lackOf(mergeModel(under, over), server);
      if (lacks === undefined || under === undefined || lackOf(under, server) !== undefined) places.set(role, source);
      else {
        tell(source, ["models", role], `has ${lacks}. It is ignored, and ${under.provider}${under.model === undefined ? "" : `:${under.model}`} stays.`);
        models[role] = undefined;
      }
    }
    merged = mergeConfigurations(merged, { ...values, ...(values.models === undefined ? {} : { models }) });
  };
  if (userSource !== undefined) add(userSource, own);
  const projectFile = root === undefined || !trusted ? undefined : await fileOfProject(root, home);
  if (projectFile?.refused !== undefined) problems.push({ file: projectFile.path, line: 1, column: 1, message: projectFile.refused });
  const project = projectFile === undefined || projectFile.refused !== undefined ? undefined : await read(projectFile.path);
  if (project !== undefined) {
    const limited = limitProject(check(project), own, project);
    problems.push(...limited.problems);
    add(project, limited.values);
  }
  for (const { name, values } of layers) {
    const source = valueSource(name, values);
    add(source, check(source));
  }
  const incomplete = (path: Path, lacks: string): void => {
    const source = roleSchema.options.filter((role) => role === path[1]).map((role) => places.get(role))[0];
    tell(source ?? valueSource("configuration", undefined), path, `has ${lacks}. It is ignored.`);
  };
  const configuration = completeConfiguration(merged, incomplete, server);
  return { configuration, problems };
}

/** The project's file, unless it is the user's own (the home folder is open) or a link leads out of the project. */
async function fileOfProject(root: string, home: string): Promise<{ readonly path: string; readonly refused?: string } | undefined> {
  const path = join(root, CONFIGURATION_FILE);
  const real = await realpath(path).catch(() => undefined);
  if (real === undefined || real === (await realpath(join(home, CONFIGURATION_FILE)).catch(() => undefined))) return undefined;
  const inside = await resolveInside(root, CONFIGURATION_FILE).then(() => true, () => false);
  return inside ? { path } : { path, refused: "It is a link out of the project. The file is ignored." };
}
