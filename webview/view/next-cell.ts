/** Where the focus is in a list of rows with a few controls each. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/**
 * Where a key takes the focus; undefined where it takes it nowhere. Rows may have different numbers of controls.
 * @param columns the number of controls of each row
 */
export function nextCell(key: string, { row, column }: Cell, columns: readonly number[]): Cell | undefined {
  const vertical = (target: number): Cell => ({ row: target, column: Math.min(column, Math.max(0, (columns[target] ?? 1) - 1)) });
  switch (key) {
    case "ArrowDown":
      return row + 1 < columns.length ? vertical(row + 1) : undefined;
    case "ArrowUp":
      return row > 0 ? vertical(row - 1) : undefined;
    case "ArrowRight":
      return column + 1 < (columns[row] ?? 0) ? { row, column: column + 1 } : undefined;
    case "ArrowLeft":
      return column > 0 ? { row, column: column - 1 } : undefined;
    case "Home":
      return columns.length > 0 ? vertical(0) : undefined;
    case "End":
      return columns.length > 0 ? vertical(columns.length - 1) : undefined;
    default:
      return undefined;
  }
}
