import ts from "typescript";
import { walk } from "../migration/syntax.ts";
import type { Project } from "../project.ts";

/** "Duplicate identifier", "Cannot redeclare block-scoped variable", "conflicts with local declaration". */
const DUPLICATES: ReadonlySet<number> = new Set([2300, 2440, 2451, 2395, 2528]);

/** Path to the starts of the renamed identifiers, in the text before. */
export type Locations = ReadonlyMap<string, ReadonlySet<number>>;

/**
 * Renames in the project and looks whether any identifier then means something else than before: a line that shows where, or undefined
 * when all is well.
 */
export function renameAndCompare(project: Project, locations: Locations, name: string, to: string): string | undefined {
  const paths = [...locations.keys()];
  const shift = shifter(locations, to.length - name.length);
  const before = meanings(project, paths, (path, position, node) => (node === name ? locations.get(path)?.has(position) === true : node === to), [name, to], shift);
  const duplicates = countDuplicates(project, paths);
  for (const [path, starts] of locations) {
    let text = project.text(path) ?? "";
    for (const start of [...starts].sort((a, b) => b - a)) text = text.slice(0, start) + to + text.slice(start + name.length);
    project.write(path, text);
  }
  const after = meanings(project, paths, () => true, [to], (_, position) => position);
  for (const [place, meaning] of after) if (before.get(place) !== meaning) return lineOf(project, place);
  return countDuplicates(project, paths) > duplicates ? paths[0] : undefined;
}

/** Where identifiers are (by their places after the rename) and where what they mean is declared. */
function meanings(project: Project, paths: readonly string[], counts: (path: string, position: number, text: string) => boolean, texts: readonly string[], place: (path: string, position: number) => number): Map<string, string> {
  const checker = project.program().getTypeChecker();
  const found = new Map<string, string>();
  for (const path of paths) {
    const file = project.sourceFile(path);
    if (file === undefined) continue;
    walk(file, (node) => {
      if (!(ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) || !texts.includes(node.text)) return undefined;
      const start = node.getStart(file);
      if (counts(path, start, node.text)) found.set(`${path}:${place(path, start)}`, meaningOf(project, checker, node, place));
      return undefined;
    });
  }
  return found;
}

function meaningOf(project: Project, checker: ts.TypeChecker, node: ts.Node, place: (path: string, position: number) => number): string {
  const declarations = checker.getSymbolAtLocation(node)?.declarations ?? [];
  const places = declarations.map((declaration) => {
    const file = declaration.getSourceFile();
    const path = project.relativePath(file.fileName) ?? file.fileName;
    return `${path}:${place(path, (ts.getNameOfDeclaration(declaration) ?? declaration).getStart(file))}`;
  });
  return [...new Set(places)].sort().join(" ");
}

function shifter(locations: Locations, by: number): (path: string, position: number) => number {
  const sorted = new Map([...locations].map(([path, starts]) => [path, [...starts].sort((a, b) => a - b)]));
  return (path, position) => position + by * (sorted.get(path) ?? []).filter((start) => start < position).length;
}

function countDuplicates(project: Project, paths: readonly string[]): number {
  return paths.reduce((sum, path) => sum + project.service.getSemanticDiagnostics(project.fileName(path)).filter(({ code }) => DUPLICATES.has(code)).length, 0);
}

function lineOf(project: Project, place: string): string {
  const at = place.lastIndexOf(":");
  const path = place.slice(0, at);
  const text = project.text(path) ?? "";
  return `${path}:${text.slice(0, Number(place.slice(at + 1))).split("\n").length}`;
}
