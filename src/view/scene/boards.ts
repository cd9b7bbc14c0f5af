import type { Frame } from '../frame.ts';
import { createSlots } from '../layout/slots.ts';
import type { SlotTable } from '../layout/slots.ts';
import type { FrameSource } from '../source.ts';
import { compareNames } from '../text.ts';

/** What the scene remembers of a node while it lives. */
export interface Board {
  readonly name: number;
  zone: number;
  flags: number;
  /** Row in the latest frame. */
  row: number;
  /** Place in the order of cards: by zone, then by name. */
  order: number;
  readonly slots: SlotTable;
  /** Where the card stands, and where it came from while `shift` lasts. */
  x: number;
  y: number;
  fromX: number;
  fromY: number;
  width: number;
  height: number;
  /** Pods in a row; 0 for a card, whose slots have places of their own. */
  columns: number;
}

export interface Boards {
  readonly byName: Map<number, Board>;
  /** By row of the latest frame. */
  byRow: Board[];
  /** In the order of cards. */
  ordered: Board[];
  zones: readonly { readonly name: number; readonly count: number }[];
}

export function createBoards(): Boards {
  return { byName: new Map(), byRow: [], ordered: [], zones: [] };
}

/**
 * Brings the boards up to a frame; returns the boards of nodes that are gone, or undefined when nodes and zones are as they were.
 * Notes in `touched` whose state has changed.
 */
export function updateBoards(boards: Boards, frame: Frame, source: FrameSource, touched: Set<number>): readonly Board[] | undefined {
  let changed = boards.byName.size !== frame.nodeCount;
  boards.byRow.length = frame.nodeCount;
  for (let row = 0; row < frame.nodeCount; row++) {
    const name = frame.nodeName[row] ?? 0;
    const zone = frame.nodeZone[row] ?? 0;
    const board = boards.byName.get(name) ?? addBoard(boards, name);
    changed ||= board.row < 0 || board.zone !== zone;
    board.row = row;
    const flags = frame.nodeFlags[row] ?? 0;
    if (flags !== board.flags) touched.add(1 + name);
    board.flags = flags;
    board.zone = zone;
    boards.byRow[row] = board;
  }
  if (!changed) return undefined;
  const gone = [...boards.byName.values()].filter((board) => boards.byRow[board.row] !== board);
  for (const board of gone) boards.byName.delete(board.name);
  sortBoards(boards, frame, source);
  return gone;
}

/** A board for pods that have a value in common. */
export function boardFor(boards: Boards, value: number): Board {
  return boards.byName.get(value) ?? addBoard(boards, value);
}

/** Blocks by name; empty ones are forgotten. True when blocks came or went. */
export function orderBlocks(boards: Boards, source: FrameSource): boolean {
  const before = boards.ordered;
  for (const board of boards.byName.values()) if (board.slots.used === 0) boards.byName.delete(board.name);
  const same = before.length === boards.byName.size && before.every((board) => boards.byName.get(board.name) === board);
  if (same) return false;
  const named = [...boards.byName.values()].map((board) => ({ board, name: source.string(board.name) }));
  boards.ordered = named.sort((a, b) => compareZones(a.name, b.name)).map(({ board }) => board);
  for (const [order, board] of boards.ordered.entries()) board.order = order;
  boards.byRow = [];
  boards.zones = [];
  return true;
}

function addBoard(boards: Boards, name: number): Board {
  const board = {
    name,
    zone: 0,
    flags: 0,
    row: -1,
    order: 0,
    slots: createSlots(),
    x: Number.NaN,
    y: 0,
    fromX: 0,
    fromY: 0,
    width: 0,
    height: 0,
    columns: 0,
  };
  boards.byName.set(name, board);
  return board;
}

/** Zones by name, those without a zone last; inside a zone nodes with roles first, then by name. */
function sortBoards(boards: Boards, frame: Frame, source: FrameSource): void {
  const keyed = boards.byRow.map((board) => ({
    board,
    zone: source.string(board.zone),
    plain: source.string(frame.nodeRoles[board.row] ?? 0) === '' ? 1 : 0,
    name: source.string(board.name),
  }));
  keyed.sort((a, b) => compareZones(a.zone, b.zone) || a.plain - b.plain || compareNames(a.name, b.name));
  const counts = new Map<number, number>();
  boards.ordered = keyed.map(({ board }, order) => {
    board.order = order;
    counts.set(board.zone, (counts.get(board.zone) ?? 0) + 1);
    return board;
  });
  boards.zones = [...counts].map(([name, count]) => ({ name, count }));
}

function compareZones(a: string, b: string): number {
  return a === b ? 0 : a === '' ? 1 : b === '' ? -1 : compareNames(a, b);
}
