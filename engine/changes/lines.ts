/** The lines of a text, each with its own line ending, so that joining them gives the text back. "" has none. */
export function splitLines(text: string): readonly string[] {
  return text === "" ? [] : text.split(/(?<=\n)/);
}

export function joinLines(lines: readonly string[]): string {
  return lines.join("");
}
