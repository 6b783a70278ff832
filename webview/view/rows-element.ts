import { type Cell, nextCell } from "./next-cell.ts";

/**
 * `<dgm-rows>`: rows with a few controls each that are one stop of the Tab key; arrows, Home and End move inside. When the focused control goes away
 * because its row was decided, the focus goes to the same place of the next row, so that a list can be worked through by keyboard.
 */
export class RowsElement extends HTMLElement {
  #current: Cell = { row: 0, column: 0 };
  #focused: Element | undefined;
  readonly #observer = new MutationObserver(() => { this.#mend(); });

  connectedCallback(): void {
    this.addEventListener("keydown", this.#keydown);
    this.addEventListener("focusin", this.#focusin);
    this.addEventListener("focusout", this.#focusout);
    this.#observer.observe(this, { childList: true, subtree: true });
    this.#mend();
  }

  disconnectedCallback(): void {
    this.#observer.disconnect();
  }

  #controls(): HTMLElement[][] {
    const all = [...this.querySelectorAll<HTMLElement>("button, span.file")];
    return [...Map.groupBy(all, (control) => control.closest("[role=row]")).values()];
  }

  #focus(cell: Cell): void {
    this.#controls()[cell.row]?.[cell.column]?.focus();
  }

  readonly #keydown = (event: KeyboardEvent): void => {
    const target = nextCell(event.key, this.#current, this.#controls().map((row) => row.length));
    if (target === undefined) return;
    event.preventDefault();
    this.#focus(target);
  };

  readonly #focusin = ({ target }: FocusEvent): void => {
    const controls = this.#controls();
    const row = controls.findIndex((each) => each.some((control) => control === target));
    const column = controls[row]?.findIndex((control) => control === target) ?? -1;
    if (column < 0) return;
    this.#current = { row, column };
    this.#focused = controls[row]?.[column];
    this.#mend();
  };

  readonly #focusout = ({ target }: FocusEvent): void => {
    // An element that is taken away loses the focus too, but stays what was focused: whether it is, shows a moment later.
    setTimeout(() => {
      if (this.#focused === target && target instanceof Element && target.isConnected && target !== document.activeElement) this.#focused = undefined;
    });
  };

  /** One stop for the Tab key, and the focus where it was when its control has gone. */
  #mend(): void {
    const controls = this.#controls();
    const row = Math.min(this.#current.row, controls.length - 1);
    const column = Math.min(this.#current.column, (controls[row]?.length ?? 1) - 1);
    const stop = controls[row]?.[column];
    for (const control of controls.flat()) {
      const tabIndex = control === stop ? 0 : -1;
      if (control.tabIndex !== tabIndex) control.tabIndex = tabIndex;
    }
    if (this.#focused === undefined || this.#focused.isConnected) return;
    this.#focused = undefined;
    const next = controls.findIndex((each, index) => index >= row && each.length > 1);
    if (document.activeElement === document.body) this.#focus({ row: next < 0 ? row : next, column: next < 0 ? 0 : this.#current.column });
  }
}
