/**
 * Slots of a node card. They are laid out in nested grids: the first four have two cells each in two rows, the next add rows below;
 * then tiles shrink to the first of their two cells, which makes room for as many beside them, and further cells surround these.
 * So a card can grow without any pod in it changing its place.
 */
const LEVELS: readonly Grid[] = [
  { columns: 4, rows: 2, span: 2 },
  { columns: 4, rows: 3, span: 2 },
  { columns: 4, rows: 4, span: 2 },
  { columns: 4, rows: 6, span: 2 },
  { columns: 4, rows: 6, span: 1 },
  { columns: 5, rows: 8, span: 1 },
  { columns: 6, rows: 10, span: 1 },
  { columns: 8, rows: 14, span: 1 },
  { columns: 12, rows: 20, span: 1 },
  { columns: 20, rows: 28, span: 1 },
  { columns: 32, rows: 40, span: 1 },
];
const LARGEST: Grid = { columns: 32, rows: 40, span: 1 };

export interface Grid {
  /** Cells in a row. */
  readonly columns: number;
  readonly rows: number;
  /** Cells that a tile takes. */
  readonly span: 1 | 2;
}

/** The grid of a level; beyond the last level rows are added until `count` slots fit. */
export function gridOf(level: number, count: number): Grid {
  const grid = LEVELS[level] ?? LARGEST;
  return { ...grid, rows: Math.max(grid.rows, Math.ceil((count * grid.span) / grid.columns)) };
}

/** The smallest level that holds `count` slots, or the last. */
export function levelFor(count: number): number {
  const level = LEVELS.findIndex(({ columns, rows, span }) => (columns * rows) / span >= count);
  return level < 0 ? LEVELS.length - 1 : level;
}

/** Column of the first cell of a slot. */
export function slotColumn(slot: number): number {
  return (CELLS[slot] ?? slot) % LARGEST.columns;
}

export function slotRow(slot: number): number {
  return Math.floor((CELLS[slot] ?? slot) / LARGEST.columns);
}

/** The slot whose first cell is at a column and row; the inverse of `slotColumn` and `slotRow`. */
export function slotAt(column: number, row: number): number {
  const cell = row * LARGEST.columns + column;
  return SLOTS[cell] ?? cell;
}

/** Cells of the largest grid, row by row, in the order of slots; and slots in the order of cells. */
const CELLS = tabulate();
const SLOTS = inverse(CELLS);

function tabulate(): readonly number[] {
  const cells = new Set<number>();
  for (const { columns, rows, span } of LEVELS) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column += span) cells.add(row * LARGEST.columns + column);
    }
  }
  return [...cells];
}

function inverse(cells: readonly number[]): readonly number[] {
  const slots: number[] = [];
  for (const [slot, cell] of cells.entries()) slots[cell] = slot;
  return slots;
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
