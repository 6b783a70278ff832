import { posix } from "node:path";
import ts from "typescript";
import { preludeStart } from "./prelude.ts";
import { newLineOf } from "../project.ts";
import type { ExportForm, Facts, NamedExport } from "./facts.ts";
import { freeName, isReserved, nameFor } from "./names.ts";
import type { Offer } from "./plan.ts";

/** The name under which `require` finds what a module gives it, instead of its namespace. */
const FOR_REQUIRE = "module.exports";

/** Turns the exports of a file (whose requires are imports already) into `export`s. */
export function convertExports(facts: Facts, offer: Offer): readonly ts.TextChange[] {
  const { exports } = facts;
  const writer = new ExportWriter(facts, offer);
  switch (exports.kind) {
    case "none":
      return [];
    case "object":
      return offer.names ? writer.list(exports) : writer.value({ kind: "value", outer: exports.assignment, value: exports.literal, others: [] });
    case "named":
      return offer.names ? writer.named(exports) : writer.constant([...exports.assignments.map(({ assignment }) => objectOf(assignment.left)), ...exports.reads.map(({ expression }) => expression)], false);
    case "value":
      return writer.value(exports);
    case "constant":
      return writer.constant(exports.mentions, exports.reassigned);
  }
}

function objectOf(access: ts.Expression): ts.Expression {
  return ts.isPropertyAccessExpression(access) ? access.expression : access;
}

class ExportWriter {
  readonly #facts: Facts;
  readonly #file: ts.SourceFile;
  readonly #offer: Offer;
  readonly #newLine: string;
  readonly #end: string;

  constructor(facts: Facts, offer: Offer) {
    this.#facts = facts;
    this.#file = facts.file;
    this.#offer = offer;
    this.#newLine = newLineOf(facts.file.text);
    this.#end = facts.semicolon;
  }

