import { builtinModules } from "node:module";
import { posix } from "node:path";
import ts from "typescript";
import { type Project, specifierBetween } from "../project.ts";
import { resolveRelative } from "../refactorings/purity.ts";
import { respecify } from "../refactorings/specifiers.ts";
import type { Facts } from "./facts.ts";
import { usageOf } from "./facts.ts";
import { packageShape } from "./packages.ts";

/** How a module is to be imported in place of a `require` of it. */
export type Loading =
  /** Its exports object is the default export. */
  | { readonly kind: "default"; readonly specifier: string }
  /** Its exports are names; the namespace stands for the object. */
  | { readonly kind: "names"; readonly specifier: string; readonly names: ReadonlySet<string> | undefined }
  /** One of Node.js's own, which has both. */
  | { readonly kind: "builtin"; readonly specifier: string }
  | { readonly kind: "json"; readonly specifier: string }
  /** It cannot be told; the `require` stays. */
  | { readonly kind: "unknown"; readonly specifier: string };

/** What a converted file offers. */
export interface Offer {
  readonly names: boolean;
  readonly whole: boolean;
  /** Something still calls `require` for it, which then gets the same value as before. */
  readonly required: boolean;
}

export interface Plan {
  /** The files that become ES modules. */
  readonly converted: ReadonlyMap<string, Facts>;
  /** Where files go that change their names. */
  readonly moved: ReadonlyMap<string, string>;
  readonly offers: ReadonlyMap<string, Offer>;
  readonly project: Project;
}

/** Decides per converted file how it exports, by how it is used: names where that is enough, the object where it is used as one. */
export function planOffers(project: Project, converted: ReadonlyMap<string, Facts>, all: ReadonlyMap<string, Facts>, entries: ReadonlySet<string>): ReadonlyMap<string, Offer> {
  const offers = new Map<string, { names: boolean; whole: boolean; required: boolean }>();
  for (const [path, { exports }] of converted) {
    const listed = exports.kind === "object" || exports.kind === "named";
    offers.set(path, { names: listed, whole: !listed || (entries.has(path) && exports.kind === "object"), required: entries.has(path) });
  }
  for (const [path, facts] of all) {
    for (const { call, specifier, always } of facts.requires) {
      const target = resolveFile(project, path, specifier);
      const offer = target === undefined ? undefined : offers.get(target);
      const exporting = target === undefined ? undefined : converted.get(target);
      if (offer === undefined || exporting === undefined) continue;
      const { names, whole, changed } = usageOf(facts.file, call);
      if (!converted.has(path) || !always) offer.required = true;
      const offered = exportedNames(exporting);
      const unknown = offered !== undefined && [...names].some((name) => !offered.has(name));
      if (exporting.exports.kind === "object" && (whole || unknown)) offer.whole = true;
      // A changed exports object is one object for everybody.
      if (changed) Object.assign(offer, { names: false, whole: true });
    }
    if (facts.isEsModule) noteImports(project, path, facts.file, offers);
  }
  return offers;
}

function noteImports(project: Project, path: string, file: ts.SourceFile, offers: Map<string, { names: boolean; whole: boolean; required: boolean }>): void {
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const offer = offers.get(resolveFile(project, path, statement.moduleSpecifier.text) ?? "");
    if (offer !== undefined && statement.importClause?.name !== undefined) offer.whole = true;
  }
}

/** The names that a converted file exports; undefined where its exports are one value. */
export function exportedNames({ exports }: Facts): ReadonlySet<string> | undefined {
  if (exports.kind === "object") return new Set(exports.literal.properties.map((property) => property.name?.getText() ?? ""));
  if (exports.kind === "named") return new Set(exports.assignments.map(({ name }) => name));
  return undefined;
}

/** How a file loads what it required. */
export function loadingOf({ project, converted, moved, offers }: Plan, from: string, specifier: string): Loading {
  const bare = specifier.replace(/^node:/, "");
  if (builtinModules.includes(bare)) return { kind: "builtin", specifier };
  if (!/^\.{1,2}(?:\/|$)/.test(specifier)) return packageShape(project, specifier);
  const target = resolveFile(project, from, specifier);
  if (target === undefined) return { kind: "unknown", specifier };
  const full = specifierBetween(moved.get(from) ?? from, moved.get(target) ?? target);
  if (target.endsWith(".json")) return { kind: "json", specifier: full };
  const facts = converted.get(target);
  const offer = offers.get(target);
  if (facts !== undefined && offer !== undefined) return offer.names && !offer.whole ? { kind: "names", specifier: full, names: exportedNames(facts) } : { kind: "default", specifier: full };
  if (target.endsWith(".node")) return { kind: "unknown", specifier: full };
  return /\.mjs$/.test(target) ? { kind: "names", specifier: full, names: undefined } : { kind: "default", specifier: full };
}

/** The specifier of a `require` that stays, after files moved. */
export function stayingSpecifier({ project, moved }: Pick<Plan, "project" | "moved">, from: string, specifier: string): string {
  if (!/^\.{1,2}(?:\/|$)/.test(specifier)) return specifier;
  const target = resolveFile(project, from, specifier);
  if (target === undefined || (!moved.has(target) && !moved.has(from))) return specifier;
  return respecify(specifier, target, moved.get(from) ?? from, moved.get(target) ?? target);
}

/** The file that a relative specifier means to `require`, the main file of a folder's package.json included. */
export function resolveFile(project: Project, from: string, specifier: string): string | undefined {
  if (!/^\.{1,2}(?:\/|$)/.test(specifier)) return undefined;
  const folder = posix.normalize(posix.join(posix.dirname(from), specifier)).replace(/\/$/, "");
  const file = /(?:^|\/)\.{0,2}\/?$/.test(specifier) ? undefined : resolveRelative(project, from, specifier);
  if (file !== undefined && !/\/index\.[^/]+$/.test(file.slice(folder.length))) return file;
  const manifest = project.text(posix.join(folder, "package.json"));
  const main = manifest === undefined ? undefined : /"main"\s*:\s*"([^"]+)"/.exec(manifest)?.[1];
  const named = main === undefined ? undefined : resolveRelative(project, posix.join(folder, "package.json"), main.startsWith(".") ? main : `./${main}`);
  return named ?? file ?? resolveRelative(project, posix.join(folder, "package.json"), "./index");
}
