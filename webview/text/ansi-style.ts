import { indexedColor, nearestColor } from "./ansi-color.ts";

/** How text of a terminal is drawn; colors are 0–15 of the theme's terminal colors. */
export interface AnsiStyle {
  readonly foreground?: number | undefined;
  readonly background?: number | undefined;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
  readonly strike?: boolean;
  readonly inverse?: boolean;
}

const switches: ReadonlyMap<number, AnsiStyle> = new Map([
  [1, { bold: true }], [2, { dim: true }], [3, { italic: true }], [4, { underline: true }], [7, { inverse: true }], [9, { strike: true }],
  [22, { bold: false, dim: false }], [23, { italic: false }], [24, { underline: false }], [27, { inverse: false }], [29, { strike: false }],
  [39, { foreground: undefined }], [49, { background: undefined }],
]);

/** The style after a "select graphic rendition" sequence with these parameters. Unknown ones change nothing. */
export function applyRendition(style: AnsiStyle, parameters: readonly number[]): AnsiStyle {
  let result = style;
  const rest = [...parameters];
  for (let code = rest.shift(); code !== undefined; code = rest.shift()) {
    if (code === 0) result = {};
    else if (code === 38) result = { ...result, foreground: extendedColor(rest) };
    else if (code === 48) result = { ...result, background: extendedColor(rest) };
    else if (code >= 30 && code <= 37) result = { ...result, foreground: code - 30 };
    else if (code >= 40 && code <= 47) result = { ...result, background: code - 40 };
    else if (code >= 90 && code <= 97) result = { ...result, foreground: code - 82 };
    else if (code >= 100 && code <= 107) result = { ...result, background: code - 92 };
    else result = { ...result, ...switches.get(code) };
  }
  return result;
}

/** Takes `5;INDEX` or `2;RED;GREEN;BLUE` from the front. */
function extendedColor(rest: number[]): number | undefined {
  const form = rest.shift();
  if (form === 5) return indexedColor(rest.shift() ?? 0);
  if (form !== 2) return undefined;
  const [red = 0, green = 0, blue = 0] = rest.splice(0, 3);
  return nearestColor([red, green, blue]);
}

/** The classes of `css/log.css` for a style, sorted into one attribute; empty for plain text. */
export function styleClasses(style: AnsiStyle): string {
  const [front, back] = style.inverse === true ? [style.background ?? "back", style.foreground ?? "front"] : [style.foreground, style.background];
  const names = [
    ...(front === undefined ? [] : [`fg-${front}`]),
    ...(back === undefined ? [] : [`bg-${back}`]),
    ...(["bold", "dim", "italic", "underline", "strike"] as const).filter((name) => style[name] === true),
  ];
  return names.join(" ");
}
