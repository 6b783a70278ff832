/** Milliseconds after which work is done without a frame: a window that is covered draws none. */
const LONGEST_WAIT = 250;

/** Runs `work` once per frame at most, however often it is asked for. */
export function oncePerFrame(work: () => void): () => void {
  let asked: { readonly frame: number; readonly timer: number } | undefined;
  const run = (): void => {
    if (asked === undefined) return;
    cancelAnimationFrame(asked.frame);
    clearTimeout(asked.timer);
    asked = undefined;
    work();
  };
  return () => {
    asked ??= { frame: requestAnimationFrame(run), timer: window.setTimeout(run, LONGEST_WAIT) };
  };
}
