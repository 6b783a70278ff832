/** One line of the benchmark's table. */
export interface Figure {
  readonly name: string;
  readonly goal: string;
  readonly value: string;
  readonly met: boolean;
}

/** A figure in milliseconds: median and 95th percentile of `runs` calls after one that warms up; the goal is on the percentile. */
export function timed(name: string, goal: number, runs: number, work: () => unknown): Figure {
  work();
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { name, goal: `< ${goal} ms`, value: `${at(0.95).toFixed(1)} ms (median ${at(0.5).toFixed(1)})`, met: at(0.95) < goal };
}

/** A figure in bytes. */
export function sized(name: string, goal: number, bytes: number): Figure {
  const kilobytes = (count: number): string => (count >= 1_000_000 ? `${(count / 1_000_000).toFixed(2)} MB` : `${(count / 1_000).toFixed(1)} KB`);
  return { name, goal: `≤ ${kilobytes(goal)}`, value: kilobytes(bytes), met: bytes <= goal };
}
