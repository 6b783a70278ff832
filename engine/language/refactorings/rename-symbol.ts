import { posix } from "node:path";
import ts from "typescript";
import { UserError } from "../../errors.ts";
import { nodeAt, walk } from "../migration/syntax.ts";
import { type Project, type RefactoringContext, type RefactoringResult } from "../project.ts";
import type { RefactoringOptions } from "../refactoring.ts";
import { type Locations, renameAndCompare } from "../rename/collisions.ts";
import { type Declaration, declarationsOf } from "../rename/declarations.ts";
import { aliasedNames, linkedNames } from "../rename/links.ts";
import { expandShorthands, type Expanded, renameIn, writtenOutKeys } from "../rename/shorthands.ts";
import { count, openProject, syntaxError } from "./sources.ts";

/** As many as a message can list. */
const LISTED = 10;

/**
 * Renames one symbol wherever it is meant, through imports and exports. `from` is a name, `Owner.name` or `path#name`.
 * @throws UserError `bad_input` when it is not clear which symbol is meant, `conflict` when the new name already means something there.
 */
export function renameSymbol(context: RefactoringContext, options: RefactoringOptions<"rename_symbol">): RefactoringResult {
  const wanted = parseWanted(options);
  const { name } = wanted;
  const to = options.to.trim();
  const project = openProject(context);
  const expanded = new Map<string, Expanded>();
  const originals = new Map<string, string>();
  context.progress("Looking for the symbol", 0, 3);
  for (const path of project.files()) {
    const file = project.sourceFile(path);
    if (file?.text.includes(name) !== true) continue;
    originals.set(path, file.text);
    const result = expandShorthands(file, name);
    expanded.set(path, result);
    project.write(path, result.text);
  }
  context.signal?.throwIfAborted();
  const symbol = choose(project, wanted, ({ path, node }) => writtenOutKeys(expanded.get(path), name).has(node.getStart()));
  checkName(name, to, symbol.declarations);
  context.progress("Looking for conflicts", 1, 3);
  const left = unresolvedMentions(project, name, symbol);
  const conflict = memberConflict(project, symbol, to) ?? renameAndCompare(project, symbol.locations, name, to);
  if (conflict !== undefined) throw new UserError("conflict", `${name} cannot become ${to}: that name already means something else there (${conflict}).`, "Choose another name.");
  const edits = [...symbol.locations].map(([path, starts]) => {
    const none: Expanded = { text: "", shorthands: [] };
    return { kind: "write" as const, path, text: renameIn(originals.get(path) ?? "", expanded.get(path) ?? none, name, to, starts) };
  });
  const broken = edits.flatMap(({ path }) => {
    const error = syntaxError(project, path);
    return error === undefined ? [] : [`${path}: ${error}, so uses of ${name} in it may have been missed.`];
  });
  context.progress("Renamed", 3, 3);
  const places = [...symbol.locations.values()].reduce((sum, starts) => sum + starts.size, 0);
  return { edits: edits.sort((a, b) => (a.path < b.path ? -1 : 1)), summary: `Renamed ${name} to ${to} in ${count(places, "place")} of ${count(edits.length, "file")}.`, notes: [...broken, ...left] };
}

interface Wanted {
  readonly name: string;
  readonly owners: readonly string[];
  readonly path: string | undefined;
  /** `path#name`: what the module itself declares. */
  readonly ofModule: boolean;
}

