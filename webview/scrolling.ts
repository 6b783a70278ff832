/** Pixels from the end within which a scroll area counts as being at its end. */
const NEAR = 24;

/** Keeps a scroll area at its end while it grows, unless the user scrolled up. */
export interface Follower {
  /** To be called after the content changed. */
  grown(): void;
  /** Pixels from the top; null: at the end. */
  position(): number | null;
  restore(position: number | null): void;
  toEnd(): void;
}

/** @param onScroll is told whether the end shows */
export function followEnd(area: HTMLElement, onScroll: (follows: boolean) => void): Follower {
  let follows = true;
  const toEnd = (): void => { area.scrollTop = area.scrollHeight; };
  area.addEventListener("scroll", () => {
    const near = area.scrollHeight - area.scrollTop - area.clientHeight < NEAR;
    follows = near;
    onScroll(follows);
  }, { passive: true });
  return {
    grown: () => {
      if (follows) toEnd();
    },
    position: () => (follows ? null : area.scrollTop),
    restore: (position) => {
      follows = position === null;
      if (position === null) toEnd();
      else area.scrollTop = position;
    },
    toEnd: () => {
      follows = true;
      toEnd();
    },
  };
}
