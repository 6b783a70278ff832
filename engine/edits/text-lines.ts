const BOM = "\uFEFF";

/** A file's text as lines that can be put together again byte for byte. */
export interface TextLines {
  readonly bom: string;
  /** Without line endings: what a patch's lines are compared with. */
  readonly lines: readonly string[];
  /** The same with a carriage return where the line ends in one. */
  readonly raw: readonly string[];
  readonly finalNewline: boolean;
}

/** `text` cut at its newlines. The last line's newline is `finalNewline`; an empty text has no lines. */
export function splitLines(text: string): TextLines {
  const bom = text.startsWith(BOM) ? BOM : "";
  const raw = (bom === "" ? text : text.slice(1)).split("\n");
  const finalNewline = raw.at(-1) === "";
  if (finalNewline) raw.pop();
  const lines = text.includes("\r") ? raw.map((line, index) => (line.endsWith("\r") && (finalNewline || index < raw.length - 1) ? line.slice(0, -1) : line)) : raw;
  return { bom, lines, raw, finalNewline };
}

/** Whether a line put beside line `index` ends in CRLF: as that line does, or as the one before where it is the unended last. */
export function endsInCrlf({ raw, finalNewline }: TextLines, index: number): boolean {
  if (raw.length === 0) return false;
  const unended = !finalNewline && index >= raw.length - 1;
  return raw[Math.max(0, unended ? raw.length - 2 : Math.min(index, raw.length - 1))]?.endsWith("\r") ?? false;
}
