import { NodeFlag } from '../../view/frame.ts';
import type { Frame } from '../../view/frame.ts';
import type { Hit } from '../../view/hit.ts';
import { EndpointState } from '../../view/endpoint-state.ts';
import type { Scene } from '../../view/scene/scene.ts';
import type { FrameSource } from '../../view/source.ts';
import { age, bytes, cores } from '../../view/text.ts';
import type { StageWords } from './words.ts';

/** What is told of a thing in passing: shown beside the pointer, and read aloud for the keyboard. */
export interface Peek {
  readonly kind: string;
  readonly title: string;
  readonly lines: readonly (readonly [label: string, value: string])[];
  /** Why it waits or fails, in the cluster's own words. */
  readonly note: string;
}

export function peekOf({ on, row }: Hit, scene: Scene, frame: Frame, source: FrameSource, words: StageWords): Peek {
  if (on === 'pod') return peekPod(frame, row, source, words);
  if (on === 'node') return peekNode(scene, frame, row, source, words);
  return on === 'service' ? peekService(frame, row, source, words) : peekStation(frame, row, source, words);
}

function peekPod(frame: Frame, row: number, source: FrameSource, words: StageWords): Peek {
  const text = (column: Uint32Array): string => source.string(column[row] ?? 0);
  const node = source.string(frame.nodeName[frame.podNode[row] ?? -1] ?? -1);
  const restarts = frame.podRestarts[row] ?? 0;
  const lines: [string, string][] = [['', text(frame.podReason)]];
  lines.push([words.ready, `${frame.podReadyContainers[row] ?? 0}/${frame.podContainers[row] ?? 0}`]);
  if (node !== '') lines.push([words.on, node]);
  if (restarts > 0) lines.push([words.restarts, `${restarts}`]);
  lines.push([words.age, age(frame.now - (frame.podCreated[row] ?? 0))]);
  return { kind: 'Pod', title: text(frame.podName), lines, note: text(frame.podMessage) };
}

function peekNode(scene: Scene, frame: Frame, row: number, source: FrameSource, words: StageWords): Peek {
  const text = (column: Uint32Array): string => source.string(column[row] ?? 0);
  const states = nodeStates(frame.nodeFlags[row] ?? 0, words);
  const lines: [string, string][] = [['', states.length > 0 ? states.join(', ') : 'Ready']];
  const zone = [text(frame.nodeRoles), text(frame.nodeZone)].filter((part) => part !== '').join(' · ');
  if (zone !== '') lines.push(['', zone]);
  lines.push([words.cpu, `${cores(frame.nodeCpuRequested[row] ?? 0)} / ${cores(frame.nodeCpuAllocatable[row] ?? 0)}`]);
  lines.push([words.memory, `${bytes(frame.nodeMemoryRequested[row] ?? 0)} / ${bytes(frame.nodeMemoryAllocatable[row] ?? 0)}`]);
  lines.push([words.pods, `${scene.boards.byRow[row]?.slots.used ?? 0} / ${frame.nodePodsAllocatable[row] ?? 0}`]);
  return { kind: 'Node', title: text(frame.nodeName), lines, note: text(frame.nodeReason) };
}

export function nodeStates(flags: number, words: StageWords): readonly string[] {
  const states: string[] = [];
  if ((flags & NodeFlag.poweredOff) !== 0) states.push(words.off);
  else if ((flags & NodeFlag.unknown) !== 0) states.push(words.lost);
  else if ((flags & NodeFlag.ready) === 0) states.push(words.notReady);
  if ((flags & NodeFlag.cordoned) !== 0) states.push(words.cordoned);
  return states;
}

function peekService(frame: Frame, row: number, source: FrameSource, words: StageWords): Peek {
  const text = (column: Uint32Array): string => source.string(column[row] ?? 0);
  const { ready, all } = countEndpoints(frame, row);
  return {
    kind: 'Service',
    title: text(frame.serviceName),
    lines: [
      ['', `${text(frame.serviceType)} ${text(frame.serviceAddress)}`],
      ['', text(frame.servicePorts)],
      [words.endpoints, `${ready}/${all}`],
    ],
    note: '',
  };
}

export function countEndpoints(frame: Frame, service: number): { readonly ready: number; readonly all: number } {
  let ready = 0;
  let all = 0;
  for (let edge = 0; edge < frame.endpointCount; edge++) {
    if (frame.endpointService[edge] !== service) continue;
    all++;
    if (frame.endpointState[edge] === EndpointState.ready) ready++;
  }
  return { ready, all };
}

function peekStation(frame: Frame, row: number, source: FrameSource, words: StageWords): Peek {
  const lines: [string, string][] = [];
  if (frame.stationRunning[row] !== 1) lines.push(['', words.stopped]);
  lines.push([words.queue, `${frame.stationQueue[row] ?? 0}`], [words.behind, `${frame.stationLag[row] ?? 0}`]);
  return { kind: '', title: source.string(frame.stationName[row] ?? 0), lines, note: '' };
}
