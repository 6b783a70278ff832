/** The kinds of line ending that a text has. */
export function lineEndings(text: string): ReadonlySet<string> {
  return new Set(text.match(/\r\n|\n|\r/g));
}

/** Whether VS Code can hold a text with this line ending without changing it: it knows one kind of line ending per document. */
export function fitsEnding(text: string, ending: "\n" | "\r\n"): boolean {
  return [...lineEndings(text)].every((each) => each === ending);
}
