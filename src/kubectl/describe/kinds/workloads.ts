import { selectorOf, selectorOfSet, selectorText } from '../../../api/labels.ts';
import type { KubeObject } from '../../../api/object.ts';
import { POD } from '../../../api/resources.ts';
import type { DaemonSet, Deployment, Pod, ReplicaSet, ReplicationController } from '../../../api/types.gen.ts';
import { isFailure } from '../../errors.ts';
import { resolveType } from '../../parse/types.ts';
import { type Session, listObjects } from '../../session.ts';
import { newReplicaSet, replicaSetsOf } from '../../revisions/history.ts';
import { defineDescriber } from '../describer.ts';
import { podTemplateText } from '../pod-template.ts';
import { annotationLines, conditionLines, field, labelLines, longTime, selectorLine } from '../text.ts';
import { controlledBy } from './pod.ts';

export const deploymentDescriber = defineDescriber<Deployment>({
  group: 'apps',
  kind: 'Deployment',
  async describe(session, deployment) {
    const { metadata, spec, status } = deployment;
    const sets = (await replicaSetsOf(session, deployment)).toSorted((a, b) =>
      (a.metadata.creationTimestamp ?? '') < (b.metadata.creationTimestamp ?? '') ? -1 : 1,
    );
    const current = newReplicaSet(deployment, sets);
    const rolling = spec?.strategy?.rollingUpdate;
    return [
      field('Name', metadata.name ?? ''),
      field('Namespace', metadata.namespace ?? ''),
      field('CreationTimestamp', longTime(metadata.creationTimestamp)),
      labelLines('Labels', metadata.labels),
      annotationLines('Annotations', metadata.annotations),
      field('Selector', selectorText(selectorOf(spec?.selector))),
      field('Replicas', deploymentCounts(spec?.replicas ?? 0, status)),
      field('StrategyType', spec?.strategy?.type ?? ''),
      field('MinReadySeconds', spec?.minReadySeconds ?? 0),
      rolling === undefined
        ? ''
        : field('RollingUpdateStrategy', `${rolling.maxUnavailable ?? ''} max unavailable, ${rolling.maxSurge ?? ''} max surge`),
      podTemplateText(spec?.template ?? {}),
      conditionLines(status?.conditions),
      sets.length === 0
        ? ''
        : field('OldReplicaSets', setsText(sets.filter((set) => set !== current))) +
          field('NewReplicaSet', setsText(current === undefined ? [] : [current])),
    ].join('');
  },
});

function deploymentCounts(desired: number, status: Deployment['status']): string {
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0, unavailableReplicas = 0 } = status ?? {};
  return `${desired} desired | ${updatedReplicas} updated | ${replicas} total | ${availableReplicas} available | ${unavailableReplicas} unavailable`;
}

function setsText(sets: readonly ReplicaSet[]): string {
  const texts = sets.map(
    ({ metadata, spec, status }) => `${metadata.name ?? ''} (${status?.replicas ?? 0}/${spec?.replicas ?? 0} replicas created)`,
  );
  return texts.length === 0 ? '<none>' : texts.join(', ');
}

export const replicaSetDescriber = defineDescriber<ReplicaSet>({
  group: 'apps',
  kind: 'ReplicaSet',
  async describe(session, set) {
    const { metadata, spec, status } = set;
    const selector = selectorText(selectorOf(spec?.selector));
    return [
      field('Name', metadata.name ?? ''),
      field('Namespace', metadata.namespace ?? ''),
      field('Selector', selector),
      labelLines('Labels', metadata.labels),
      annotationLines('Annotations', metadata.annotations),
      controlledBy(set),
      field('Replicas', `${status?.replicas ?? 0} current / ${spec?.replicas ?? 0} desired`),
      await podsStatusOrError(session, set, selector),
      podTemplateText(spec?.template ?? {}),
      conditionLines(status?.conditions),
    ].join('');
  },
});

/** Of ReplicaSets alone kubectl tells the rest when it may not see their pods. */
async function podsStatusOrError(session: Session, set: ReplicaSet, selector: string): Promise<string> {
  try {
    return await podsStatus(session, set, selector);
  } catch (error) {
    if (isFailure(error)) return field('Pods Status', `error in fetching pods: ${error.message}`);
    throw error;
  }
}

export const daemonSetDescriber = defineDescriber<DaemonSet>({
  group: 'apps',
  kind: 'DaemonSet',
  async describe(session, set) {
    const { metadata, spec, status } = set;
    const selector = selectorText(selectorOf(spec?.selector));
    return [
      field('Name', metadata.name ?? ''),
      field('Namespace', metadata.namespace ?? ''),
      field('Selector', selector),
      field('Node-Selector', selectorLine(spec?.template.spec?.nodeSelector)),
      labelLines('Labels', metadata.labels),
      annotationLines('Annotations', metadata.annotations),
      `Desired Number of Nodes Scheduled: ${status?.desiredNumberScheduled ?? 0}\n`,
      `Current Number of Nodes Scheduled: ${status?.currentNumberScheduled ?? 0}\n`,
      `Number of Nodes Scheduled with Up-to-date Pods: ${status?.updatedNumberScheduled ?? 0}\n`,
      `Number of Nodes Scheduled with Available Pods: ${status?.numberAvailable ?? 0}\n`,
      `Number of Nodes Misscheduled: ${status?.numberMisscheduled ?? 0}\n`,
      await podsStatus(session, set, selector),
      podTemplateText(spec?.template ?? {}),
    ].join('');
  },
});

export const replicationControllerDescriber = defineDescriber<ReplicationController>({
  kind: 'ReplicationController',
  async describe(session, controller) {
    const { metadata, spec, status } = controller;
    return [
      field('Name', metadata.name ?? ''),
      field('Namespace', metadata.namespace ?? ''),
      field('Selector', selectorLine(spec?.selector)),
      labelLines('Labels', metadata.labels),
      annotationLines('Annotations', metadata.annotations),
      field('Replicas', `${status?.replicas ?? 0} current / ${spec?.replicas ?? 0} desired`),
      await podsStatus(session, controller, selectorText(selectorOfSet(spec?.selector))),
      podTemplateText(spec?.template ?? {}),
      conditionLines(status?.conditions),
    ].join('');
  },
});

export async function podsStatus(session: Session, owner: KubeObject, labelSelector: string): Promise<string> {
  const resource = await resolveType(session, POD.resource);
  const { items } = await listObjects(session, { resource, namespace: owner.metadata.namespace ?? '' }, { labelSelector });
  const pods = (items as readonly Pod[]).filter(({ metadata }) =>
    metadata.ownerReferences?.some(({ controller, uid }) => controller === true && uid === owner.metadata.uid),
  );
  const count = (phase: string) => pods.filter(({ status }) => status?.phase === phase).length;
  return field(
    'Pods Status',
    `${count('Running')} Running / ${count('Pending')} Waiting / ${count('Succeeded')} Succeeded / ${count('Failed')} Failed`,
  );
}
