import ts from "typescript";
import { newLineOf } from "../project.ts";
import { fieldsOf } from "./fields.ts";
import { typeOf, type Slot } from "./slot.ts";
import type { Workbench } from "./workbench.ts";

/** Characters from which on an object type gets a name: when it is used more than once, and in any case. */
const REPEATED = 60;
const LONG = 120;

interface Named {
  readonly text: string;
  readonly slots: Slot[];
}

/** Gives long object types names, so that `options: { … 22 members … }` reads `options: Options`. Undone for a file where the checker objects. */
export function nameTypes(bench: Workbench): void {
  for (const path of bench.paths) {
    const restore = bench.remember();
    if (nameTypesIn(bench, path) && bench.check().length > 0) restore();
  }
  bench.refresh();
}

function nameTypesIn(bench: Workbench, path: string): boolean {
  const found = new Map<string, Named>();
  for (const slot of bench.slots.values()) {
    if (slot.path !== path || !["parameter", "variable", "member", "return", "cast"].includes(slot.kind)) continue;
    for (const text of objectTypes(typeOf(slot))) {
      const known = found.get(text) ?? { text, slots: [] };
      known.slots.push(slot);
      found.set(text, known);
    }
  }
  const long = [...found.values()].filter(({ text, slots }) => text.length >= (slots.length > 1 ? REPEATED : LONG));
  const taken = new Set(bench.base(path).match(/[A-Za-z_$][\w$]*/g));
  const at = typePosition(bench.base(path));
  const newLine = newLineOf(bench.base(path));
  for (const { text, slots } of long) {
    const [first] = slots;
    if (first === undefined) continue;
    const name = typeName(declaredName(bench.base(path), first), taken);
    for (const slot of slots) Object.assign(slot, { ladder: [typeOf(slot).replaceAll(text, name), "any"], rung: 0 });
    const members = (fieldsOf(text) ?? []).map((field) => `  ${field};${newLine}`).join("");
    const before = at.atEnd && !bench.base(path).endsWith("\n") ? newLine : "";
    bench.slot(path, "interface", at.position, { end: at.position, name, ladder: [`${before}${newLine}type ${name} = {${newLine}${members}};`] });
  }
  return long.length > 0;
}

/** The object types that a type's text is made of, at its top level (`{ … }`, `{ … } | undefined`, `{ … }[]`). */
function objectTypes(type: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < type.length; at++) {
    const character = type.charAt(at);
    if (character === "{" && depth === 0) from = at;
    if ("{(<".includes(character)) depth++;
    if (character === "}" || character === ")" || (character === ">" && type.charAt(at - 1) !== "=")) depth--;
    if (character === "}" && depth === 0 && fieldsOf(type.slice(from, at + 1)) !== undefined) found.push(type.slice(from, at + 1));
  }
  return found;
}

/** What the slot's value is called: the annotated name, or what an asserted value is assigned to. */
function declaredName(base: string, slot: Slot): string {
  if (slot.kind === "member") return slot.name ?? "";
  return slot.kind === "cast" ? (/([\w$]+)\s*[=:]\s*$/.exec(base.slice(0, slot.start))?.[1] ?? "") : base.slice(slot.start, slot.end);
}

function typeName(declared: string, taken: Set<string>): string {
  const words = declared.match(/[A-Za-z0-9]+/g)?.slice(0, 3).join("_") ?? "";
  const stem = /^[A-Za-z]\w{1,30}$/.test(words) ? words.charAt(0).toUpperCase() + words.slice(1) : "Shape";
  const wanted = stem in globalThis ? `${stem}Shape` : stem;
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}${number}`;
  taken.add(name);
  return name;
}

/** Behind the imports, else at the end of the file: never between a comment and what it is about. */
function typePosition(text: string): { readonly position: number; readonly atEnd: boolean } {
  const file = ts.createSourceFile("base.ts", text, ts.ScriptTarget.Latest, true);
  const last = file.statements.findLast((statement) => ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement));
  const newLine = last === undefined ? -1 : text.indexOf("\n", last.getEnd());
  return newLine < 0 ? { position: text.length, atEnd: true } : { position: newLine + 1, atEnd: false };
}
