/** Everything that a side panel shows of one object. */
import { kindByGvk } from '../api/kinds/registry.ts';
import { type KubeObject, type ResourceType, controllerOf, nameOf, namespaceOf, uidOf } from '../api/object.ts';
import type { ApiPort } from '../api/request.ts';
import type { OwnerReference } from '../api/types.gen.ts';
import { stringifyYaml } from '../api/yaml.ts';
import { runKubectl } from '../kubectl/kubectl.ts';
import { withoutManagedFields } from '../kubectl/printer/output.ts';
import type { Inspection } from '../protocol/messages.ts';
import type { Cluster } from '../sim/engine.ts';
import { eventsAbout } from './history.ts';

export function inspect(cluster: Cluster, type: ResourceType, namespace: string, name: string): Inspection | null {
  const stored = read(cluster, type, namespace, name);
  if (stored === undefined) return null;
  const object = withoutManagedFields(stored);
  return {
    object,
    columns: columnsOf(cluster, type, namespace, name),
    yaml: stringifyYaml(object),
    events: eventsAbout(cluster, uidOf(object)),
    owners: ownersOf(cluster, object),
  };
}

/** What `kubectl get -o wide` prints of it beside its name. */
function columnsOf(cluster: Cluster, { group, resource }: ResourceType, namespace: string, name: string): Inspection['columns'] {
  const { code, body } = cluster.request({ verb: 'get', group, resource, namespace, name, as: 'Table' });
  if (code !== 200 || !('rows' in body)) return [];
  const { columnDefinitions, rows } = body;
  const cells = rows[0]?.cells ?? [];
  return columnDefinitions.flatMap(({ name: title }, at) => (title === 'Name' ? [] : [{ name: title, value: String(cells[at] ?? '') }]));
}

/** What kubectl prints, be it why it can't; null where there is no such object. */
export async function describe(
  port: ApiPort,
  type: ResourceType,
  namespace: string,
  name: string,
): Promise<{ readonly text: string } | null> {
  const argv = ['describe', type.group === '' ? type.resource : `${type.resource}.${type.group}`, name];
  const io = { port, namespace, readFile: () => undefined, stdin: '' };
  const { stdout, stderr, exitCode } = await runKubectl(type.namespaced ? [...argv, '-n', namespace] : argv, io);
  if (exitCode === 0) return { text: stdout };
  return stderr.includes('(NotFound)') ? null : { text: stderr };
}

/** Owners from the object itself up to the topmost. */
function ownersOf(cluster: Cluster, object: KubeObject): Inspection['owners'] {
  const chain: { kind: string; namespace: string; name: string; exists: boolean }[] = [];
  let current: KubeObject | undefined = object;
  while (current !== undefined) {
    chain.push({ kind: current.kind, namespace: namespaceOf(current), name: nameOf(current), exists: true });
    const owner = controllerOf(current);
    if (owner === undefined) break;
    const found = readOwner(cluster, owner, namespaceOf(current));
    if (found === undefined) chain.push({ kind: owner.kind, namespace: namespaceOf(current), name: owner.name, exists: false });
    current = found;
  }
  return chain;
}

function readOwner(cluster: Cluster, owner: OwnerReference, namespace: string): KubeObject | undefined {
  const type = kindByGvk(owner.apiVersion, owner.kind)?.type;
  return type === undefined ? undefined : read(cluster, type, namespace, owner.name);
}

function read(cluster: Cluster, { group, resource }: ResourceType, namespace: string, name: string): KubeObject | undefined {
  const { code, body } = cluster.request({ verb: 'get', group, resource, namespace, name });
  return code === 200 ? (body as KubeObject) : undefined;
}