  /** `module.exports = { a, b: c, d: 1 }` */
  list({ assignment, literal }: Extract<ExportForm, { kind: "object" }>): ts.TextChange[] {
    let constants = "";
    const listed: ts.TextChange[] = [];
    const whole: string[] = [];
    for (const property of literal.properties) {
      const key = property.name?.getText(this.#file) ?? "";
      const value = ts.isPropertyAssignment(property) ? property.initializer : undefined;
      let local = value === undefined ? key : this.#text(value);
      if (value !== undefined && !(ts.isIdentifier(value) && value.text !== "undefined" && !this.#facts.written.has(value.text))) {
        local = this.#newName(key);
        constants += `const ${local} = ${this.#text(value)}${this.#end}${this.#newLine}`;
      }
      whole.push(local === key ? key : `${key}: ${local}`);
      if (value !== undefined) listed.push(this.#replace(property, local === key ? key : `${local} as ${key}`));
    }
    const start = assignment.getStart(this.#file);
    const asDefault = this.#offer.whole ? `${this.#newLine}export default { ${whole.join(", ")} }${this.#end}` : "";
    return [this.#cut(start, literal.getStart(this.#file), `${constants}export `), ...listed, this.#insert(assignment.parent.getEnd(), asDefault)];
  }

  /** `exports.a = …` */
  named({ assignments, reads }: Extract<ExportForm, { kind: "named" }>): ts.TextChange[] {
    const locals = new Map<string, string>();
    const changes = assignments.flatMap((each) => this.#namedExport(each, locals));
    for (const read of reads) changes.push(this.#replace(read, locals.get(read.name.text) ?? read.name.text));
    if (this.#offer.whole) changes.push(this.#atEnd(`export default { ${[...locals].map(([name, local]) => (name === local ? name : `${name}: ${local}`)).join(", ")} }`));
    return changes;
  }

  #namedExport({ name, assignment }: NamedExport, locals: Map<string, string>): ts.TextChange[] {
    const { right } = assignment;
    const start = assignment.getStart(this.#file);
    if (ts.isIdentifier(right) && right.text !== "undefined" && !this.#facts.written.has(right.text)) {
      locals.set(name, right.text);
      return [this.#replace(assignment, `export { ${right.text === name ? name : `${right.text} as ${name}`} }`)];
    }
    const local = this.#newName(name);
    locals.set(name, local);
    if (local === name && isDeclarable(right, name)) return [this.#cut(start, right.getStart(this.#file), "export "), ...this.#name(right, name), ...this.#dropSemicolon(assignment.parent)];
    const kept = local === name ? [] : [this.#insert(assignment.parent.getEnd(), `${this.#newLine}export { ${local} as ${name} }${this.#end}`)];
    return [this.#cut(start, right.getStart(this.#file), `${local === name ? "export " : ""}const ${local} = `), ...kept];
  }

  /** `module.exports = value`, whatever else is done with it. */
  value({ outer, value, others }: Extract<ExportForm, { kind: "value" }>): ts.TextChange[] {
    const start = outer.getStart(this.#file);
    const { parent } = outer;
    const forRequire = (local: string): ts.TextChange[] => (this.#offer.required ? [this.#atEnd(`export { ${local} as "${FOR_REQUIRE}" }`)] : []);
    const through = (local: string): ts.TextChange[] => others.map((node) => this.#replace(node, local));
    if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) {
      const local = parent.name.text;
      return [this.#cut(start, value.getStart(this.#file), ""), ...through(local), this.#atEnd(`export default ${local}`), ...forRequire(local)];
    }
    if (ts.isIdentifier(value)) return [this.#cut(start, value.getStart(this.#file), "export default "), ...through(value.text), ...forRequire(value.text)];
    const declarable = (ts.isFunctionExpression(value) || ts.isClassExpression(value)) && (value.name === undefined || !declaresAtTop(this.#file, value.name.text));
    const needsName = others.length > 0 || this.#offer.required;
    if (declarable) {
      const local = needsName ? (value.name?.text ?? this.#fileName()) : undefined;
      const named = local !== undefined && value.name === undefined ? this.#name(value, local) : [];
      return [this.#cut(start, value.getStart(this.#file), "export default "), ...named, ...this.#dropSemicolon(parent), ...(local === undefined ? [] : [...through(local), ...forRequire(local)])];
    }
    if (!needsName) return [this.#cut(start, value.getStart(this.#file), "export default ")];
    const local = this.#fileName();
    return [this.#cut(start, value.getStart(this.#file), `const ${local} = `), ...through(local), this.#atEnd(`export default ${local}`), ...forRequire(local)];
  }

  constant(mentions: readonly ts.Expression[], reassigned: boolean): ts.TextChange[] {
    const local = this.#fileName();
    const start = preludeStart(this.#file);
    const asDefault = reassigned ? `export { ${local} as default }` : `export default ${local}`;
    return [
      this.#insert(start, `${reassigned ? "let" : "const"} ${local} = {}${this.#end}${this.#newLine}${this.#newLine}`),
      ...mentions.map((node) => this.#replace(node, local)),
      this.#atEnd(asDefault),
      ...(this.#offer.required ? [this.#atEnd(`export { ${local} as "${FOR_REQUIRE}" }`)] : []),
    ];
  }

  /** A name for the exports, after the file. */
  #fileName(): string {
    const { path, names } = this.#facts;
    return posix.dirname(path) === "." && /^(?:index|main)\.[^.]+$/.test(path) ? freeName("exported", names) : nameFor(path, names);
  }

  /** The export's own name where the file has no other use for it. */
  #newName(name: string): string {
    if (!this.#facts.names.has(name) && !isReserved(name)) {
      this.#facts.names.add(name);
      return name;
    }
    return freeName(`${name}Export`, this.#facts.names);
  }

  /** Names an anonymous function or class. */
  #name(value: ts.Expression, name: string): ts.TextChange[] {
    if (!(ts.isFunctionExpression(value) || ts.isClassExpression(value)) || value.name !== undefined) return [];
    const text = this.#text(value);
    const head = /^(?:async\s+)?(?:function\s*\*?|class\b)/.exec(text)?.[0] ?? "";
    const start = value.getStart(this.#file);
    const spaces = /^\s*/.exec(text.slice(head.length))?.[0].length ?? 0;
    const after = text.charAt(head.length + spaces) === "(" ? "" : " ";
    return [this.#cut(start + head.trimEnd().length, start + head.length + spaces, ` ${name}${after}`)];
  }

  /** A declaration has no semicolon behind it. */
  #dropSemicolon(statement: ts.Node): ts.TextChange[] {
    const end = statement.getEnd();
    return this.#file.text.charAt(end - 1) === ";" ? [this.#cut(end - 1, end, "")] : [];
  }

  #atEnd(statement: string): ts.TextChange {
    const { text } = this.#file;
    const end = text.trimEnd().length;
    return this.#insert(end, `${this.#newLine}${this.#newLine}${statement}${this.#end}`);
  }

  #text(node: ts.Node): string {
    return node.getText(this.#file);
  }

  #replace(node: ts.Node, newText: string): ts.TextChange {
    return this.#cut(node.getStart(this.#file), node.getEnd(), newText);
  }

  #insert(start: number, newText: string): ts.TextChange {
    return this.#cut(start, start, newText);
  }

  #cut(start: number, end: number, newText: string): ts.TextChange {
    return { span: { start, length: end - start }, newText };
  }
}

function declaresAtTop(file: ts.SourceFile, name: string): boolean {
  return file.statements.some((statement) => {
    if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.some((declaration) => declaration.name.getText(file) === name);
    if (ts.isImportDeclaration(statement)) return statement.importClause?.getText(file).match(/[\w$]+/g)?.includes(name) === true;
    return (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name?.text === name;
  });
}

function isDeclarable(value: ts.Expression, name: string): boolean {
  return (ts.isFunctionExpression(value) || ts.isClassExpression(value)) && (value.name === undefined || value.name.text === name);
}
