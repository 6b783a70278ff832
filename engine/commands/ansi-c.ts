import { unreadable } from "./source.ts";

const NAMED: Readonly<Record<string, string>> = { a: "\x07", b: "\b", e: "\x1b", E: "\x1b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v", "\\": "\\", '"': '"', "?": "?" };

/** What `$'…'` stands for (bash manual 3.1.2.4). @throws UnreadableError for an escape that shells read differently */
export function decodeAnsiC(text: string): string {
  return text.replace(/\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([^]))/g, (_, hex?: string, octal?: string, short?: string, long?: string, named?: string) => {
    if (named !== undefined) return NAMED[named] ?? unreadable("an escape in $'…' cannot be read");
    const code = octal !== undefined ? parseInt(octal, 8) & 0xff : parseInt(hex ?? short ?? long ?? "", 16);
    // Above 0x7f, \x gives a byte and \u a character; a NUL ends the word.
    if (code === 0 || code > 0x10ffff || (code > 0x7f && short === undefined && long === undefined)) return unreadable("an escape in $'…' cannot be read");
    return String.fromCodePoint(code);
  });
}
