/** A request with everything in quotes taken out, so that words in code are not read as words of the request. */
export interface Wording {
  /** The request on one line; each quotation is a mark. */
  readonly text: string;
  /** The text in quotes that a mark stands for; undefined for anything that is no mark. */
  readonly quoted: (mark: string) => string | undefined;
  /** Puts the quotations back, with their quotes. */
  readonly restore: (text: string) => string;
}

/** Matches one mark; private-use characters, which no request contains once `readWording` has seen it. */
export const MARK = "\uE000\\d+\uE001";

const QUOTATION = /```(?:\w*\n)?([\s\S]+?)```|`([^`]+)`|"([^"\n]+)"|“([^”]+)”|‘([^’]+)’|(?<![\w)\]])'([^'\n]+)'(?!\w)/g;

/** Takes the quotations out of a request and joins its lines. */
export function readWording(request: string): Wording {
  const quotations: { readonly content: string; readonly whole: string }[] = [];
  const text = request
    .replaceAll(/[\uE000\uE001]/g, " ")
    .replaceAll(QUOTATION, (whole, ...groups: unknown[]) => {
      const content = groups.find((group) => typeof group === "string") ?? whole;
      quotations.push({ content: content.trim(), whole });
      return `\uE000${quotations.length - 1}\uE001`;
    })
    .replaceAll("’", "'");
  const at = (mark: string): { readonly content: string; readonly whole: string } | undefined => quotations[Number(mark.slice(1, -1))];
  return {
    text,
    quoted: (mark) => (new RegExp(`^${MARK}$`).test(mark) ? at(mark)?.content : undefined),
    restore: (part) => part.replaceAll(new RegExp(MARK, "g"), (mark) => at(mark)?.whole ?? mark),
  };
}
