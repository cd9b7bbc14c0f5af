/**
 * Slots of a node card. Slot numbers are laid out in nested grids: the first twelve fill three columns by four rows, the next
 * surround them up to four by six, and so on. So a card can grow without any pod in it changing its place.
 */
const LEVELS: readonly (readonly [columns: number, rows: number])[] = [
  [3, 4],
  [4, 6],
  [5, 8],
  [6, 10],
  [8, 14],
  [12, 20],
  [20, 28],
  [32, 40],
];

export interface Grid {
  readonly columns: number;
  readonly rows: number;
}

/** The grid of a level; beyond the last level rows are added until `count` slots fit. */
export function gridOf(level: number, count: number): Grid {
  const [columns, rows] = levelGrid(level);
  return { columns, rows: Math.max(rows, Math.ceil(count / columns)) };
}

/** The smallest level that holds `count` slots, or the last. */
export function levelFor(count: number): number {
  const level = LEVELS.findIndex(([columns, rows]) => columns * rows >= count);
  return level < 0 ? LEVELS.length - 1 : level;
}

export function slotColumn(slot: number): number {
  const [column] = cell(slot);
  return column;
}

export function slotRow(slot: number): number {
  const [, row] = cell(slot);
  return row;
}

/** The slot at a column and row; the inverse of `slotColumn` and `slotRow`. */
export function slotAt(column: number, row: number): number {
  const level = LEVELS.findIndex(([columns, rows]) => column < columns && row < rows);
  const [columns] = levelGrid(level < 0 ? LEVELS.length - 1 : level);
  if (level < 0) return row * columns + column;
  const [innerColumns, innerRows] = innerGrid(level);
  const inner = innerColumns * innerRows;
  const side = columns - innerColumns;
  return row < innerRows ? inner + row * side + column - innerColumns : inner + innerRows * side + (row - innerRows) * columns + column;
}

const CELLS = tabulate();

function cell(slot: number): readonly [number, number] {
  const known = CELLS[slot];
  if (known !== undefined) return known;
  const [columns] = levelGrid(LEVELS.length - 1);
  return [slot % columns, Math.floor(slot / columns)];
}

function tabulate(): (readonly [number, number])[] {
  const cells: [number, number][] = [];
  const [columns, rows] = levelGrid(LEVELS.length - 1);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) cells[slotAt(column, row)] = [column, row];
  }
  return cells;
}

function innerGrid(level: number): readonly [number, number] {
  return level === 0 ? [0, 0] : levelGrid(level - 1);
}

function levelGrid(level: number): readonly [number, number] {
  return LEVELS[level] ?? [32, 40];
}

/** Who holds which slot of one place. Lowest free slot first; a holder keeps its slot until it gives it back. */
export interface SlotTable {
  /** Holder of each slot, -1 while free. */
  holders: Int32Array;
  used: number;
  /** No slot below this is free. */
  firstFree: number;
  /** One past the highest slot in use. */
  extent: number;
}

export function createSlots(): SlotTable {
  return { holders: new Int32Array(12).fill(-1), used: 0, firstFree: 0, extent: 0 };
}

export function takeSlot(table: SlotTable, holder: number): number {
  let slot = table.firstFree;
  while (slot < table.extent && table.holders[slot] !== -1) slot++;
  if (slot >= table.holders.length) table.holders = doubled(table.holders);
  table.holders[slot] = holder;
  table.used++;
  table.firstFree = slot + 1;
  table.extent = Math.max(table.extent, slot + 1);
  return slot;
}

export function freeSlot(table: SlotTable, slot: number): void {
  table.holders[slot] = -1;
  table.used--;
  table.firstFree = Math.min(table.firstFree, slot);
  while (table.extent > 0 && table.holders[table.extent - 1] === -1) table.extent--;
}

function doubled(holders: Int32Array): Int32Array {
  const larger = new Int32Array(holders.length * 2).fill(-1);
  larger.set(holders);
  return larger;
}
