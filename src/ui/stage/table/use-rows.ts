import { useEffect, useState } from 'react';
import { fits, parseQuery } from '../../../view/search.ts';
import type { FrameSource } from '../../../view/source.ts';
import { createRanks } from '../../../view/table/ranks.ts';
import { endpointsByService, orderRows, podsByNode, rowsOf } from '../../../view/table/table.ts';
import type { TableOf, TableOrder } from '../../../view/table/table.ts';
import type { StageWords } from '../words.ts';
import type { CellSetting } from './cells.ts';
import type { TableWords } from './words.ts';

export interface TableRows {
  readonly of: TableOf;
  readonly setting: CellSetting;
  readonly rows: Uint32Array;
  readonly all: number;
}

const EVERY_MS = 400;
/** Ordering takes at most this share of the time. */
const SHARE = 0.05;

interface Wanted {
  readonly of: TableOf;
  readonly order: TableOrder;
  readonly filter: string;
}

/** The rows in order, brought up to the latest frame now and then: the longer that takes, the more seldom. */
export function useRows(source: FrameSource, words: StageWords, said: TableWords, wanted: Wanted): TableRows | undefined {
  const [held, setHeld] = useState<TableRows>();
  const [ranks] = useState(createRanks);
  const { of, order, filter } = wanted;
  useEffect(() => {
    const query = of === 'pods' && filter.trim() !== '' ? parseQuery(filter) : undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wait = EVERY_MS;
    let last = source.latest()?.sequence ?? -1;
    const look = (): void => {
      timer = undefined;
      const frame = source.latest();
      if (frame === undefined) return;
      const began = performance.now();
      if (frame.sequence < last) Object.assign(ranks, createRanks());
      last = frame.sequence;
      const keeps = query && ((row: number) => fits(query, frame, row, source));
      const rows = orderRows(frame, source, of, order, ranks, keeps);
      const setting = { frame, source, words, said, pods: podsByNode(frame), endpoints: endpointsByService(frame) };
      setHeld({ of, setting, rows, all: rowsOf(frame, of) });
      wait = Math.max(EVERY_MS, (performance.now() - began) / SHARE);
    };
    look();
    const unsubscribe = source.subscribe(() => {
      timer ??= setTimeout(look, wait);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [source, words, said, ranks, of, order, filter]);
  return held;
}
