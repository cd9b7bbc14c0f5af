/** What nodes, workloads and Services leave out: every other kind of which somebody might have made an object. */
import { type ResourceType, groupResource } from '../../api/object.ts';
import type { ApiResourceList } from '../../api/request.ts';
import {
  CONFIG_MAP,
  CUSTOM_RESOURCE_DEFINITION,
  HORIZONTAL_POD_AUTOSCALER,
  INGRESS,
  LIMIT_RANGE,
  NAMESPACE,
  NETWORK_POLICY,
  PERSISTENT_VOLUME,
  PERSISTENT_VOLUME_CLAIM,
  POD_DISRUPTION_BUDGET,
  PRIORITY_CLASS,
  RESOURCE_QUOTA,
  SECRET,
  SERVICE_ACCOUNT,
  STORAGE_CLASS,
  VOLUME_ATTACHMENT,
} from '../../api/resources.ts';
import type { Engine } from '../engine/engine.ts';
import type { PlainKey } from '../messages/index.ts';
import { type TreeNode, byLabel, leaf } from './tree-node.ts';

/** Objects of one resource, and the printed column that tells how each of them is. */
interface Listed {
  readonly type: Pick<ResourceType, 'group' | 'resource' | 'kind'>;
  readonly column?: string;
  /** Those that every cluster has are not worth a line. */
  readonly hides?: (name: string) => boolean;
}

interface GroupDefinition {
  readonly key: string;
  readonly title: PlainKey;
  readonly open: boolean;
  readonly listed: readonly Listed[];
}

export interface ObjectGroup extends Omit<GroupDefinition, 'listed'> {
  readonly children: readonly TreeNode[];
}

const GROUPS: readonly GroupDefinition[] = [
  {
    key: 'rules',
    title: 'outline.rules',
    open: true,
    listed: [
      { type: POD_DISRUPTION_BUDGET, column: 'Allowed Disruptions' },
      { type: HORIZONTAL_POD_AUTOSCALER, column: 'Targets' },
      { type: RESOURCE_QUOTA },
      { type: LIMIT_RANGE },
      { type: NETWORK_POLICY },
      { type: INGRESS, column: 'Hosts' },
      { type: PRIORITY_CLASS, column: 'Value', hides: (name) => name.startsWith('system-') },
    ],
  },
  {
    key: 'storage',
    title: 'outline.storage',
    open: true,
    listed: [
      { type: PERSISTENT_VOLUME_CLAIM, column: 'Status' },
      { type: PERSISTENT_VOLUME, column: 'Status' },
      { type: VOLUME_ATTACHMENT, column: 'Attached' },
      { type: STORAGE_CLASS, column: 'VolumeBindingMode' },
    ],
  },
  {
    key: 'configuration',
    title: 'outline.configuration',
    open: false,
    listed: [
      { type: CONFIG_MAP, column: 'Data', hides: (name) => name === 'kube-root-ca.crt' },
      { type: SECRET, column: 'Data' },
      { type: SERVICE_ACCOUNT, hides: (name) => name === 'default' },
    ],
  },
  { key: 'namespaces', title: 'outline.namespaces', open: false, listed: [{ type: NAMESPACE, column: 'Status' }] },
];

/** Of one resource; what is beyond is counted. */
const MOST = 200;

/** Groups without objects are left out. */
export async function loadObjects(engine: Engine): Promise<readonly ObjectGroup[]> {
  const custom = await customGroup(engine);
  const groups = await Promise.all([...GROUPS, custom].map((group) => load(engine, group)));
  return groups.filter(({ children }) => children.length > 0);
}

async function load(engine: Engine, { key, title, open, listed }: GroupDefinition): Promise<ObjectGroup> {
  const lists = await Promise.all(listed.map((one) => nodesOf(engine, one)));
  return { key, title, open, children: lists.flat() };
}

async function nodesOf(engine: Engine, { type, column, hides }: Listed): Promise<readonly TreeNode[]> {
  const { group, resource, kind } = type;
  const { code, body } = await engine.request({
    type: 'api',
    request: { verb: 'list', group, resource, as: 'Table', options: { limit: MOST } },
  });
  if (code >= 400 || !('rows' in body)) throw new Error(`cannot list ${groupResource(type)}`);
  const table = body;
  const at = table.columnDefinitions.findIndex(({ name }) => name === column);
  const nodes = table.rows.flatMap(({ object, cells }) => {
    const { namespace = '', name = '' } = object.metadata;
    const cell = at < 0 ? '' : String(cells[at] ?? '');
    return hides?.(name) ? [] : [leaf({ kind, namespace, name }, cell === '' ? kind : `${kind} · ${cell}`)];
  });
  return nodes.toSorted(byLabel);
}

/** Custom resources as their definitions have it at the moment. */
async function customGroup(engine: Engine): Promise<GroupDefinition> {
  const { body } = await engine.request({ type: 'api', request: { verb: 'discover' } });
  const served = body.kind === 'ApiResources' ? (body as ApiResourceList).items : [];
  const custom = new Map(served.filter(({ custom: is }) => is).map((resource) => [groupResource(resource), resource]));
  const listed = [...custom.values()].map((type) => ({ type }));
  return { key: 'custom', title: 'outline.custom', open: true, listed: [...listed, { type: CUSTOM_RESOURCE_DEFINITION }] };
}
