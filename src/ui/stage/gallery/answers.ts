import type { KubeObject } from '../../../api/object.ts';
import type { ClusterUse } from '../../../protocol/use.ts';
import type { Frame } from '../../../view/frame.ts';
import type { FrameSource } from '../../../view/source.ts';
import type { Ask } from '../ask.ts';

/** Answers what overlays ask, for pictures without a cluster: as much as the busiest cluster would say. */
export function answersFor(source: FrameSource): Ask {
  // Where there is a cluster, its worker reckons this: the page is not to be measured by it.
  let use: { readonly pods: number; readonly answer: ClusterUse } | undefined;
  const heldUse = (): ClusterUse => {
    const pods = source.latest()?.podCount ?? 0;
    if (use?.pods !== pods) use = { pods, answer: clusterUse(source) };
    return use.answer;
  };
  const answer = (body: Parameters<Ask>[0]): unknown => {
    if (body.type === 'events') return { events: eventsOf(source), last: source.latest()?.revision ?? 0 };
    if (body.type === 'use') return heldUse();
    if (body.type !== 'api') return null;
    const { resource = '' } = body.request as { readonly resource?: string };
    return { code: 200, body: { items: LISTS[resource] ?? [] } };
  };
  return (body) => Promise.resolve(answer(body) as never);
}

const metadata = (name: string) => ({ name, namespace: 'team-1', generation: 1 });

const LISTS: { readonly [resource: string]: readonly object[] } = {
  networkpolicies: [
    { metadata: metadata('closed'), spec: { podSelector: {}, policyTypes: ['Ingress'] } },
    { metadata: metadata('quiet'), spec: { podSelector: { matchLabels: { tier: 'tier-1' } }, policyTypes: ['Egress'] } },
  ],
  poddisruptionbudgets: [
    { metadata: metadata('all'), spec: { selector: {} }, status: { disruptionsAllowed: 1, observedGeneration: 1 } },
    {
      metadata: metadata('one'),
      spec: { selector: { matchLabels: { tier: 'tier-2' } } },
      status: { disruptionsAllowed: 0, observedGeneration: 1 },
    },
  ],
};

/** Every node uses a part of what it has, every pod some of what it asked for. */
function clusterUse(source: FrameSource): ClusterUse {
  const frame = source.latest();
  const rows = Array.from({ length: frame?.nodeCount ?? 0 }, (_, row) => row);
  const nodes = rows.map((row) => {
    const part = 0.1 + 0.07 * (row % 9);
    const use = { cpuMilli: part * (frame?.nodeCpuAllocatable[row] ?? 0), bytes: part * (frame?.nodeMemoryAllocatable[row] ?? 0) };
    return [source.string(frame?.nodeName[row] ?? 0), use] as const;
  });
  const podUid = Array.from(frame?.podUid ?? [], (uid) => source.string(uid));
  const used = Float64Array.from(podUid, (_, index) => (index % 23) * 5);
  const asked = Float64Array.from(podUid, (_, index) => (index % 13 === 0 ? 0 : 100));
  return { nodes: Object.fromEntries(nodes), podUid, podCpu: used, podMemory: used, podCpuRequested: asked, podMemoryRequested: asked };
}

const SAID = 60;

function eventsOf(source: FrameSource): readonly KubeObject[] {
  const frame = source.latest();
  return frame === undefined
    ? []
    : Array.from({ length: SAID }, (_, index) => eventOf(frame, source, (index * 2477) % Math.max(1, frame.podCount)));
}

function eventOf(frame: Frame, source: FrameSource, row: number): KubeObject {
  const involvedObject = {
    kind: 'Pod',
    namespace: source.string(frame.podNamespace[row] ?? 0),
    name: source.string(frame.podName[row] ?? 0),
  };
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `event-${row}` },
    involvedObject,
    reason: row % 5 === 0 ? 'BackOff' : 'Started',
    type: row % 5 === 0 ? 'Warning' : 'Normal',
  } as KubeObject;
}
