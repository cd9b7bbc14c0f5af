import { type ReactElement, useCallback } from 'react';
import type { KubeObject } from '../../api/object.ts';
import type { Inspection } from '../../protocol/messages.ts';
import { type Frame, NodeFlag, PodLook } from '../../protocol/frame.ts';
import type { FrameStore } from '../engine/frame-store.ts';
import { useFrameValue } from '../engine/react.tsx';
import { sameFields } from '../engine/rows.ts';
import { nodeNamed, podNamed } from '../../view/named.ts';
import type { Translate } from '../messages/index.ts';
import { useT } from '../messages/language.ts';
import { termOf } from '../messages/terms.ts';
import type { Target } from '../state/selection.ts';
import css from './inspector.module.css';
import { conditionsOf } from './overview/conditions.tsx';
import { replicaCounts } from './overview/replicas.ts';

type Tone = 'ok' | 'warn' | 'bad' | 'idle';
interface Shown {
  readonly tone: Tone;
  readonly text: string;
  readonly term: string;
}

const TONES: { readonly [L in PodLook]: Tone } = {
  [PodLook.pending]: 'warn',
  [PodLook.starting]: 'warn',
  [PodLook.unready]: 'warn',
  [PodLook.ready]: 'ok',
  [PodLook.failing]: 'bad',
  [PodLook.failed]: 'bad',
  [PodLook.succeeded]: 'ok',
  [PodLook.terminating]: 'idle',
  [PodLook.unknown]: 'idle',
};

/** How it is, in the word of the STATUS column, and what that word means. */
export function Status({
  target,
  inspection,
}: {
  readonly target: Target;
  readonly inspection: Inspection | undefined;
}): ReactElement | null {
  const t = useT();
  const derive = useCallback((frame: Frame | undefined, frames: FrameStore) => pictured(t, target, frame, frames), [t, target]);
  const seen = useFrameValue(derive, same);
  const shown = seen ?? counted(t, inspection?.object) ?? printed(t, inspection);
  if (!shown) return null;
  return (
    <div className={css.status} data-tone={shown.tone}>
      <p data-testid="inspector-status">
        <span className={css.lamp} /> {shown.text}
      </p>
      {shown.term === '' ? null : <p className={css.term}>{shown.term}</p>}
    </div>
  );
}

function same(a: Shown | undefined, b: Shown | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && sameFields(a, b));
}

function pictured(t: Translate, target: Target, frame: Frame | undefined, frames: FrameStore): Shown | undefined {
  if (!frame) return undefined;
  if (target.kind === 'Node') return nodeStatus(t, frame, nodeNamed(frame, frames, target.name), frames);
  if (target.kind !== 'Pod') return undefined;
  const row = podNamed(frame, frames, target.namespace, target.name);
  const look = frame.podLook[row] as PodLook | undefined;
  if (row < 0 || look === undefined) return undefined;
  const reason = frames.string(frame.podReason[row] ?? -1);
  const parts = [reason, t('pod.readyOf', { ready: frame.podReadyContainers[row] ?? 0, containers: frame.podContainers[row] ?? 0 })];
  const restarts = frame.podRestarts[row] ?? 0;
  if (restarts > 0) parts.push(t('pod.restarts', { count: restarts }));
  return { tone: TONES[look], text: parts.join(' · '), term: termOf(t, reason) };
}

function nodeStatus(t: Translate, frame: Frame, row: number, frames: FrameStore): Shown | undefined {
  const flags = frame.nodeFlags[row];
  if (row < 0 || flags === undefined) return undefined;
  const states = [
    flags & NodeFlag.unknown ? t('node.lost') : flags & NodeFlag.ready ? t('node.ready') : t('node.notReady'),
    ...(flags & NodeFlag.poweredOff ? [t('node.off')] : []),
    ...(flags & NodeFlag.cordoned ? [t('node.cordoned')] : []),
  ];
  const reason = frames.string(frame.nodeReason[row] ?? -1);
  const tone = flags & NodeFlag.ready ? (flags & NodeFlag.cordoned ? 'warn' : 'ok') : 'bad';
  return { tone, text: [...states, ...(reason === '' ? [] : [reason])].join(' · '), term: termOf(t, reason) };
}

function counted(t: Translate, object: KubeObject | undefined): Shown | undefined {
  const counts = replicaCounts(object);
  if (!counts) return undefined;
  const { desired, ready } = counts;
  const text = t('workload.readyOf', { ready, desired });
  const trouble = object === undefined ? '' : troubleOf(object);
  if (trouble !== '') return { tone: 'bad', text: `${text} · ${trouble}`, term: termOf(t, trouble) };
  return { tone: ready >= desired ? 'ok' : 'warn', text, term: '' };
}

/** Why it gets no further, as its conditions have it; '' when nothing is in its way. */
function troubleOf(object: KubeObject): string {
  const stuck = conditionsOf(object).find(
    ({ type, status }) => (type === 'Progressing' && status === 'False') || (type === 'ReplicaFailure' && status === 'True'),
  );
  return stuck?.reason ?? '';
}

/** The words of STATUS columns; those that aren't here are on their way from one to another. */
const TONE_OF: { readonly [word: string]: Tone } = {
  Active: 'ok',
  Available: 'ok',
  Bound: 'ok',
  Complete: 'ok',
  Running: 'ok',
  Failed: 'bad',
  FailureTarget: 'bad',
  Lost: 'bad',
  Released: 'idle',
  Suspended: 'idle',
  Terminating: 'idle',
};

function printed(t: Translate, inspection: Inspection | undefined): Shown | undefined {
  const status = inspection?.columns.find(({ name }) => name === 'Status')?.value;
  if (status === undefined || status === '') return undefined;
  return { tone: TONE_OF[status] ?? 'warn', text: status, term: termOf(t, status) };
}
