/** Gathers items and hands them over together, at most once per `interval` milliseconds, in order. */
export interface Batch<Item> {
  readonly add: (item: Item) => void;
  /** Forgets what was not handed over. */
  readonly clear: () => void;
}

export function createBatch<Item>(interval: number, handOver: (items: readonly Item[]) => void): Batch<Item> {
  let waiting: Item[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    timer = undefined;
    const items = waiting;
    waiting = [];
    if (items.length > 0) handOver(items);
  };
  return {
    add: (item) => {
      waiting.push(item);
      timer ??= setTimeout(flush, interval);
    },
    clear: () => {
      clearTimeout(timer);
      timer = undefined;
      waiting = [];
    },
  };
}
