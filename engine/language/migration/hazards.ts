import ts from "typescript";
import { isFunction, walk } from "./syntax.ts";

/** Why a file would behave differently once TypeScript has written it again (its output is always in strict mode), if it would. */
export function strictModeHazard(file: ts.SourceFile): string | undefined {
  const isModule = file.statements.some((statement) => ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) || ts.isExportAssignment(statement));
  if (isModule) return undefined;
  let found: string | undefined;
  const isStrict = file.statements.some((statement) => ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression) && statement.expression.text === "use strict");
  walk(file, (node) => {
    if (node.kind === ts.SyntaxKind.ThisKeyword && isAtTopLevel(node)) found ??= "it uses `this` outside of functions";
    if (isStrict) return found === undefined;
    if (ts.isWithStatement(node)) found ??= "it has a `with` statement, which strict mode refuses";
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "arguments" && ["callee", "caller"].includes(node.name.text)) found ??= `it uses arguments.${node.name.text}, which strict mode refuses`;
    if (ts.isNumericLiteral(node) && /^0\d/.test(node.getText(file))) found ??= "it has an octal literal, which strict mode refuses";
    return found === undefined;
  });
  return found;
}

function isAtTopLevel(node: ts.Node): boolean {
  return ts.findAncestor(node, (above) => (isFunction(above) && !ts.isArrowFunction(above)) || ts.isClassLike(above)) === undefined;
}
