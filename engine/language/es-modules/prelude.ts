import ts from "typescript";

/** Where something may be put before a file's code: behind `#!`, the license and the directives, before the comment of the first statement. */
export function preludeStart(file: ts.SourceFile): number {
  const first = file.statements.find((statement) => !(ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression)));
  if (first === undefined) return file.getEnd();
  const { text } = file;
  let start = first.getStart(file);
  for (const comment of (ts.getLeadingCommentRanges(text, first.getFullStart()) ?? []).toReversed()) {
    const isOwn = text.slice(comment.end, start).split("\n").length <= 2 && !/^\/\*!|@license|copyright/i.test(text.slice(comment.pos, comment.end));
    if (!isOwn) break;
    start = comment.pos;
  }
  return start;
}
