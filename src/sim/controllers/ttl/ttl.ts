/**
 * How long kubelets may keep Secrets and ConfigMaps before they ask again, as an annotation of every Node: the larger the cluster,
 * the longer (pkg/controller/ttl). Kubelets here register with the value of a small cluster, so only Nodes that others made need one.
 */
import { nameOf } from '../../../api/object.ts';
import { NODE } from '../../../api/resources.ts';
import type { Node } from '../../../api/types.gen.ts';
import type { LateBehaviour, LateContext } from '../../kernel/late-component.ts';

const TTL = 'node.alpha.kubernetes.io/ttl';

/** Seconds by size of the cluster. Ranges overlap, so that a node more or less does not rewrite all others. */
const STEPS = [
  { atLeast: 0, atMost: 100, seconds: 0 },
  { atLeast: 90, atMost: 500, seconds: 15 },
  { atLeast: 450, atMost: 1000, seconds: 30 },
  { atLeast: 900, atMost: 2000, seconds: 60 },
  { atLeast: 1800, atMost: 10_000, seconds: 300 },
  { atLeast: 9000, atMost: Number.POSITIVE_INFINITY, seconds: 600 },
] as const;

type Context = LateContext<number>;

/** What the cluster's size asked for when a Node came last. */
const SECONDS = 'seconds';

export const ttlController: LateBehaviour<number> = {
  onChange(context, _type, { type, object }) {
    if (type === 'DELETED' || secondsOf(object as Node) !== undefined) return;
    const { memory } = context;
    const wanted = wantedSeconds(context, memory.get(SECONDS));
    if (wanted === memory.get(SECONDS)) return context.enqueue(nameOf(object));
    // The cluster has grown into another range, which is news for every Node.
    memory.set(SECONDS, wanted);
    for (const node of context.lister(NODE).list()) context.enqueue(nameOf(node));
  },
  sync(context, name) {
    const node = context.lister(NODE).get('', name);
    if (node === undefined) return;
    const present = secondsOf(node);
    const wanted = wantedSeconds(context, present);
    if (wanted === present) return;
    context.client.patch(NODE, '', name, 'strategic', { metadata: { annotations: { [TTL]: String(wanted) } } });
  },
};

function wantedSeconds(context: Context, present: number | undefined): number {
  const { size } = context.lister(NODE);
  const fitting = STEPS.filter(({ atLeast, atMost }) => size >= atLeast && size <= atMost);
  return (fitting.find(({ seconds }) => seconds === present) ?? fitting[0] ?? STEPS[0]).seconds;
}

function secondsOf({ metadata }: Node): number | undefined {
  const text = metadata.annotations?.[TTL];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
