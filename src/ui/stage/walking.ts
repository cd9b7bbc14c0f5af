import type { Frame } from '../../view/frame.ts';
import type { Hit } from '../../view/hit.ts';
import { navigate } from '../../view/navigate.ts';
import type { Direction } from '../../view/navigate.ts';
import { rectOf } from '../../view/places.ts';
import type { Scene } from '../../view/scene/scene.ts';
import type { FrameSource } from '../../view/source.ts';
import { age } from '../../view/text.ts';
import { focusOn, itemFor } from './attention.ts';
import type { Camera } from './camera.ts';
import { countEndpoints, nodeStates } from './describe.ts';
import type { Show } from './show.ts';
import type { NodeWords, PodWords, ServiceWords, StageWords, StationWords } from './words.ts';

/** Moves the keyboard's place, brings it into sight and says what it is. */
export function walk(show: Show, camera: Camera, direction: Direction): void {
  const { scene, props } = show;
  const hit = navigate(scene, show.focused?.hit ?? show.selected?.hit, direction);
  if (hit === undefined || scene.frame === undefined) return;
  show.pointer = undefined;
  focusOn(show, itemFor(show, hit));
  const rect = rectOf(scene, hit);
  if (rect !== undefined) camera.reveal(rect);
  show.audience.speak(spokenOf(hit, scene, scene.frame, props.source, props.words));
}

/** The sentence read aloud for a thing. */
function spokenOf({ on, row }: Hit, scene: Scene, frame: Frame, source: FrameSource, words: StageWords): string {
  if (on === 'pod') return words.describePod(podWords(frame, row, source));
  if (on === 'node') return words.describeNode(nodeWords(scene, frame, row, source, words));
  return on === 'service'
    ? words.describeService(serviceWords(frame, row, source))
    : words.describeStation(stationWords(frame, row, source));
}

function podWords(frame: Frame, row: number, source: FrameSource): PodWords {
  const text = (column: Uint32Array): string => source.string(column[row] ?? 0);
  return {
    name: text(frame.podName),
    namespace: text(frame.podNamespace),
    status: text(frame.podReason),
    node: source.string(frame.nodeName[frame.podNode[row] ?? -1] ?? -1),
    age: age(frame.now - (frame.podCreated[row] ?? 0)),
    restarts: frame.podRestarts[row] ?? 0,
    readyContainers: frame.podReadyContainers[row] ?? 0,
    containers: frame.podContainers[row] ?? 0,
  };
}

function nodeWords(scene: Scene, frame: Frame, row: number, source: FrameSource, words: StageWords): NodeWords {
  return {
    name: source.string(frame.nodeName[row] ?? 0),
    zone: source.string(frame.nodeZone[row] ?? 0),
    states: nodeStates(frame.nodeFlags[row] ?? 0, words),
    pods: scene.boards.byRow[row]?.slots.used ?? 0,
    podsAllocatable: frame.nodePodsAllocatable[row] ?? 0,
  };
}

function serviceWords(frame: Frame, row: number, source: FrameSource): ServiceWords {
  const text = (column: Uint32Array): string => source.string(column[row] ?? 0);
  const { ready, all } = countEndpoints(frame, row);
  return { name: text(frame.serviceName), namespace: text(frame.serviceNamespace), ports: text(frame.servicePorts), ready, endpoints: all };
}

function stationWords(frame: Frame, row: number, source: FrameSource): StationWords {
  return {
    name: source.string(frame.stationName[row] ?? 0),
    queue: frame.stationQueue[row] ?? 0,
    behind: frame.stationLag[row] ?? 0,
    running: frame.stationRunning[row] === 1,
  };
}
