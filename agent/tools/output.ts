/** A text cut in the middle to about `most` characters, with a note of how much is missing; itself where it fits. */
export function cutMiddle(text: string, most: number, where = ""): string {
  if (text.length <= most) return text;
  const head = wholeCharacters(text.slice(0, Math.ceil(most / 2)));
  const tail = wholeCharacters(text.slice(text.length - Math.floor(most / 2)));
  return `${head}\n[… ${text.length - head.length - tail.length} characters left out${where} …]\n${tail}`;
}

/** Long results of tools, kept whole for a second look. */
export interface Outputs {
  /** The result as the model gets it. */
  readonly shorten: (text: string) => string;
  /** A part of a kept one; undefined where there is none of that id. */
  readonly read: (id: string, from: number) => string | undefined;
}

/** Characters of all kept results together; the oldest go first. */
const KEPT = 8_000_000;

export function createOutputs(most: number): Outputs {
  const kept = new Map<string, string>();
  let count = 0;
  return {
    shorten: (text) => {
      if (text.length <= most) return text;
      count += 1;
      const id = `o${count}`;
      kept.set(id, text);
      for (let size = [...kept.values()].reduce((sum, each) => sum + each.length, 0); size > KEPT && kept.size > 1; ) {
        const [oldest, dropped] = [...kept][0] ?? ["", ""];
        kept.delete(oldest);
        size -= dropped.length;
      }
      return cutMiddle(text, most, `; read_output {"id": "${id}", "from": ${Math.ceil(most / 2)}} shows them`);
    },
    read: (id, from) => {
      const text = kept.get(id);
      return text === undefined ? undefined : `${wholeCharacters(text.slice(from, from + most))}${from + most < text.length ? `\n[… ${text.length - from - most} characters follow …]` : ""}`;
    },
  };
}

/** Without half of a surrogate pair at either end. */
function wholeCharacters(text: string): string {
  return text.replace(/^[\uDC00-\uDFFF]/, "").replace(/[\uD800-\uDBFF]$/, "");
}
