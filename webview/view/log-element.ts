import type { CommandView } from "../../engine/protocol/task-view.ts";
import { count } from "../text/format.ts";
import { emptyLog, lineLength, type LogLine, type LogSegment, outputSince, readChunk } from "../text/log-lines.ts";

/** Lines and characters that a log keeps on the page; what goes beyond leaves from the front. */
const MOST_LINES = 5_000;
const MOST_CHARACTERS = 200_000;
/** Lines per block: a block keeps its layout while others change, and leaves as a whole. */
const BLOCK_LINES = 100;

interface LogBlock {
  readonly element: HTMLElement;
  lines: number;
  characters: number;
}

/** `<dgm-log>`: a command's output. Only what is new since the last time is read and drawn; it follows its end unless the user scrolled up. */
export class LogElement extends HTMLElement {
  #run: string | undefined;
  #position = 0;
  #trimmed = 0;
  #log = emptyLog;
  #blocks: LogBlock[] = [];
  #last: HTMLElement | undefined;
  #lastLength = 0;
  #lastFromStderr = false;
  #follows = true;
  readonly #note = Object.assign(document.createElement("p"), { className: "log-note", hidden: true });

  connectedCallback(): void {
    this.addEventListener("scroll", this.#scrolled, { passive: true });
    this.#toEnd();
  }

  disconnectedCallback(): void {
    this.removeEventListener("scroll", this.#scrolled);
  }

  /** The command whose output is shown. */
  set command(command: CommandView) {
    if (command.run !== this.#run) this.#clear(command.run);
    const { chunks, lost, position } = outputSince(command.output, command.dropped, this.#position);
    this.classList.toggle("empty", position === 0);
    if (position === this.#position) return;
    this.#position = position;
    if (lost > 0) this.#clear(command.run, position);
    for (const chunk of chunks) {
      const { log, lines } = readChunk(this.#log, chunk);
      this.#log = log;
      lines.forEach((line, index) => { this.#show(line, index === 0); });
    }
    this.#trim();
    const missing = Math.max(command.dropped, this.#trimmed);
    this.#note.hidden = missing === 0;
    this.#note.textContent = `The first ${count(missing, "character")} are not shown here; the task's log has them.`;
    this.#toEnd();
  }

  readonly #scrolled = (): void => {
    this.#follows = this.scrollHeight - this.scrollTop - this.clientHeight < 8;
  };

  #toEnd(): void {
    if (this.#follows) this.scrollTop = this.scrollHeight;
  }

  #clear(run: string, position = 0): void {
    this.#run = run;
    this.#position = position;
    this.#trimmed = 0;
    this.#log = emptyLog;
    this.#blocks = [];
    this.#last = undefined;
    this.#lastLength = 0;
    this.#lastFromStderr = false;
    this.replaceChildren(this.#note);
  }

  #show(line: LogLine, goesOn: boolean): void {
    let block = this.#blocks.at(-1);
    const opens = !goesOn || this.#last === undefined;
    if (block === undefined || (opens && block.lines >= BLOCK_LINES)) {
      block = { element: Object.assign(document.createElement("div"), { className: "log-block" }), lines: 0, characters: 0 };
      this.#blocks.push(block);
      this.append(block.element);
    }
    if (opens) {
      if (this.#last !== undefined) this.#last.hidden = false;
      const before = this.#last?.classList.contains("stderr") === true;
      this.#lastFromStderr = before;
      this.#last = Object.assign(document.createElement("div"), { className: "log-line" });
      this.#lastLength = 0;
      block.lines += 1;
      block.element.append(this.#last);
    }
    const length = lineLength(line);
    block.characters += length - this.#lastLength;
    this.#lastLength = length;
    if (this.#last === undefined) return;
    // An open line without a word yet takes no room.
    this.#last.hidden = length === 0;
    this.#last.classList.toggle("stderr", line.stderr);
    this.#last.replaceChildren(...(line.stderr && !this.#lastFromStderr ? [stderrMark()] : []), ...line.segments.map(drawn), "\n");
  }

  #trim(): void {
    let lines = this.#blocks.reduce((sum, block) => sum + block.lines, 0);
    let characters = this.#blocks.reduce((sum, block) => sum + block.characters, 0);
    while (this.#blocks.length > 1 && (lines > MOST_LINES || characters > MOST_CHARACTERS)) {
      const first = this.#blocks.shift();
      if (first === undefined) return;
      first.element.remove();
      lines -= first.lines;
      characters -= first.characters;
      this.#trimmed += first.characters + first.lines;
    }
  }
}

function drawn({ text, classes }: LogSegment): Node {
  if (classes === "") return document.createTextNode(text);
  return Object.assign(document.createElement("span"), { className: classes, textContent: text });
}

/** Tells by ear what the edge of the line tells by eye. */
function stderrMark(): Node {
  return Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: "Standard error: " });
}
