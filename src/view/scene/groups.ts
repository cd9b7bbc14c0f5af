import { createSlots } from '../layout/slots.ts';
import type { SlotTable } from '../layout/slots.ts';
import type { FrameSource } from '../source.ts';
import { gist } from '../text.ts';

/** Pods that wait for the same reason. */
export interface WaitingGroup {
  /** The gist of the scheduler's message; '' for pods that it has not tried yet. */
  readonly reason: string;
  readonly slots: SlotTable;
  /** Whether pods wait in it; an empty group takes no room. */
  open: boolean;
}

/** Groups by number; a group is never forgotten, so that its number stays its own. */
export interface WaitingGroups {
  readonly all: WaitingGroup[];
  readonly byMessage: Map<number, number>;
}

const MAX_GROUPS = 200;

export function createGroups(): WaitingGroups {
  return { all: [{ reason: '', slots: createSlots(), open: false }], byMessage: new Map() };
}

export function groupOf(groups: WaitingGroups, message: number, source: FrameSource): number {
  const known = groups.byMessage.get(message);
  if (known !== undefined) return known;
  const reason = gist(source.string(message));
  const found = groups.all.findIndex((group) => group.reason === reason);
  const group = found >= 0 ? found : addGroup(groups, reason);
  groups.byMessage.set(message, group);
  return group;
}

/** A cluster has few reasons; should there ever be very many, the last group takes what comes. */
function addGroup(groups: WaitingGroups, reason: string): number {
  if (groups.all.length >= MAX_GROUPS) return MAX_GROUPS - 1;
  return groups.all.push({ reason, slots: createSlots(), open: false }) - 1;
}
