import { posix } from "node:path";
import ts from "typescript";
import { newLineOf, specifierBetween } from "../project.ts";
import type { Facts } from "./facts.ts";
import { nameFor } from "./names.ts";
import { type Loading, loadingOf, type Plan, stayingSpecifier } from "./plan.ts";

export interface ImportChanges {
  readonly changes: readonly ts.TextChange[];
  /** A `require` is left, so one has to be made. */
  readonly needsRequire: boolean;
}

/** Turns the requires of a file into imports; those that run on demand only stay, but for Node.js's own modules. */
export function convertImports(plan: Plan, facts: Facts): ImportChanges {
  const { file, requires } = facts;
  const changes: ts.TextChange[] = [];
  let needsRequire = facts.usesRequire;
  const writer = new ImportWriter(facts);
  for (const statement of file.statements) {
    const own = requires.filter(({ call }) => call.getStart(file) >= statement.getStart(file) && call.getEnd() <= statement.getEnd());
    const loaded = own.flatMap((each) => {
      const loading = loadingOf(plan, facts.path, each.specifier);
      const stays = loading.kind === "unknown" || (!each.always && loading.kind !== "builtin");
      if (stays) needsRequire = true;
      const specifier = stayingSpecifier(plan, facts.path, each.specifier);
      if (stays && specifier !== each.specifier) changes.push(retextArgument(file, each.call, specifier));
      return stays ? [] : [{ each, loading }];
    });
    if (loaded.length === 0) continue;
    const byCall = new Map<ts.Node, Loading>(loaded.map(({ each, loading }) => [each.call, loading]));
    changes.push(...writer.convert(statement, byCall));
  }
  return { changes, needsRequire };
}

class ImportWriter {
  readonly #facts: Facts;
  readonly #newLine: string;

  constructor(facts: Facts) {
    this.#facts = facts;
    this.#newLine = newLineOf(facts.file.text);
  }

  convert(statement: ts.Statement, loadings: ReadonlyMap<ts.Node, Loading>): ts.TextChange[] {
    const { file } = this.#facts;
    if (ts.isExpressionStatement(statement)) {
      const loading = loadings.get(statement.expression);
      if (loading !== undefined) return [replace(file, statement, `import ${this.#from(statement.expression, loading).replace("from ", "")}${this.#facts.semicolon}`)];
    }
    if (ts.isVariableStatement(statement) && statement.declarationList.declarations.some((declaration) => this.#asImport(declaration, loadings) !== undefined)) return this.#convertDeclarations(statement, loadings);
    return this.#hoist(statement, loadings, statement.getStart(file));
  }

  /** Each declarator becomes a statement of its own; those without a require stay together. */
  #convertDeclarations(statement: ts.VariableStatement, loadings: ReadonlyMap<ts.Node, Loading>): ts.TextChange[] {
    const { file } = this.#facts;
    const keyword = statement.declarationList.getFirstToken(file)?.getText(file) ?? "var";
    const changes: ts.TextChange[] = [];
    let end = statement.getStart(file);
    statement.declarationList.declarations.forEach((declaration, index) => {
      const between = index === 0 ? "" : this.#between(end, declaration.getStart(file));
      const imported = this.#asImport(declaration, loadings);
      const lead = index === 0 ? "" : this.#facts.semicolon + between;
      if (imported !== undefined) changes.push({ span: { start: end, length: declaration.getEnd() - end }, newText: lead + imported });
      else {
        const hoisted = this.#hoistText(declaration, loadings);
        changes.push({ span: { start: end, length: declaration.getStart(file) - end }, newText: `${lead}${hoisted.imports}${keyword} ` }, ...hoisted.changes);
      }
      end = declaration.getEnd();
    });
    return changes;
  }

  /** What stood between two declarators without the comma: their comments, at the margin. */
  #between(start: number, end: number): string {
    const text = this.#facts.file.text.slice(start, end).replace(",", "").replace(/\n[ \t]+/g, "\n").replace(/^[ \t]+(?=\S)/, " ").trimEnd();
    return text + this.#newLine;
  }

