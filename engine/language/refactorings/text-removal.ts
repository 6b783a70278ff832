import ts from "typescript";

/** A comment that is about more than the declaration below it. */
const LASTING = /^\/\*!|@license|@preserve|@file(?:overview)?\b|@ts-check|@ts-nocheck|eslint-|istanbul|copyright|prettier-|#__|^\/\/\/\s*</i;

/** The change that removes a statement, with the comments that are only about it and the lines that become empty. */
export function removeStatement(file: ts.SourceFile, statement: ts.Statement): ts.TextChange {
  const { text } = file;
  let start = statement.getStart(file);
  for (const comment of (ts.getLeadingCommentRanges(text, statement.getFullStart()) ?? []).toReversed()) {
    const between = text.slice(comment.end, start);
    if (between.split("\n").length > 2 || LASTING.test(text.slice(comment.pos, comment.end))) break;
    start = comment.pos;
  }
  const trailing = ts.getTrailingCommentRanges(text, statement.getEnd())?.at(-1);
  let end = trailing?.end ?? statement.getEnd();
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const newLine = text.indexOf("\n", end);
  const lineEnd = newLine === -1 ? text.length : newLine + 1;
  if (text.slice(lineStart, start).trim() === "" && text.slice(end, lineEnd).trim() === "") {
    start = lineStart;
    end = lineEnd;
    // Not two blank lines where there were two statements between.
    const blankBefore = start === 0 || /(?:^|\n)[ \t]*\r?\n$/.test(text.slice(0, start)) || /\{[ \t]*\r?\n$/.test(text.slice(0, start));
    const blankAfter = /^[ \t]*\r?\n/.exec(text.slice(end));
    if (blankBefore && blankAfter !== null) end += blankAfter[0].length;
  } else {
    while (/[ \t]/.test(text.charAt(end))) end++;
  }
  return { span: { start, length: end - start }, newText: "" };
}

/** The changes that remove some, not all, elements of a comma-separated list. */
export function removeElements(file: ts.SourceFile, list: readonly ts.Node[], removed: (node: ts.Node) => boolean): ts.TextChange[] {
  const changes: ts.TextChange[] = [];
  const lastKept = list.findLastIndex((node) => !removed(node));
  list.forEach((node, index) => {
    if (!removed(node)) return;
    const next = list[index + 1];
    const previous = list[index - 1];
    // Before the last kept element its own comma goes, after it the one before.
    const start = index < lastKept || previous === undefined ? node.getStart(file) : previous.getEnd();
    const end = index < lastKept && next !== undefined ? next.getStart(file) : node.getEnd();
    changes.push({ span: { start, length: end - start }, newText: "" });
  });
  return changes;
}
