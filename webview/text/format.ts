const numbers = new Intl.NumberFormat("en-US");

/** `1 file`, `1,200 files`. */
export function count(amount: number, noun: string): string {
  return `${numbers.format(amount)} ${noun}${amount === 1 ? "" : "s"}`;
}

/** Milliseconds as a person reads them: `0.4 s`, `12.3 s`, `2 min 5 s`. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (Math.round(seconds * 10) < 600) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** The first `length` characters of one line, with an ellipsis where there is more. */
export function shortened(text: string, length: number): string {
  const line = text.replace(/\s+/gu, " ").trim();
  return line.length <= length ? line : `${line.slice(0, length - 1).trimEnd()}…`;
}

/** `950 tokens`, `12.3k tokens`, `1.2M tokens`. */
export function tokens(amount: number): string {
  if (amount < 1000) return count(amount, "token");
  return amount < 1_000_000 ? `${(amount / 1000).toFixed(1)}k tokens` : `${(amount / 1_000_000).toFixed(1)}M tokens`;
}
