import ts from "typescript";

const LONGEST = 900;
const FORMAT: ts.TypeFormatFlags = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope;

/** A type as text that can stand in an annotation; undefined where nothing useful is known (`any`, an error, too long). */
export function printType(checker: ts.TypeChecker, type: ts.Type, at: ts.Node): string | undefined {
  const { TypeFlags } = ts;
  if ([TypeFlags.Any, TypeFlags.Never, TypeFlags.Undefined, TypeFlags.Null, TypeFlags.Void].some((flag) => (type.flags & flag) !== 0)) return undefined;
  const wide = checker.getBaseTypeOfLiteralType(checker.getWidenedType(type));
  if ((wide.flags & TypeFlags.Any) !== 0) return undefined;
  const text = checker.typeToString(wide, at, FORMAT).replace(/\s+/g, " ");
  if (text.length > LONGEST || text.includes("...; ") || /\b__|\bunique symbol\b/.test(text) || text === "{}" || text === "never[]" || text === "any[]") return undefined;
  return text;
}
