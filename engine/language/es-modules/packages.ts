import { posix } from "node:path";
import * as z from "zod/mini";
import type { Project } from "../project.ts";
import { resolveRelative } from "../refactorings/purity.ts";
import type { Loading } from "./plan.ts";

const manifestSchema = z.looseObject({ type: z.optional(z.string()), main: z.optional(z.string()), exports: z.optional(z.unknown()) });
type Manifest = z.infer<typeof manifestSchema>;

/** In the order in which Node.js looks for what `import` gets. */
const CONDITIONS = ["node", "import", "module-sync", "default"];

/** How a package that was required is imported: CommonJS has its exports object as default, ES modules what they export. */
export function packageShape(project: Project, specifier: string): Loading {
  const [, name = specifier, subpath = ""] = /^((?:@[^/]+\/)?[^/]+)(\/.*)?$/.exec(specifier) ?? [];
  const folder = posix.join("node_modules", name);
  const manifest = readManifest(project.text(posix.join(folder, "package.json")));
  // Most packages that are not installed here will be CommonJS; a default import works for these in any case.
  if (manifest === undefined) return { kind: "default", specifier };
  if (manifest.exports === undefined) {
    const base = posix.join(folder, "package.json");
    const file = subpath === "" ? resolveRelative(project, base, `./${manifest.main ?? "index"}`) : resolveRelative(project, base, `.${subpath}`);
    // Without "exports", an import has to name the file below a package.
    const full = subpath === "" || file === undefined ? specifier : `${name}${file.slice(folder.length)}`;
    if (file?.endsWith(".json") === true) return { kind: "json", specifier: full };
    return shapeOf(project, file, manifest, full);
  }
  const target = pick(manifest.exports, `.${subpath}`);
  return shapeOf(project, target === undefined ? undefined : posix.join(folder, target), manifest, specifier);
}

function shapeOf(project: Project, file: string | undefined, { type }: Manifest, specifier: string): Loading {
  const isEsModule = file !== undefined && (file.endsWith(".mjs") || (type === "module" && !file.endsWith(".cjs")));
  const text = isEsModule ? project.text(file) : undefined;
  if (text === undefined || /\bexport\s+default\b|\bas\s+default\b/.test(text)) return { kind: "default", specifier };
  return { kind: "names", specifier, names: undefined };
}

function pick(exports: unknown, subpath: string): string | undefined {
  if (typeof exports === "string") return subpath === "." ? exports : undefined;
  if (exports === null || typeof exports !== "object") return undefined;
  const entries = new Map<string, unknown>(Object.entries(exports));
  if ([...entries.keys()].some((key) => key.startsWith("."))) return firstCondition(entries.get(subpath));
  return subpath === "." ? firstCondition(exports) : undefined;
}

function firstCondition(target: unknown): string | undefined {
  if (typeof target === "string") return target;
  if (target === null || typeof target !== "object") return undefined;
  for (const [condition, inner] of Object.entries(target)) {
    const found = CONDITIONS.includes(condition) ? firstCondition(inner) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function readManifest(text: string | undefined): Manifest | undefined {
  try {
    const parsed = z.safeParse(manifestSchema, JSON.parse(text ?? ""));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
