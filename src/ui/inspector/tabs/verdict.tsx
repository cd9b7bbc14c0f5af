import { type ReactElement, useCallback } from 'react';
import type { SchedulingVerdict } from '../../../protocol/messages.ts';
import type { Engine } from '../../engine/engine.ts';
import { useLoaded } from '../../engine/react.tsx';
import { useT } from '../../messages/language.ts';
import { Empty } from '../../parts/empty.tsx';
import { clockTime } from '../../parts/names.ts';
import { select } from '../../state/selection.ts';
import css from '../inspector.module.css';

const MOST_NODES = 100;
type NodeVerdict = SchedulingVerdict['nodes'][number];

/** How the scheduler judged each node the last time it looked at this pod. */
export function Verdict({ uid }: { readonly uid: string }): ReactElement | null {
  const t = useT();
  const load = useCallback((engine: Engine) => engine.request({ type: 'verdict', uid }), [uid]);
  const { value, error } = useLoaded(load, 1000);
  if (error !== '') return <Empty>{error}</Empty>;
  if (value === undefined) return null;
  if (value === null) return <Empty>{t('verdict.none')}</Empty>;
  const nodes = value.nodes.toSorted((a, b) => rank(value, a) - rank(value, b));
  return (
    <>
      <p className={css.message}>
        {value.node === '' ? t('verdict.nowhere') : t('verdict.chosen', { node: value.node })}{' '}
        <span className={css.who}>{t('verdict.attempt', { attempt: value.attempt, time: clockTime(value.at) })}</span>
      </p>
      {value.message === '' ? null : <p className={css.message}>{value.message}</p>}
      <table className={css.nodes} data-testid="verdict">
        <thead>
          <tr>
            <th>{t('verdict.node')}</th>
            <th>{t('verdict.score')}</th>
          </tr>
        </thead>
        <tbody>
          {nodes.slice(0, MOST_NODES).map((node) => (
            <NodeRow key={node.name} node={node} chosen={node.name === value.node} />
          ))}
        </tbody>
      </table>
      {nodes.length > MOST_NODES ? <p className={css.who}>{t('verdict.more', { count: nodes.length - MOST_NODES })}</p> : null}
    </>
  );
}

/** The chosen node, then the others by score, then those that were rejected. */
function rank(verdict: SchedulingVerdict, node: NodeVerdict): number {
  if (node.name === verdict.node) return -Infinity;
  return node.rejectedBy === '' ? -node.total : 1;
}

function NodeRow({ node, chosen }: { readonly node: NodeVerdict; readonly chosen: boolean }): ReactElement {
  const { name, rejectedBy, reasons, scores, total } = node;
  return (
    <tr>
      <td>
        <button
          type="button"
          className={`${css.link} ${chosen ? css.chosen : ''}`}
          onClick={() => select({ kind: 'Node', namespace: '', name })}
        >
          {name}
        </button>
        {rejectedBy === '' ? (
          <p className={css.scores}>{scores.map(({ plugin, normalised, weight }) => `${plugin} ${normalised}×${weight}`).join(' · ')}</p>
        ) : (
          <p className={css.scores}>
            <span className={css.bad}>{rejectedBy}</span>: {reasons.join('; ')}
          </p>
        )}
      </td>
      <td className={chosen ? css.chosen : undefined}>{rejectedBy === '' ? total : '–'}</td>
    </tr>
  );
}
