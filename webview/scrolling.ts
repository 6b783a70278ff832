/** Pixels from the end within which a scroll area counts as being at its end. */
const NEAR = 24;

/** Keeps a scroll area at its end while it grows, unless the user scrolled up or unfolded something above. */
export interface Follower {
  /** To be called after the content changed by itself. */
  grown(): void;
  /** To be called after the user folded or unfolded a part: the view stays where it is. */
  changed(): void;
  /** Pixels from the top; null: at the end. */
  position(): number | null;
  restore(position: number | null): void;
  toEnd(): void;
}

/** @param onScroll is told whether the end shows */
export function followEnd(area: HTMLElement, onScroll: (follows: boolean) => void): Follower {
  let follows = true;
  const toEnd = (): void => { area.scrollTop = area.scrollHeight; };
  const look = (): void => {
    follows = area.scrollHeight - area.scrollTop - area.clientHeight < NEAR;
    onScroll(follows);
  };
  const grown = (): void => {
    if (follows) toEnd();
  };
  area.addEventListener("scroll", look, { passive: true });
  new ResizeObserver(grown).observe(area);
  return {
    grown,
    changed: look,
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
