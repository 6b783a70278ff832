import ts from "typescript";

/** A name that a file does not have yet, after a module: `./lib/foo-bar.js` is `fooBar`, `../qs/index.js` is `qs`. Takes it. */
export function nameFor(specifier: string, taken: Set<string>): string {
  const parts = specifier.replace(/^node:/, "").split("/").filter((part) => !/^\.{0,2}$/.test(part));
  const last = (parts.at(-1) ?? "").replace(/\.[cm]?(?:jsx?|tsx?|json)$/, "");
  const stem = (last === "index" || last === "main") && parts.length > 1 ? (parts.at(-2) ?? last) : last;
  return freeName(stem.replace(/[^A-Za-z0-9_$]+(.)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? ""), taken);
}

/** A name that a file does not have yet. Takes it. */
export function freeName(wanted: string, taken: Set<string>): string {
  const stem = /^[A-Za-z_$]/.test(wanted) ? wanted : `module${wanted}`;
  let name = isReserved(stem) ? `${stem}Module` : stem;
  for (let number = 1; taken.has(name); number++) name = `${stem}Module${number === 1 ? "" : number}`;
  taken.add(name);
  return name;
}

/** Words that cannot be names in a module. */
export function isReserved(name: string): boolean {
  const token = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, name).scan();
  return token < ts.SyntaxKind.Identifier || (token > ts.SyntaxKind.Identifier && token <= ts.SyntaxKind.LastFutureReservedWord) || ["await", "arguments", "eval", "undefined"].includes(name);
}