  #asImport({ name, initializer }: ts.VariableDeclaration, loadings: ReadonlyMap<ts.Node, Loading>): string | undefined {
    const { file, written } = this.#facts;
    if (initializer === undefined) return undefined;
    const member = ts.isPropertyAccessExpression(initializer) && ts.isIdentifier(initializer.name) ? initializer : undefined;
    const loading = loadings.get(initializer) ?? (member === undefined ? undefined : loadings.get(member.expression));
    if (loading === undefined) return undefined;
    const isMember = !loadings.has(initializer);
    const call = isMember && member !== undefined ? member.expression : initializer;
    const from = this.#from(call, loading);
    if (ts.isIdentifier(name)) {
      if (written.has(name.text)) return undefined;
      if (!isMember) {
        return loading.kind === "names" ? `import * as ${name.text} ${from}` : `import ${name.text} ${from}`;
      }
      const key = member?.name.text ?? "";
      if (hasNames(loading) && hasName(loading, key)) return `import { ${key === name.text ? key : `${key} as ${name.text}`} } ${from}`;
      return undefined;
    }
    if (!ts.isObjectBindingPattern(name) || isMember || !hasNames(loading)) return undefined;
    const simple = name.elements.every((element) => {
      const key = element.propertyName ?? element.name;
      return ts.isIdentifier(element.name) && ts.isIdentifier(key) && element.initializer === undefined && element.dotDotDotToken === undefined && !written.has(element.name.text) && hasName(loading, key.text);
    });
    if (!simple) return undefined;
    const list = file.text.slice(name.getStart(file), name.getEnd()).replaceAll(/([\w$]+)\s*:\s*([\w$]+)/g, "$1 as $2");
    return `import ${list} ${from}`;
  }

  #hoist(statement: ts.Statement, loadings: ReadonlyMap<ts.Node, Loading>, start: number): ts.TextChange[] {
    const { imports, changes } = this.#hoistText(statement, loadings);
    return [{ span: { start, length: 0 }, newText: imports }, ...changes];
  }

  /** Gives each loaded module in a node a name, imported before it. */
  #hoistText(node: ts.Node, loadings: ReadonlyMap<ts.Node, Loading>): { imports: string; changes: ts.TextChange[] } {
    const { file, names } = this.#facts;
    let imports = "";
    const changes: ts.TextChange[] = [];
    for (const [call, loading] of loadings) {
      if (call.getStart(file) < node.getStart(file) || call.getEnd() > node.getEnd()) continue;
      const name = nameFor(loading.specifier.startsWith(".") ? specifierBetween("", posix.join(posix.dirname(this.#facts.path), loading.specifier)) : loading.specifier, names);
      imports += `import ${loading.kind === "names" ? `* as ${name}` : name} ${this.#from(call, loading)}${this.#facts.semicolon}${this.#newLine}`;
      changes.push(replace(file, call, ts.isShorthandPropertyAssignment(call.parent) ? `${name}: ${name}` : name));
    }
    return { imports, changes };
  }

  #from(call: ts.Node, { kind, specifier }: Loading): string {
    const quote = ts.isCallExpression(call) ? (call.arguments[0]?.getText(this.#facts.file).charAt(0) ?? '"') : '"';
    const q = quote === "'" ? "'" : '"';
    return `from ${q}${specifier}${q}${kind === "json" ? ` with { type: ${q}json${q} }` : ""}`;
  }
}

function hasNames({ kind }: Loading): boolean {
  return kind === "names" || kind === "builtin";
}

function hasName(loading: Loading, name: string): boolean {
  return loading.kind !== "names" || (loading.names?.has(name) ?? true);
}

function retextArgument(file: ts.SourceFile, call: ts.Expression, specifier: string): ts.TextChange {
  const argument = ts.isCallExpression(call) ? call.arguments[0] : undefined;
  const start = (argument ?? call).getStart(file) + 1;
  return { span: { start, length: (argument ?? call).getEnd() - 1 - start }, newText: specifier };
}

function replace(file: ts.SourceFile, node: ts.Node, newText: string): ts.TextChange {
  const start = node.getStart(file);
  return { span: { start, length: node.getEnd() - start }, newText };
}