function parseWanted({ from, path }: RefactoringOptions<"rename_symbol">): Wanted {
  const [, file, dotted = ""] = /^(?:(.+)#(?=[^#]))?(.+)$/s.exec(from.trim()) ?? [];
  // `Counter.#value` has its own number sign.
  const isPrivate = file?.endsWith(".") === true;
  const parts = (isPrivate ? from.trim() : dotted).split(".");
  const place = isPrivate ? path : (file ?? path);
  return { name: parts.at(-1) ?? "", owners: parts.slice(0, -1), path: place === undefined ? undefined : posix.normalize(place).replace(/\/$/, ""), ofModule: file !== undefined && !isPrivate };
}

interface RenamedSymbol {
  readonly declarations: readonly Declaration[];
  readonly locations: Locations;
}

/** The one symbol that is meant. */
function choose(project: Project, wanted: Wanted, isByTheWay: (declaration: Declaration) => boolean): RenamedSymbol {
  const all = declarationsOf(project, wanted.name);
  if (all.length === 0) throw new UserError("bad_input", `Nothing in the workspace declares ${wanted.name}.`, "Check the spelling; upper and lower case count.");
  const fitting = all.filter((declaration) => fits(declaration, wanted));
  const topLevel = fitting.filter(({ isTopLevel }) => isTopLevel);
  // The property that `{ foo }` makes of a variable is not what somebody means who says "foo".
  const meant = fitting.filter((declaration) => !isByTheWay(declaration));
  const candidates = wanted.ofModule && topLevel.length > 0 ? topLevel : meant.length > 0 ? meant : fitting;
  if (candidates.length === 0) throw new UserError("bad_input", `${wanted.owners.concat(wanted.name).join(".")} is not declared ${wanted.path === undefined ? "so" : `in ${wanted.path}`}.`, `${wanted.name} is declared as: ${list(all)}.`);
  const aliases = aliasPairs(project, all);
  const symbols: RenamedSymbol[] = [];
  for (const candidate of candidates) {
    if (symbols.some(({ declarations }) => declarations.includes(candidate))) continue;
    symbols.push(symbolOf(project, candidate, all, aliases, wanted.name));
  }
  const [symbol, ...others] = symbols;
  if (symbol === undefined || others.length > 0) {
    const each = symbols.flatMap(({ declarations }) => declarations.filter((declaration) => candidates.includes(declaration)).slice(0, 1));
    throw new UserError("bad_input", `${wanted.name} is ambiguous, it is declared as: ${list(each)}.`, `Say which one: "Class.${wanted.name}", "function.${wanted.name}" for a local name, or "path#${wanted.name}" for what a file declares at its top level.`);
  }
  return symbol;
}

function fits({ path, owners }: Declaration, wanted: Wanted): boolean {
  const inPath = wanted.path === undefined || wanted.path === "." || path === wanted.path || path.startsWith(`${wanted.path}/`);
  return inPath && wanted.owners.every((owner, index) => owners[owners.length - wanted.owners.length + index] === owner);
}

function list(declarations: readonly Declaration[]): string {
  const named = declarations.slice(0, LISTED).map(({ kind, owners, node, path, line }) => `${kind} ${[...owners, node.text].join(".")} (${path}:${line})`);
  return named.join(", ") + (declarations.length > LISTED ? `, and ${declarations.length - LISTED} more` : "");
}

/** Both ways between `import foo from "./foo"` and the `foo` that it is, by "path:start". */
function aliasPairs(project: Project, all: readonly Declaration[]): ReadonlyMap<string, readonly ts.Node[]> {
  const checker = project.program().getTypeChecker();
  const pairs = new Map<string, ts.Node[]>();
  const add = (from: ts.Node, to: ts.Node): void => {
    const key = keyOf(from);
    pairs.set(key, [...(pairs.get(key) ?? []), to]);
  };
  for (const { node } of all) {
    for (const target of aliasedNames(checker, node)) {
      if (project.relativePath(target.getSourceFile().fileName)?.startsWith("node_modules/") !== false) continue;
      add(node, target);
      add(target, node);
    }
  }
  return pairs;
}

const keyOf = (node: ts.Node): string => `${node.getSourceFile().fileName}:${node.getStart()}`;

/** Everything that is renamed with a declaration. */
function symbolOf(project: Project, declaration: Declaration, all: readonly Declaration[], aliases: ReadonlyMap<string, readonly ts.Node[]>, name: string): RenamedSymbol {
  const locations = new Map<string, Set<number>>();
  const queue: ts.Node[] = [declaration.node];
  const asked = new Set<string>();
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (asked.has(keyOf(node))) continue;
    asked.add(keyOf(node));
    const { fileName } = node.getSourceFile();
    const found = project.service.findRenameLocations(fileName, node.getStart(), false, false, { providePrefixAndSuffixTextForRename: true });
    if (found === undefined) throw new UserError("bad_input", `${name} in ${declaration.path}:${declaration.line} cannot be renamed: it is not declared by this workspace.`, "Rename something of your own.");
    for (const location of found) {
      const path = project.relativePath(location.fileName);
      const isOwn = path !== undefined && !path.startsWith("node_modules/");
      // A script's names are global, so a link in a dependency's comment may point to one by chance.
      if (!isOwn && isInComment(project.program().getSourceFile(location.fileName)?.text ?? "", location.textSpan.start)) continue;
      if (!isOwn) throw new UserError("bad_input", `${name} cannot be renamed: a dependency declares it too (${path ?? location.fileName}).`, "Rename something of your own.");
      const start = location.textSpan.start;
      const starts = locations.get(path) ?? new Set();
      locations.set(path, starts.add(start));
      const file = project.sourceFile(path);
      if (file === undefined) continue;
      const at = nodeAt(file, start, location.textSpan.length);
      queue.push(...linkedNames(at), ...(aliases.get(keyOf(at)) ?? []));
    }
  }
  const isIn = ({ path, node }: Declaration): boolean => locations.get(path)?.has(node.getStart()) === true;
  return { declarations: all.filter(isIn), locations };
}

