import ts from "typescript";
import { newLineOf } from "../project.ts";

export type JsonValue = string | boolean | number | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/**
 * Sets one value in a JSON text and leaves every other byte as it is. `path` names nested objects, which are made as needed; where the
 * object's keys are in alphabetical order, a new key is put in its place. The text is returned unchanged when it is no JSON object.
 */
export function setJson(text: string, path: readonly string[], value: JsonValue): string {
  const file = ts.parseJsonText("package.json", text);
  const root = file.statements[0]?.expression;
  if (root === undefined || !ts.isObjectLiteralExpression(root)) return text;
  return setIn(text, file, root, path, value);
}

function setIn(text: string, file: ts.JsonSourceFile, object: ts.ObjectLiteralExpression, [name, ...rest]: readonly string[], value: JsonValue): string {
  if (name === undefined) return text;
  const known = object.properties.find((property) => ts.isPropertyAssignment(property) && ts.isStringLiteral(property.name) && property.name.text === name);
  const indent = indentOf(text, file, object);
  if (known !== undefined && ts.isPropertyAssignment(known)) {
    if (rest.length > 0 && ts.isObjectLiteralExpression(known.initializer)) return setIn(text, file, known.initializer, rest, value);
    return text.slice(0, known.initializer.getStart(file)) + print(nest(rest, value), text, indent) + text.slice(known.initializer.getEnd());
  }
  const entry = `${JSON.stringify(name)}: ${print(nest(rest, value), text, indent)}`;
  const newLine = newLineOf(text);
  const names = object.properties.map((property) => (property.name !== undefined && ts.isStringLiteral(property.name) ? property.name.text : ""));
  const isSorted = names.length > 1 && names.every((one, index) => index === 0 || (names[index - 1] ?? "") < one);
  const after = isSorted ? names.findLastIndex((one) => one < name) : names.length - 1;
  const previous = object.properties[after];
  if (previous !== undefined) return `${text.slice(0, previous.getEnd())},${newLine}${indent}${entry}${text.slice(previous.getEnd())}`;
  const [first] = object.properties;
  if (first !== undefined) return `${text.slice(0, first.getStart(file))}${entry},${newLine}${indent}${text.slice(first.getStart(file))}`;
  return `${text.slice(0, object.getStart(file))}{${newLine}${indent}${entry}${newLine}${indent.slice(unitOf(text).length)}}${text.slice(object.getEnd())}`;
}

function nest(path: readonly string[], value: JsonValue): JsonValue {
  return path.reduceRight<JsonValue>((inner, name) => ({ [name]: inner }), value);
}

function print(value: JsonValue, text: string, indent: string): string {
  return JSON.stringify(value, undefined, unitOf(text)).split("\n").join(`${newLineOf(text)}${indent}`);
}

function unitOf(text: string): string {
  return /\n([ \t]+)"/.exec(text)?.[1] ?? "  ";
}

function indentOf(text: string, file: ts.JsonSourceFile, object: ts.ObjectLiteralExpression): string {
  const [first] = object.properties;
  if (first !== undefined) return /[ \t]*$/.exec(text.slice(0, first.getStart(file)))?.[0] ?? "  ";
  const line = text.slice(text.lastIndexOf("\n", object.getStart(file)) + 1);
  return (/^[ \t]*/.exec(line)?.[0] ?? "") + unitOf(text);
}
