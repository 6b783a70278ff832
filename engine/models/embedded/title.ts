import type { Refactoring } from "../../language/refactoring.ts";

/** A refactoring in a few words, as the title of a task or a step. */
export function titleOf(refactoring: Refactoring): string {
  const scope = "paths" in refactoring && refactoring.paths.length > 0 ? ` in ${refactoring.paths.join(", ")}` : "";
  switch (refactoring.name) {
    case "migrate_to_typescript":
      return `Migrate JavaScript to TypeScript${scope}`;
    case "rename_symbol":
      return `Rename ${refactoring.from} to ${refactoring.to}`;
    case "move_file":
      return `Move ${refactoring.from} to ${refactoring.to}`;
    case "convert_to_es_modules":
      return `Convert CommonJS to ES modules${scope}`;
    case "convert_to_async":
      return `Convert promise chains to async functions${scope}`;
    case "organize_imports":
      return `Organize imports${scope}`;
    case "remove_unused":
      return `Remove unused ${refactoring.only ?? "code"}${scope}`;
    case "structural_replace":
      return `Replace ${refactoring.pattern} with ${refactoring.replacement}${scope}`;
  }
}
