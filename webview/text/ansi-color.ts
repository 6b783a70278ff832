type Rgb = readonly [red: number, green: number, blue: number];

/** The 16 colors of a terminal as most draw them; the page draws them with the theme's. */
const palette: readonly Rgb[] = [
  [0, 0, 0], [205, 0, 0], [0, 205, 0], [205, 205, 0], [0, 0, 238], [205, 0, 205], [0, 205, 205], [229, 229, 229],
  [127, 127, 127], [255, 0, 0], [0, 255, 0], [255, 255, 0], [92, 92, 255], [255, 0, 255], [0, 255, 255], [255, 255, 255],
];

/** The terminal color (0–15) nearest to any other, so that text stays legible in every theme. */
export function nearestColor(color: Rgb): number {
  const distance = (other: Rgb): number => other.reduce((sum, part, index) => sum + (part - (color[index] ?? 0)) ** 2, 0);
  return palette.reduce((best, other, index) => (distance(other) < distance(palette[best] ?? other) ? index : best), 0);
}

/** A color of the 256-color table (6×6×6 cube from 16, 24 grays from 232) as one of the 16. */
export function indexedColor(index: number): number {
  if (index < 16) return index;
  if (index >= 232) {
    const gray = 8 + (index - 232) * 10;
    return nearestColor([gray, gray, gray]);
  }
  const level = (step: number): number => (step === 0 ? 0 : 55 + step * 40);
  const cube = index - 16;
  return nearestColor([level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)]);
}
