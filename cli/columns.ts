const segmenter = new Intl.Segmenter();
const WIDE = /\p{Emoji_Presentation}|\ufe0f|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|[\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;
const WITHOUT_WIDTH = /^[\p{Mark}\p{Format}]*$/u;

/** How many columns of a terminal a text takes. */
export function columnsOf(text: string): number {
  return [...segmenter.segment(text)].reduce((sum, { segment }) => sum + widthOf(segment), 0);
}

/** The beginning of a text that fits into so many columns, with an ellipsis where something was cut off. */
export function cutToColumns(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  let cut = "";
  let taken = 1; // the ellipsis
  for (const { segment } of segmenter.segment(text)) {
    taken += widthOf(segment);
    if (taken > columns) break;
    cut += segment;
  }
  return `${cut}…`;
}

function widthOf(segment: string): number {
  if (WITHOUT_WIDTH.test(segment)) return 0;
  return WIDE.test(segment) ? 2 : 1;
}
