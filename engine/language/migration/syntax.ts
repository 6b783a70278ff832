import ts from "typescript";

/** Walks every node below `node`, parents first; `false` from `visit` skips what is below. */
export function walk(node: ts.Node, visit: (node: ts.Node) => boolean | undefined): void {
  ts.forEachChild(node, (child) => {
    if (visit(child) !== false) walk(child, visit);
  });
}

/** The node under parentheses, assertions and `!`, which the migration itself may have put there. */
export function bare(node: ts.Node): ts.Node {
  let current = node;
  while (ts.isParenthesizedExpression(current) || ts.isAsExpression(current) || ts.isNonNullExpression(current) || ts.isTypeAssertionExpression(current)) {
    current = current.expression;
  }
  return current;
}

/** The nearest node above that is not one of those wrappers. */
export function parentOf(node: ts.Node): ts.Node {
  let current = node.parent;
  while (ts.isParenthesizedExpression(current) || ts.isAsExpression(current) || ts.isNonNullExpression(current)) current = current.parent;
  return current;
}

/** The deepest node that covers the span; the file itself where none does. */
export function nodeAt(file: ts.SourceFile, start: number, length: number): ts.Node {
  let found: ts.Node = file;
  const descend = (node: ts.Node): void => {
    ts.forEachChild(node, (child) => {
      if (child.getStart(file) <= start && child.getEnd() >= start + length && !ts.isJSDoc(child)) {
        found = child;
        descend(child);
      }
    });
  };
  descend(file);
  return found;
}

export function isFunction(node: ts.Node): node is ts.FunctionLikeDeclaration {
  return ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isArrowFunction(node) || ts.isMethodDeclaration(node) || ts.isConstructorDeclaration(node) || ts.isAccessor(node);
}

/** The function whose `this` a node means. */
export function thisContainer(node: ts.Node): ts.Node | undefined {
  return ts.findAncestor(node.parent, (above) => (isFunction(above) && !ts.isArrowFunction(above)) || ts.isClassLike(above) || ts.isSourceFile(above) || ts.isPropertyDeclaration(above));
}

export function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && node.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
}

/** `a = b`, exactly. */
export function isPlainAssignment(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
}

/** The literal argument of `require("…")`. */
export function requiredModule(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== "require") return undefined;
  const [argument] = node.arguments;
  return argument !== undefined && node.arguments.length === 1 && ts.isStringLiteralLike(argument) ? argument.text : undefined;
}

/** `module.exports`, or `exports` alone. */
export function isExportsObject(node: ts.Node): boolean {
  if (ts.isIdentifier(node)) return node.text === "exports" && !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) && !(ts.isPropertyAssignment(node.parent) && node.parent.name === node);
  return ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "module" && node.name.text === "exports";
}

/** Where the first statement may have something put before it: behind `#!`, the directives and the comments between them. */
export function bodyStart(file: ts.SourceFile): number {
  const first = file.statements.find((statement) => !(ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression)));
  return first?.getStart(file) ?? file.getEnd();
}
