import { selectorOf, selectorText } from '../../../api/labels.ts';
import type { PersistentVolumeClaim, StatefulSet, StatefulSetSpec } from '../../../api/types.gen.ts';
import { classOf } from '../claims.ts';
import { defineDescriber } from '../describer.ts';
import { podTemplateText } from '../pod-template.ts';
import { field, goList, labelLines, longTime, marks, optional } from '../text.ts';
import { podsStatus } from './workloads.ts';

export const statefulSetDescriber = defineDescriber<StatefulSet>({
  group: 'apps',
  kind: 'StatefulSet',
  async describe(session, set) {
    const { metadata, spec, status } = set;
    const selector = selectorText(selectorOf(spec?.selector));
    return [
      field('Name', metadata.name ?? ''),
      optional('Namespace', metadata.namespace),
      field('CreationTimestamp', longTime(metadata.creationTimestamp)),
      field('Selector', selector),
      marks(metadata),
      field('Replicas', `${spec?.replicas ?? 0} desired | ${status?.replicas ?? 0} total`),
      strategyLines(spec?.updateStrategy),
      await podsStatus(session, set, selector),
      podTemplateText(spec?.template ?? {}),
      claimLines(spec?.volumeClaimTemplates),
    ].join('');
  },
});

function strategyLines(strategy: StatefulSetSpec['updateStrategy']): string {
  const { partition, maxUnavailable } = strategy?.rollingUpdate ?? {};
  const rolling = partition === undefined ? '' : field('  Partition', partition) + optional('  MaxUnavailable', maxUnavailable);
  return field('Update Strategy', strategy?.type ?? '') + rolling;
}

function claimLines(templates: readonly PersistentVolumeClaim[] | undefined): string {
  if (templates === undefined || templates.length === 0) return field('Volume Claims', '<none>');
  const blocks = templates.map((claim) =>
    [
      field('  Name', claim.metadata.name ?? ''),
      field('  StorageClass', classOf(claim)),
      labelLines('  Labels', claim.metadata.labels),
      labelLines('  Annotations', claim.metadata.annotations),
      field('  Capacity', claim.spec?.resources?.requests?.['storage'] ?? '<default>'),
      field('  Access Modes', goList(claim.spec?.accessModes)),
    ].join(''),
  );
  return `Volume Claims:\n${blocks.join('')}`;
}
