import { accessModesText } from '../../../api/kinds/access-modes.ts';
import { POD } from '../../../api/resources.ts';
import type { PersistentVolumeClaim, Pod } from '../../../api/types.gen.ts';
import { resolveType } from '../../parse/types.ts';
import { type Session, listObjects } from '../../session.ts';
import { classOf, contentLines } from '../claims.ts';
import { defineDescriber } from '../describer.ts';
import { field, goList, longTime, marks, multiline, optional, phaseLine, tableLines } from '../text.ts';

export const persistentVolumeClaimDescriber = defineDescriber<PersistentVolumeClaim>({
  kind: 'PersistentVolumeClaim',
  async describe(session, claim, now) {
    const { metadata, spec, status } = claim;
    const bound = (spec?.volumeName ?? '') !== '';
    return [
      field('Name', metadata.name ?? ''),
      optional('Namespace', metadata.namespace),
      field('StorageClass', classOf(claim)),
      phaseLine(metadata, status?.phase, now),
      field('Volume', spec?.volumeName ?? ''),
      marks(metadata),
      field('Finalizers', goList(metadata.finalizers)),
      field('Capacity', bound ? (status?.capacity?.['storage'] ?? '0') : ''),
      field('Access Modes', bound ? accessModesText(status?.accessModes) : ''),
      contentLines(spec),
      multiline('Used By', await usersOf(session, claim)),
      conditionLines(claim),
    ].join('');
  },
});

/** Pods that mount the claim, or own it as theirs. */
async function usersOf(session: Session, { metadata }: PersistentVolumeClaim): Promise<readonly string[]> {
  const resource = await resolveType(session, POD.resource);
  const pods = (await listObjects(session, { resource, namespace: metadata.namespace ?? '' })).items as readonly Pod[];
  const owners = (metadata.ownerReferences ?? []).filter(({ kind }) => kind === 'Pod').map(({ uid }) => uid);
  const names = pods.flatMap((pod) => {
    const mounts = (pod.spec?.volumes ?? []).filter(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === metadata.name);
    const times = mounts.length > 0 ? mounts.length : Number(owners.includes(pod.metadata.uid ?? ''));
    return Array.from({ length: times }, () => pod.metadata.name ?? '');
  });
  return names.toSorted();
}

const COLUMNS = ['Type', 'Status', 'LastProbeTime', 'LastTransitionTime', 'Reason', 'Message'];
const RULE = ['----', '------', '-----------------', '------------------', '------', '-------'];

function conditionLines({ status }: PersistentVolumeClaim): string {
  const conditions = status?.conditions ?? [];
  if (conditions.length === 0) return '';
  const rows = conditions.map(({ type, status: value, lastProbeTime, lastTransitionTime, reason = '', message = '' }) => [
    ...[type, value, longTime(lastProbeTime), longTime(lastTransitionTime), reason].map((cell) => `${cell} `),
    message,
  ]);
  return `Conditions:\n${tableLines('  ', COLUMNS, rows, RULE)}`;
}
