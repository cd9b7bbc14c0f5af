import { type Column } from '../../kind.ts';
import { NODE } from '../../resources.ts';
import type { Node, NodeSpec, NodeStatus } from '../../types.gen.ts';
import { AGE, NAME, column, orNone, wideColumn } from '../columns.ts';
import { lateRules } from '../late-rules.ts';
import { plainKind } from '../plain.ts';
import { alter, drop, fill, put } from '../sharing.ts';
import { withSpecOf, withStatusOf } from '../strategy.ts';

/** `pkg/apis/core/v1/defaults`, `pkg/registry/core/node`; rules in `rules.ts`. */
export const nodeKind = plainKind<Node>(NODE, {
  shortNames: ['no'],
  etcdPrefix: '/registry/minions',
  subresources: ['status', 'proxy'],
  selectableFields: ['spec.unschedulable'],
  fieldValue: ({ spec }) => String(spec?.unschedulable ?? false),
  default: withDefaults,
  // Whoever registers a node may say what it can do.
  prepareForCreate: (node) => alter(alter(node, 'spec', withoutConfigSource), 'status', withoutConfig),
  prepareForUpdate: (next, stored) => withStatusOf(alter(next, 'spec', withoutConfigSource), stored),
  prepareForStatusUpdate: (next, stored) => withDefaults(withSpecOf(alter(next, 'status', withoutConfig), stored)),
  ...lateRules(NODE),
  columns: [
    NAME,
    column<Node>('Status', 'string', statusText),
    column<Node>('Roles', 'string', rolesText),
    AGE,
    column<Node>('Version', 'string', ({ status }) => status?.nodeInfo?.kubeletVersion ?? ''),
    addressColumn('Internal-IP', 'InternalIP'),
    addressColumn('External-IP', 'ExternalIP'),
    wideColumn<Node>('OS-Image', ({ status }) => orUnknown(status?.nodeInfo?.osImage)),
    wideColumn<Node>('Kernel-Version', kernelText),
    wideColumn<Node>('Container-Runtime', ({ status }) => orUnknown(status?.nodeInfo?.containerRuntimeVersion)),
  ],
});

/** A feature that was removed. */
function withoutConfigSource(spec: NodeSpec): NodeSpec {
  return drop(spec, 'configSource');
}

function withoutConfig(status: NodeStatus): NodeStatus {
  return drop(status, 'config');
}

function withDefaults(node: Node): Node {
  const next = fill<Node>(node, { spec: {}, status: {} });
  return alter(alter(next, 'spec', mirrorPodCidr), 'status', defaultStatus);
}

/** `podCIDR` is the first of `podCIDRs`. */
function mirrorPodCidr(spec: NodeSpec): NodeSpec {
  const { podCIDR = '', podCIDRs = [] } = spec;
  if (podCIDR === (podCIDRs[0] ?? '')) return spec;
  return podCIDRs[0] === undefined ? put(spec, 'podCIDRs', [podCIDR]) : put(spec, 'podCIDR', podCIDRs[0]);
}

const EMPTY_STATUS: Partial<NodeStatus> = {
  daemonEndpoints: { kubeletEndpoint: { Port: 0 } },
  nodeInfo: {
    machineID: '',
    systemUUID: '',
    bootID: '',
    kernelVersion: '',
    osImage: '',
    containerRuntimeVersion: '',
    kubeletVersion: '',
    kubeProxyVersion: '',
    operatingSystem: '',
    architecture: '',
  },
};

function defaultStatus(status: NodeStatus): NodeStatus {
  const next = fill(status, EMPTY_STATUS);
  return next.capacity === undefined || next.allocatable !== undefined ? next : put(next, 'allocatable', next.capacity);
}

function statusText({ spec, status }: Node): string {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const text = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return spec?.unschedulable === true ? `${text},SchedulingDisabled` : text;
}

const ROLE_PREFIX = 'node-role.kubernetes.io/';

function rolesText({ metadata: { labels = {} } }: Node): string {
  const prefixed = Object.keys(labels)
    .filter((label) => label.startsWith(ROLE_PREFIX) && label.length > ROLE_PREFIX.length)
    .map((label) => label.slice(ROLE_PREFIX.length));
  const role = labels['kubernetes.io/role'] ?? '';
  const roles = new Set(role === '' ? prefixed : [...prefixed, role]);
  return orNone([...roles].sort().join(','));
}

function addressColumn(name: string, type: string): Column<Node> {
  return wideColumn<Node>(name, ({ status }) => orNone(status?.addresses?.find((address) => address.type === type)?.address));
}

function kernelText({ status }: Node): string {
  const { kernelVersion = '', architecture = '' } = status?.nodeInfo ?? {};
  const kernel = orUnknown(kernelVersion);
  return architecture === '' ? kernel : `${kernel} (${architecture})`;
}

function orUnknown(text: string | undefined): string {
  return text === undefined || text === '' ? '<unknown>' : text;
}
