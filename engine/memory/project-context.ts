import { join } from "node:path";
import { listFiles } from "../repository/list-files.ts";
import { findProjectCommands, type ProjectCommand } from "../repository/project-commands.ts";
import { parsePackageJson } from "../repository/project-commands/package-json.ts";
import { readBeginning } from "../repository/read-beginning.ts";

const MAX_DEPENDENCIES = 100;
const NAME_LIMIT = 200;
/** Bytes that are read of a file. */
const READ_LIMIT = 256 * 1024;

/** What a memory says of the project itself. */
export interface ProjectContext {
  /** Undefined where no source file is of a known language. */
  readonly language: string | undefined;
  /** One `name: version` each, as the architecture document's memory has them. */
  readonly dependencies: readonly Readonly<Record<string, string>>[];
  readonly commands?: readonly ProjectCommand[];
}

const LANGUAGES: ReadonlyMap<string, string> = new Map([
  ...["ts", "tsx", "mts", "cts"].map((extension) => [extension, "typescript"] as const),
  ...["js", "jsx", "mjs", "cjs"].map((extension) => [extension, "javascript"] as const),
  ...["cpp", "cc", "cxx", "hpp"].map((extension) => [extension, "cpp"] as const),
  ["py", "python"], ["go", "go"], ["rs", "rust"], ["java", "java"], ["kt", "kotlin"], ["c", "c"], ["cs", "csharp"], ["rb", "ruby"], ["php", "php"], ["swift", "swift"], ["scala", "scala"],
]);

/** The workspace's main language, its dependencies and its commands, from the files that git would track. A broken package.json counts as none. */
export async function describeProject(root: string): Promise<ProjectContext> {
  const files = await listFiles(root);
  const read = async (path: string): Promise<string | null> => {
    const beginning = await readBeginning(join(root, path), READ_LIMIT).catch(() => "special" as const);
    return typeof beginning === "string" ? null : beginning.bytes.toString("utf8");
  };
  const { dependencies } = parsePackageJson((files.includes("package.json") ? await read("package.json") : null) ?? "");
  const named = [...dependencies].filter(([name, version]) => name.length + version.length <= NAME_LIMIT).slice(0, MAX_DEPENDENCIES);
  return { language: languageOf(files), dependencies: named.map(([name, version]) => ({ [name]: version })), commands: await findProjectCommands(files, read) };
}

/** The language of most files. */
function languageOf(files: readonly string[]): string | undefined {
  if (files.includes("tsconfig.json")) return "typescript";
  const counts = new Map<string, number>();
  for (const path of files) {
    const language = LANGUAGES.get(/\.(\w+)$/.exec(path)?.[1] ?? "");
    if (language !== undefined) counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([left, more], [right, less]) => less - more || (left < right ? -1 : 1));
  return most?.[0] ?? (files.includes("package.json") ? "javascript" : undefined);
}
