import { Fragment, type ReactElement } from 'react';
import { TOLD_NODES, inOrder } from '../../api/account-order.ts';
import type { NodeAccount, PlacementAccount } from '../../api/scheduling.ts';
import { useT } from '../messages/language.ts';
import { select } from '../state/selection.ts';
import css from './placement.module.css';
import { roomText, tooLittle } from './words.ts';

/** Nodes by plugins: the chosen one first, then by score, then those that were rejected, the closest first. */
export function AccountTable({ account }: { readonly account: PlacementAccount }): ReactElement {
  const t = useT();
  const nodes = inOrder(account);
  const plugins = nodes.find(({ scores }) => scores.length > 0)?.scores ?? [];
  const most = Math.max(1, ...nodes.map(({ total }) => total));
  return (
    <div className={css.scroll}>
      <table className={css.table} data-testid="verdict">
        <thead>
          <tr>
            <th scope="col">{t('verdict.node')}</th>
            {plugins.length === 0 ? null : (
              <th scope="col" className={css.number}>
                {t('verdict.sum')}
              </th>
            )}
            {plugins.map(({ plugin, weight }) => (
              <th key={plugin} scope="col" className={css.plugin} title={plugin}>
                <Humps name={plugin} /> <span className={css.weight}>×{weight}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {nodes.slice(0, TOLD_NODES).map((node) => (
            <NodeRow key={node.name} node={node} chosen={node.name === account.node} most={most} columns={plugins.length} />
          ))}
        </tbody>
      </table>
      {nodes.length > TOLD_NODES ? <p className={css.quiet}>{t('verdict.more', { count: nodes.length - TOLD_NODES })}</p> : null}
    </div>
  );
}

/** A plugin's name may break between its words. */
function Humps({ name }: { readonly name: string }): ReactElement {
  return (
    <>
      {name.split(/(?=[A-Z])/).map((word, index) => (
        <Fragment key={word}>
          {index === 0 ? null : <wbr />}
          {word}
        </Fragment>
      ))}
    </>
  );
}

interface RowProps {
  readonly node: NodeAccount;
  readonly chosen: boolean;
  readonly most: number;
  readonly columns: number;
}

function NodeRow({ node, chosen, most, columns }: RowProps): ReactElement {
  const t = useT();
  const { name, rejections, scores, total } = node;
  const rejected = rejections.length > 0;
  return (
    <tr data-chosen={chosen} data-rejected={rejected}>
      <th scope="row">
        <button type="button" className={css.name} onClick={() => select({ kind: 'Node', namespace: '', name })}>
          {chosen ? '✓ ' : ''}
          {name}
        </button>
        {rejected && columns === 0 ? <Rejections node={node} /> : null}
      </th>
      {rejected && columns > 0 ? (
        <td colSpan={columns + 1}>
          <Rejections node={node} />
        </td>
      ) : null}
      {rejected || columns === 0 ? null : (
        <>
          <td className={css.number}>
            <Bar share={scores.length === 0 ? 0 : total / most} strong={chosen} />
            {scores.length === 0 ? '–' : total}
          </td>
          {scores.map(({ plugin, raw, normalised, weight }) => (
            <td
              key={plugin}
              className={css.number}
              title={t('verdict.cell', { plugin, raw, normalised, weight, sum: normalised * weight })}
            >
              <Bar share={normalised / 100} strong={false} />
              {normalised}
            </td>
          ))}
        </>
      )}
    </tr>
  );
}

function Bar({ share, strong }: { readonly share: number; readonly strong: boolean }): ReactElement {
  return (
    <span className={css.bar} data-strong={strong} aria-hidden="true">
      <span style={{ width: `${Math.round(100 * Math.min(1, Math.max(0, share)))}%` }} />
    </span>
  );
}

function Rejections({ node: { rejections, room } }: { readonly node: NodeAccount }): ReactElement {
  const t = useT();
  return (
    <ul className={css.rejections}>
      {rejections.map(({ plugin, reasons }) => (
        <li key={plugin}>
          <span className={css.by}>{plugin}</span> {reasons.join(', ')}
          {plugin === 'NodeResourcesFit'
            ? tooLittle(room).map((row) => (
                <span key={row.resource} className={css.room}>
                  {roomText(t, row)}
                </span>
              ))
            : null}
        </li>
      ))}
    </ul>
  );
}
