import { parseExpandable, parseWord } from "./parse-word.ts";
import { skipBlanks, type Source, sourceOf, take, unreadable } from "./source.ts";
import type { Part, Redirect, Word } from "./syntax.ts";

/** Parses the redirect that begins here; undefined where none does. */
export function parseRedirect(source: Source): Redirect | undefined {
  const operator = take(source, /(\d?)(<<<|<<-|<<|<>|<&|>>|>\||>&|[<>](?!\()|(?<!\d)&>>?)/y);
  if (operator === null) return undefined;
  const [, descriptor = "", name = ""] = operator;
  skipBlanks(source);
  const target = parseWord(source) ?? unreadable("a redirect names no file");
  if (name === "<<<") return { kind: "text", descriptor, parts: target.parts };
  return name === "<<" || name === "<<-" ? beginHereDocument(source, descriptor, target, name === "<<-") : { kind: "file", descriptor, operator: name, target };
}

/** Parses all redirects that follow. */
export function parseRedirects(source: Source): Redirect[] {
  const redirects: Redirect[] = [];
  for (;;) {
    skipBlanks(source);
    const redirect = parseRedirect(source);
    if (redirect === undefined) return redirects;
    redirects.push(redirect);
  }
}

function beginHereDocument(source: Source, descriptor: string, word: Word, stripTabs: boolean): Redirect {
  const texts = word.parts.map((part) => (part.kind === "text" ? part.text : unreadable("the end of a here-document is not a plain word")));
  const parts: Part[] = [];
  const delimiter = texts.join("");
  if (delimiter.includes("\n")) unreadable("the end of a here-document is not a plain word");
  source.pending.push({ delimiter, stripTabs, quoted: word.parts.some((part) => part.kind === "text" && part.quoted), parts });
  return { kind: "text", descriptor, parts };
}

/** At the beginning of a line: reads the bodies of the here-documents that the line before asked for. */
export function readHereDocuments(source: Source): void {
  for (const { delimiter, stripTabs, quoted, parts } of source.pending.splice(0)) {
    const lines: string[] = [];
    for (;;) {
      const end = source.text.indexOf("\n", source.at);
      const raw = source.text.slice(source.at, end === -1 ? undefined : end);
      const line = stripTabs ? raw.replace(/^\t+/, "") : raw;
      if (line === delimiter) {
        if (!quoted && /(?:^|[^\\])(?:\\\\)*\\$/.test(lines.at(-1) ?? "")) unreadable("shells disagree about where a here-document ends");
        source.at = end === -1 ? source.text.length : end + 1;
        break;
      }
      if (end === -1) unreadable("a here-document has no end");
      lines.push(line);
      source.at = end + 1;
    }
    const body = lines.map((line) => `${line}\n`).join("");
    if (quoted) parts.push({ kind: "text", text: body, quoted: true });
    else parts.push(...parseExpandable(sourceOf(body, source.depth), undefined));
  }
}
