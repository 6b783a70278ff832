import ts from "typescript";

const NAMES: Readonly<Record<string, string>> = { String: "string", Number: "number", Boolean: "boolean", Bool: "boolean", bool: "boolean", Object: "Record<string, unknown>", object: "object", Array: "unknown[]", array: "unknown[]", Function: "(...args: any[]) => any", function: "(...args: any[]) => any", Mixed: "unknown", mixed: "unknown", Null: "null", Undefined: "undefined", Symbol: "symbol", integer: "number", int: "number", Integer: "number" };

/** The type that a JSDoc comment gives to a parameter, a variable or a function's result, in TypeScript's words. */
export function jsDocType(declaration: ts.Node): string | undefined {
  const type = ts.isFunctionLike(declaration) ? ts.getJSDocReturnType(declaration) : ts.getJSDocType(declaration);
  const text = type === undefined ? undefined : print(type);
  if (text === undefined || text === "any") return undefined;
  const isOptional = ts.isParameter(declaration) && ts.getJSDocParameterTags(declaration).some((tag) => tag.isBracketed);
  return isOptional && !text.includes("undefined") ? `${text} | undefined` : text;
}

function print(type: ts.TypeNode): string | undefined {
  if (ts.isJSDocNullableType(type)) return wrap(print(type.type), (inner) => `${inner} | null`);
  if (ts.isJSDocNonNullableType(type)) return print(type.type);
  if (ts.isJSDocOptionalType(type)) return wrap(print(type.type), (inner) => `${inner} | undefined`);
  if (ts.isJSDocVariadicType(type)) return wrap(print(type.type), (inner) => `(${inner})[]`);
  if (type.kind === ts.SyntaxKind.JSDocAllType || type.kind === ts.SyntaxKind.JSDocUnknownType) return "any";
  if (ts.isParenthesizedTypeNode(type)) return wrap(print(type.type), (inner) => `(${inner})`);
  if (ts.isUnionTypeNode(type)) {
    const parts = type.types.map(print);
    return parts.some((part) => part === undefined) ? undefined : parts.join(" | ");
  }
  if (ts.isArrayTypeNode(type)) return wrap(print(type.elementType), (inner) => `(${inner})[]`);
  if (ts.isTypeReferenceNode(type)) {
    const name = type.typeName.getText();
    const parts = (type.typeArguments ?? []).map(print);
    if (parts.some((part) => part === undefined)) return undefined;
    if (name === "Object" && parts.length === 2) return `Record<${parts.join(", ")}>`;
    if (parts.length > 0) return `${name}<${parts.join(", ")}>`;
    return NAMES[name] ?? name;
  }
  if (ts.isJSDocTypeLiteral(type) || ts.isJSDocTypeExpression(type)) return undefined;
  const text = type.getText();
  return /^function\s*\(/.test(text) ? "(...args: any[]) => any" : text === "" ? undefined : (NAMES[text] ?? text);
}

const wrap = (inner: string | undefined, make: (inner: string) => string): string | undefined => (inner === undefined ? undefined : make(inner));