function isInComment(text: string, position: number): boolean {
  return text.lastIndexOf("/*", position) > text.lastIndexOf("*/", position);
}

function checkName(name: string, to: string, declarations: readonly Declaration[]): void {
  const bad = (why: string, remedy: string): never => {
    throw new UserError("bad_input", `${name} cannot become ${to}: ${why}.`, remedy);
  };
  if (name === to) bad("it is called that already", "Choose another name.");
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, to);
  const token = scanner.scan();
  if (scanner.getTokenEnd() !== to.length || (token !== ts.SyntaxKind.PrivateIdentifier && token < ts.SyntaxKind.Identifier)) bad("that is not a name", "Use letters, digits, _ and $, and no digit first.");
  if (name.startsWith("#") !== to.startsWith("#")) bad("private and public names cannot become each other", to.startsWith("#") ? "Leave out the #." : "Begin the new name with #.");
  const reserved = token !== ts.SyntaxKind.Identifier && token !== ts.SyntaxKind.PrivateIdentifier && token <= ts.SyntaxKind.LastFutureReservedWord;
  if ((reserved || ["arguments", "eval", "await", "undefined"].includes(to)) && !declarations.every(({ isMember }) => isMember)) bad("that word is reserved in JavaScript", "Choose another name.");
}

/** A member of that name that the owner has or inherits. */
function memberConflict(project: Project, { declarations }: RenamedSymbol, to: string): string | undefined {
  const checker = project.program().getTypeChecker();
  for (const { node, path, line } of declarations) {
    const owner = node.parent.parent;
    if ((ts.isClassLike(owner) || ts.isInterfaceDeclaration(owner)) && checker.getTypeAtLocation(owner).getProperty(to) !== undefined) return `${path}:${line}`;
  }
  return undefined;
}

/** Uses of a member's name on values of unknown type, which nobody can tell apart. */
function unresolvedMentions(project: Project, name: string, { declarations, locations }: RenamedSymbol): string[] {
  if (!declarations.some(({ isMember, node }) => isMember || ts.isPropertyAccessExpression(node.parent))) return [];
  const checker = project.program().getTypeChecker();
  const found: string[] = [];
  for (const path of project.files()) {
    const file = project.sourceFile(path);
    if (file?.text.includes(name) !== true) continue;
    walk(file, (node) => {
      if (!ts.isIdentifier(node) || node.text !== name || !ts.isPropertyAccessExpression(node.parent) || node.parent.name !== node || locations.get(path)?.has(node.getStart(file)) === true) return undefined;
      if (checker.getSymbolAtLocation(node) === undefined) found.push(`${path}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}`);
      return undefined;
    });
  }
  return found.length === 0 ? [] : [`.${name} on values of unknown type was left alone, in ${count(found.length, "place")}: ${found.slice(0, LISTED).join(", ")}.`];
}
