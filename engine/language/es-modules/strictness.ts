import ts from "typescript";
import { isAssignment, walk } from "../migration/syntax.ts";
import type { Project } from "../project.ts";

/** What the compiler says of code that only sloppy mode allows, and of code that no module may contain. */
const NOT_IN_MODULES: ReadonlySet<number> = new Set([1100, 1101, 1102, 1104, 1105, 1107, 1108, 1121, 1210, 1211, 1212, 1213, 1214, 1215, 1250, 1251, 1252, 1262, 1344, 2300, 2451, 2440, 18012]);

/** Why a file's code would not run in strict mode, as a module is; undefined when it would. */
export function strictBlocker(project: Project, path: string): string | undefined {
  const file = project.sourceFile(path);
  if (file === undefined) return "it cannot be read";
  const name = project.fileName(path);
  const found = [...project.service.getSyntacticDiagnostics(name), ...project.service.getSemanticDiagnostics(name)].find(({ code }) => NOT_IN_MODULES.has(code));
  if (found !== undefined) return `something in it is not allowed in a module (${ts.flattenDiagnosticMessageText(found.messageText, " ").replace(/\.$/, "")})`;
  const checker = project.program().getTypeChecker();
  let blocker: string | undefined;
  walk(file, (node) => {
    if (ts.isWithStatement(node)) blocker ??= "it has a `with`";
    if (ts.isPropertyAccessExpression(node) && node.getText(file) === "arguments.callee") blocker ??= "it uses arguments.callee";
    if (isAssignment(node) && ts.isIdentifier(node.left) && checker.getSymbolAtLocation(node.left) === undefined && node.left.text !== "exports") blocker ??= `it assigns to ${node.left.text}, which is declared nowhere`;
    return blocker === undefined;
  });
  return blocker;
}
