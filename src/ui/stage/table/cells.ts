import type { Frame } from '../../../view/frame.ts';
import { PodLook } from '../../../view/frame.ts';
import type { Item } from '../../../view/item.ts';
import { itemOf } from '../../../view/items.ts';
import type { FrameSource } from '../../../view/source.ts';
import type { endpointsByService } from '../../../view/table/table.ts';
import { wordsOf } from '../../../view/table/table.ts';
import type { TableColumn, TableOf } from '../../../view/table/table.ts';
import { age, bytes, cores } from '../../../view/text.ts';
import { nodeStates } from '../describe.ts';
import type { StageWords } from '../words.ts';
import type { TableWords } from './words.ts';

/** What cells need beside the frame itself, gathered once for all of them. */
export interface CellSetting {
  readonly frame: Frame;
  readonly source: FrameSource;
  readonly words: StageWords;
  readonly said: TableWords;
  readonly pods: Uint32Array;
  readonly endpoints: ReturnType<typeof endpointsByService>;
}

const LOOKS = Object.keys(PodLook) as (keyof typeof PodLook)[];

/** The words of one cell. */
export function cellOf(setting: CellSetting, of: TableOf, by: TableColumn, row: number): string {
  const { frame, source } = setting;
  const texts = wordsOf(frame, of, by);
  if (texts !== undefined) return source.string(texts[row] ?? 0);
  if (of === 'nodes') return nodeCell(setting, by, row);
  return of === 'pods' ? podCell(setting, by, row) : serviceState(setting, row);
}

function podCell({ frame, source, words }: CellSetting, by: TableColumn, row: number): string {
  if (by === 'ready') return `${frame.podReadyContainers[row] ?? 0}/${frame.podContainers[row] ?? 0}`;
  if (by === 'restarts') return `${frame.podRestarts[row] ?? 0}`;
  if (by === 'node') return source.string(frame.nodeName[frame.podNode[row] ?? -1] ?? -1);
  if (by === 'age') return age(frame.now - (frame.podCreated[row] ?? 0));
  return words.looks[LOOKS[frame.podLook[row] ?? 0] ?? 'unknown'];
}

function nodeCell({ frame, words, said, pods }: CellSetting, by: TableColumn, row: number): string {
  if (by === 'pods') return `${pods[row] ?? 0}/${frame.nodePodsAllocatable[row] ?? 0}`;
  if (by === 'cpu') return `${cores(frame.nodeCpuRequested[row] ?? 0)}/${cores(frame.nodeCpuAllocatable[row] ?? 0)}`;
  if (by === 'memory') return `${bytes(frame.nodeMemoryRequested[row] ?? 0)}/${bytes(frame.nodeMemoryAllocatable[row] ?? 0)}`;
  return nodeStates(frame.nodeFlags[row] ?? 0, words).join(', ') || said.nodeReady;
}

function serviceState({ said, endpoints: { ready, all } }: CellSetting, row: number): string {
  return (all[row] ?? 0) === 0 ? said.noEndpoints : said.endpoints(ready[row] ?? 0, all[row] ?? 0);
}

const ON = { pods: 'pod', nodes: 'node', services: 'service' } as const;

export function itemInRow({ frame, source }: CellSetting, of: TableOf, row: number): Item | undefined {
  return itemOf({ on: ON[of], row }, frame, source);
}

/** A number that stays with what is in a row, wherever the row goes. */
export function identityOf({ frame }: CellSetting, of: TableOf, row: number): number {
  if (of === 'pods') return frame.podUid[row] ?? 0;
  if (of === 'nodes') return frame.nodeName[row] ?? 0;
  return (frame.serviceNamespace[row] ?? 0) * 2 ** 26 + (frame.serviceName[row] ?? 0);
}
