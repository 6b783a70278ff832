/** A run of a message's text. */
export interface Span {
  readonly text: string;
  readonly as: "plain" | "code" | "strong";
}

/** The parts of a message that are drawn apart. */
export type Block =
  | { readonly kind: "paragraph"; readonly spans: readonly Span[] }
  | { readonly kind: "heading"; readonly spans: readonly Span[] }
  | { readonly kind: "list"; readonly ordered: boolean; readonly items: readonly (readonly Span[])[] }
  | { readonly kind: "code"; readonly text: string };

const fence = /^\s*(```+|~~~+)/u;
const heading = /^#{1,6}\s+(.*)$/u;
const bullet = /^\s*[-*•]\s+(.*)$/u;
const numbered = /^\s*\d{1,3}[.)]\s+(.*)$/u;

/** Reads the few marks of Markdown that models use most; everything else stays the text that it is. */
export function messageBlocks(text: string): readonly Block[] {
  const lines = text.replace(/\r\n?/gu, "\n").split("\n");
  const blocks: Block[] = [];
  while (lines.length > 0) {
    const line = lines.shift() ?? "";
    const mark = fence.exec(line)?.[1];
    const title = heading.exec(line)?.[1];
    if (mark !== undefined) blocks.push({ kind: "code", text: untilFence(lines, mark) });
    else if (title !== undefined) blocks.push({ kind: "heading", spans: spans(title) });
    else if (bullet.test(line)) blocks.push({ kind: "list", ordered: false, items: items(line, lines, bullet) });
    else if (numbered.test(line)) blocks.push({ kind: "list", ordered: true, items: items(line, lines, numbered) });
    else if (line.trim() !== "") blocks.push({ kind: "paragraph", spans: spans([line, ...whilePlain(lines)].join("\n")) });
  }
  return blocks;
}

function untilFence(lines: string[], mark: string): string {
  const end = lines.findIndex((line) => line.trim().startsWith(mark));
  const code = lines.splice(0, end < 0 ? lines.length : end);
  lines.shift();
  return code.join("\n");
}

function items(first: string, lines: string[], mark: RegExp): readonly (readonly Span[])[] {
  const end = lines.findIndex((line) => !mark.test(line));
  return [first, ...lines.splice(0, end < 0 ? lines.length : end)].map((line) => spans(mark.exec(line)?.[1] ?? line));
}

function whilePlain(lines: string[]): readonly string[] {
  const end = lines.findIndex((line) => line.trim() === "" || [fence, heading, bullet, numbered].some((mark) => mark.test(line)));
  return lines.splice(0, end < 0 ? lines.length : end);
}

/** Splits a line at `code` and **strong** marks. */
function spans(text: string): readonly Span[] {
  return text
    .split(/(`[^`\n]+`|\*\*[^*\n]+\*\*)/u)
    .filter((part) => part !== "")
    .map((part): Span => {
      if (part.length > 2 && part.startsWith("`") && part.endsWith("`")) return { text: part.slice(1, -1), as: "code" };
      if (part.length > 4 && part.startsWith("**") && part.endsWith("**")) return { text: part.slice(2, -2), as: "strong" };
      return { text: part, as: "plain" };
    });
}
