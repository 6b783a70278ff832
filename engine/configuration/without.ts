import type { Path } from "./source.ts";

/** A path as text, to be held in a set. */
export function pointerTo(path: Path): string {
  return path.map((part) => below("", part)).join("");
}

/** A copy of `value` without what stands at the paths in `out`; without the empty path an empty map is left. */
export function without(value: unknown, out: ReadonlySet<string>, pointer = ""): unknown {
  if (out.size === 0) return value;
  if (out.has(pointer)) return {};
  const kept = (part: string | number): boolean => !out.has(below(pointer, part));
  if (Array.isArray(value)) return value.flatMap((each: unknown, index) => (kept(index) ? [without(each, out, below(pointer, index))] : []));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, each]) => (kept(key) ? [[key, without(each, out, below(pointer, key))]] : [])));
}

/** Where in `value` stands what is at `path` in the copy without `out`: an item that went moved those behind it up. */
export function originalPath(value: unknown, path: Path, out: ReadonlySet<string>): Path {
  const original: (string | number)[] = [];
  for (const part of path) {
    const at = valueAt(value, original);
    const pointer = pointerTo(original);
    const kept = Array.isArray(at) ? [...at.keys()].filter((index) => !out.has(below(pointer, index))) : undefined;
    original.push(kept?.[Number(part)] ?? part);
  }
  return original;
}

export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, part) => (at !== null && typeof at === "object" && Object.hasOwn(at, part) ? Reflect.get(at, part) : undefined), value);
}

function below(pointer: string, part: string | number): string {
  return `${pointer}/${JSON.stringify(String(part))}`;
}
