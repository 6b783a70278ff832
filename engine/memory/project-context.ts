import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod/mini";

/** What a memory says of the project itself. */
export interface ProjectContext {
  readonly language: string;
  /** One `name: version` each, as the architecture document's memory has them. */
  readonly dependencies: readonly Readonly<Record<string, string>>[];
}

const manifestSchema = z.looseObject({ dependencies: z.optional(z.record(z.string(), z.string())) });

/** The workspace's language and dependencies, from its tsconfig.json and package.json. A broken package.json counts as none. */
export async function describeProject(root: string): Promise<ProjectContext> {
  const typescript = await access(join(root, "tsconfig.json")).then(
    () => true,
    () => false,
  );
  const dependencies = parseDependencies(await readFile(join(root, "package.json"), "utf8").catch(() => ""));
  return { language: typescript ? "typescript" : "javascript", dependencies: Object.entries(dependencies).map(([name, version]) => ({ [name]: version })) };
}

function parseDependencies(text: string): Readonly<Record<string, string>> {
  try {
    const parsed = z.safeParse(manifestSchema, JSON.parse(text));
    return parsed.success ? (parsed.data.dependencies ?? {}) : {};
  } catch {
    return {};
  }
}
