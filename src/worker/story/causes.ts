/** What a page asks about one object: why it is as it is. */
import { kindNamed } from '../../api/kinds/registry.ts';
import { groupResource } from '../../api/object.ts';
import type { Answers, CauseLink, RequestBody } from '../../protocol/messages.ts';
import type { Cluster } from '../../sim/engine.ts';
import { causeChain } from '../../sim/kernel/causes.ts';

export function causes(cluster: Cluster, { kind, namespace, name }: Extract<RequestBody, { type: 'causes' }>): Answers['causes'] {
  const type = kindNamed(kind)?.type;
  const key = type?.namespaced ? `${namespace}/${name}` : name;
  return { links: type === undefined ? [] : causesOf(cluster, groupResource(type), key) };
}

/** The chain that led to the newest revision of an object which the log still holds, newest first. */
function causesOf(cluster: Cluster, resource: string, key: string): readonly CauseLink[] {
  const { log } = cluster.state.store;
  for (let index = log.length - 1; index >= 0; index -= 1) {
    const entry = log[index];
    if (entry?.resource === resource && entry.key === key) {
      return causeChain(cluster.state.causes, entry.cause).map(({ at, actor, what }) => ({ at, actor, what }));
    }
  }
  return [];
}
