import { LIMIT_RANGE, RESOURCE_QUOTA } from '../../../api/resources.ts';
import type { LimitRange, Namespace, ResourceQuota } from '../../../api/types.gen.ts';
import { resolveType } from '../../parse/types.ts';
import { type Session, listObjects } from '../../session.ts';
import { defineDescriber } from '../describer.ts';
import { field, heading, timedConditionLines } from '../text.ts';
import { limitTable, quotaBlock } from './limits.ts';

export const namespaceDescriber = defineDescriber<Namespace>({
  kind: 'Namespace',
  withoutEvents: true,
  async describe(session, namespace) {
    const name = namespace.metadata.name ?? '';
    const quotas = (await itemsIn(session, RESOURCE_QUOTA.resource, name)) as readonly ResourceQuota[];
    const ranges = (await itemsIn(session, LIMIT_RANGE.resource, name)) as readonly LimitRange[];
    const byName = quotas.toSorted((a, b) => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1));
    return [
      heading(namespace),
      field('Status', namespace.status?.phase ?? ''),
      timedConditionLines(namespace.status?.conditions),
      '\n',
      quotas.length === 0 ? 'No resource quota.\n' : `Resource Quotas\n${byName.map(quotaBlock).join('')}`,
      '\n',
      ranges.length === 0 ? 'No LimitRange resource.\n' : `Resource Limits\n${limitTable(' ', ranges)}`,
    ].join('');
  },
});

async function itemsIn(session: Session, type: string, namespace: string) {
  return (await listObjects(session, { resource: await resolveType(session, type), namespace })).items;
}
