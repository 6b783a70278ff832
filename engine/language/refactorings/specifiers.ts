import { posix } from "node:path";
import ts from "typescript";
import { walk } from "../migration/syntax.ts";
import { type Project, specifierBetween } from "../project.ts";
import { resolveRelative } from "./purity.ts";

/** Functions of test libraries whose first argument names a module as `require` does. */
const MOCKING = /^(?:jest|vi|mock|td|rewiremock)\.(?:mock|doMock|unmock|dontMock|requireActual|requireMock|importActual|importMock|replace|setMock)$|^(?:proxyquire|rewire|require\.resolve|import\.meta\.resolve)$/;

/** The literals of a file that name a module by a relative path: imports, requires, `new URL(…, import.meta.url)`, mocks. */
export function relativeSpecifiers(file: ts.SourceFile): readonly ts.StringLiteralLike[] {
  const found: ts.StringLiteralLike[] = [];
  const add = (node: ts.Node | undefined): void => {
    if (node !== undefined && ts.isStringLiteralLike(node) && /^\.{1,2}(?:\/|$)/.test(node.text)) found.push(node);
  };
  walk(file, (node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier);
    else if (ts.isExternalModuleReference(node)) add(node.expression);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal);
    else if (ts.isNewExpression(node) && node.expression.getText(file) === "URL" && node.arguments?.[1]?.getText(file) === "import.meta.url") add(node.arguments[0]);
    else if (ts.isCallExpression(node) && namesModule(file, node.expression)) add(node.arguments[0]);
    return undefined;
  });
  return found;
}

function namesModule(file: ts.SourceFile, callee: ts.Expression): boolean {
  if (callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === "require")) return true;
  return (ts.isIdentifier(callee) || ts.isPropertyAccessExpression(callee)) && MOCKING.test(callee.getText(file));
}

/**
 * How a file names another after either moved, in the manner of the old specifier: with or without the extension and `index`.
 * `target` is the file that the old specifier meant.
 */
export function respecify(specifier: string, target: string, newFrom: string, newTarget: string): string {
  const written = posix.basename(specifier.replace(/\/+$/, ""));
  const targetName = posix.basename(target);
  const stem = (path: string): string => path.replace(/\.[^./]+$/, "");
  const full = specifierBetween(newFrom, newTarget);
  if (written === targetName) return full;
  if (stem(written) === stem(targetName) && /\.[cm]?jsx?$/.test(written)) return full.replace(/\.([cm]?)tsx?$/, ".$1js");
  const sameExtension = posix.extname(target) === posix.extname(newTarget);
  if (written === stem(targetName)) return sameExtension ? stem(full) : full;
  // The old one named a folder for its index file.
  if (stem(posix.basename(newTarget)) !== "index" || !sameExtension) return sameExtension ? stem(full) : full;
  const folder = full.replace(/\/index\.[^./]+$/, "");
  return specifier.endsWith("/") ? `${folder}/` : folder;
}

/** The change of a literal's text, its quotes kept. */
export function retext(file: ts.SourceFile, literal: ts.StringLiteralLike, text: string): ts.TextChange {
  return { span: { start: literal.getStart(file) + 1, length: literal.getEnd() - literal.getStart(file) - 2 }, newText: text };
}

/** The file that a relative literal means now. */
export function targetOf(project: Project, from: string, literal: ts.StringLiteralLike): string | undefined {
  return resolveRelative(project, from, literal.text);
}
