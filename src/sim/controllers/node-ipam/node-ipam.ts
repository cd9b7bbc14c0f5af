/**
 * The node IPAM controller (pkg/controller/nodeipam, RangeAllocator), where the cluster has a range to give out of: every Node gets 256
 * addresses for its pods. Machines are known to the network and register with theirs, so only Nodes that others made need one.
 */
import { failure } from '../../../api/errors.ts';
import { parseCidr } from '../../../api/kinds/ip.ts';
import { isTerminating, nameOf } from '../../../api/object.ts';
import { NODE } from '../../../api/resources.ts';
import type { Node } from '../../../api/types.gen.ts';
import type { LateBehaviour, LateContext } from '../../kernel/late-component.ts';

export const nodeIpamController: LateBehaviour = {
  onChange(context, _type, { type, object }) {
    if (context.spec.clusterCidr === undefined || type === 'DELETED') return;
    if (lacksRange(object as Node)) context.enqueue(nameOf(object));
  },
  sync(context, name) {
    const node = context.lister(NODE).get('', name);
    const pool = poolOf(context.spec.clusterCidr);
    if (node === undefined || pool === undefined || !lacksRange(node)) return;
    const range = freeRange(context, pool);
    if (range === undefined) refuse(context, node);
    else context.client.patch(NODE, '', name, 'strategic', { spec: { podCIDR: range, podCIDRs: [range] } });
  },
};

function lacksRange(node: Node): boolean {
  return !node.spec?.podCIDR && !isTerminating(node);
}

/** Ranges of 256 addresses, by the upper 24 bits. */
interface Pool {
  readonly first: number;
  readonly size: number;
}

const NODE_BITS = 24;

function poolOf(cidr: string | undefined): Pool | undefined {
  const parsed = cidr === undefined ? undefined : parseCidr(cidr);
  if (parsed === undefined || parsed.ip.family !== 'IPv4' || parsed.bits > NODE_BITS) return undefined;
  const size = 2 ** (NODE_BITS - parsed.bits);
  return { first: Math.floor(upperBits(parsed.ip.bytes) / size) * size, size };
}

function upperBits(bytes: readonly number[]): number {
  const [a = 0, b = 0, c = 0] = bytes.slice(-4);
  return a * 65_536 + b * 256 + c;
}

/** The first one after the last that was given out; from the start again when that was the very last. */
function freeRange(context: LateContext, { first, size }: Pool): string | undefined {
  const taken = new Set(
    context
      .lister(NODE)
      .list()
      .flatMap(({ spec }) => numbersOf(spec?.podCIDR, { first, size })),
  );
  const start = taken.size === 0 ? 0 : Math.max(...taken) + 1;
  for (let step = 0; step < size; step += 1) {
    const index = (start + step) % size;
    if (!taken.has(index)) return rangeAt(first + index);
  }
  return undefined;
}

/** Which ranges of the pool somebody has. */
function numbersOf(cidr: string | undefined, { first, size }: Pool): readonly number[] {
  const parsed = cidr === undefined ? undefined : parseCidr(cidr);
  if (parsed === undefined || parsed.ip.family !== 'IPv4') return [];
  const start = upperBits(parsed.ip.bytes) - first;
  const count = parsed.bits >= NODE_BITS ? 1 : 2 ** (NODE_BITS - parsed.bits);
  return Array.from({ length: Math.min(count, size) }, (_, step) => start + step).filter((index) => index >= 0 && index < size);
}

function rangeAt(upper: number): string {
  return `${upper >> 16}.${(upper >> 8) & 255}.${upper & 255}.0/24`;
}

/** Tried again, later and later: a Node may go. */
function refuse(context: LateContext, node: Node): never {
  context.event(node, 'Normal', 'CIDRNotAvailable', `Node ${nameOf(node)} status is now: CIDRNotAvailable`);
  throw failure(500, 'InternalError', 'CIDR allocation failed; there are no remaining CIDRs left to allocate in the accepted range');
}
