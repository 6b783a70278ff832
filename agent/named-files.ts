/**
 * The files that a request names: by their path, or by a name that only one file has. A request that names them needs nobody to find them.
 */
export function namedFiles(request: string, files: readonly string[]): readonly string[] {
  const words = new Set(request.split(/[\s"'`“”‘’()[\]{}<>,;!?]+/).map((word) => word.replace(/^\.\//, "").replace(/[.:]+$/, "")));
  const names = Map.groupBy(files, nameOf);
  return files.filter((file) => words.has(file) || (words.has(nameOf(file)) && nameOf(file).includes(".") && names.get(nameOf(file))?.length === 1));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
