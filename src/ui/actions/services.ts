import { PodLook } from '../../protocol/frame.ts';
import type { FrameStore } from '../engine/frame-store.ts';
import type { Target } from '../state/selection.ts';
import type { Action } from './action.ts';

const REQUESTS = 10;

export const sendRequests: Action = {
  id: 'send-requests',
  label: 'action.sendRequests',
  applies: ({ kind }) => kind === 'Service',
  line: () => '',
  instead: 'instead.sendRequests',
  request: (target, _answer, frames) => {
    const from = anyReadyPod(frames);
    const port = firstPort(frames, target);
    const url = `http://${hostOf(target)}${port === 80 ? '' : `:${port}`}/`;
    return { type: 'traffic', url, count: REQUESTS, ...(from === '' ? {} : { from }) };
  },
};

function hostOf({ namespace, name }: Target): string {
  return `${name}.${namespace}.svc.cluster.local`;
}

/** A Service's name resolves inside the cluster only, so some pod must ask. */
function anyReadyPod(frames: FrameStore): string {
  const frame = frames.latest();
  const row = frame?.podLook.findIndex((look) => look === PodLook.ready) ?? -1;
  if (!frame || row < 0) return '';
  return `${frames.string(frame.podNamespace[row] ?? -1)}/${frames.string(frame.podName[row] ?? -1)}`;
}

function firstPort(frames: FrameStore, { namespace, name }: Target): number {
  const frame = frames.latest();
  const [nameNumber, namespaceNumber] = [frames.numberOf(name), frames.numberOf(namespace)];
  const row = frame?.serviceName.findIndex((number, at) => number === nameNumber && frame.serviceNamespace[at] === namespaceNumber) ?? -1;
  return Number.parseInt(frames.string(frame?.servicePorts[row] ?? -1), 10) || 80;
}
