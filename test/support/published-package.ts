import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Files } from "./refactor.ts";

const root = join(import.meta.dirname, "..", "..", "node_modules");

/** The text files of an installed package, by their paths in it. `only` narrows them. */
export function publishedPackage(name: string, only: RegExp = /\.(?:[cm]?js|json)$/): Files {
  const folder = join(root, name);
  const files: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    const path = relative(folder, join(folder, entry)).split(sep).join("/");
    if (only.test(path) && !path.includes("node_modules/") && statSync(join(folder, entry)).isFile()) files[path] = readFileSync(join(folder, entry), "utf8");
  }
  return files;
}
