import { type ReactElement, useCallback } from 'react';
import type { NextPod, SpreadAccount, SpreadDomain, SpreadOver, SpreadRule } from '../../api/scheduling.ts';
import type { Engine } from '../engine/engine.ts';
import { useFrameValue, useLoaded } from '../engine/react.tsx';
import type { Translate } from '../messages/index.ts';
import { useT } from '../messages/language.ts';
import type { Target } from '../state/selection.ts';
import css from './placement.module.css';
import { trialEveryMs } from './trials.ts';
import { reasonsText } from './words.ts';

/** How the pods of an owner lie over zones and nodes, and why each of them does not get the next one. */
export function Spread({ target: { kind, namespace, name } }: { readonly target: Target }): ReactElement | null {
  const t = useT();
  const everyMs = useFrameValue(trialEveryMs);
  const load = useCallback((engine: Engine) => engine.request({ type: 'spread', kind, namespace, name }), [kind, namespace, name]);
  const { value } = useLoaded(load, everyMs);
  if (value === undefined) return null;
  return (
    <section className={css.section} data-testid="spread">
      <h3>{t('spread.title')}</h3>
      {value === null ? <p className={css.quiet}>{t('spread.nothing')}</p> : <Told account={value} />}
    </section>
  );
}

function Told({ account: { object, placed, next, keys } }: { readonly account: SpreadAccount }): ReactElement {
  const t = useT();
  return (
    <>
      <p className={css.quiet}>
        {t('spread.of', { object, count: placed })} {next === '' ? t('spread.nextNowhere') : t('spread.nextGoes', { node: next })}
      </p>
      {keys.map((over) => (
        <Over key={`${over.topologyKey} ${over.rule?.whenUnsatisfiable ?? ''}`} over={over} />
      ))}
    </>
  );
}

function Over({ over }: { readonly over: SpreadOver }): ReactElement {
  const t = useT();
  const { topologyKey, rule, findings, most, fewest, domains, more } = over;
  const broken = rule !== undefined && most - fewest > rule.maxSkew;
  const largest = Math.max(1, ...domains.map(({ counted, own }) => Math.max(counted, own)));
  return (
    <div className={css.over} data-testid={`spread-${topologyKey}`}>
      <h4>
        <code>{topologyKey}</code>
      </h4>
      <p className={css.apart} data-broken={broken}>
        {t('spread.apart', { most, fewest, skew: most - fewest })} {rule === undefined ? '' : ruleText(t, rule)}
      </p>
      <ul className={css.findings} data-testid="findings">
        {findings.map(({ kind, about, count }) => (
          <li key={kind}>{t(`finding.${kind}`, { about, count })}</li>
        ))}
      </ul>
      <div className={css.scroll}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t(topologyKey === 'kubernetes.io/hostname' ? 'spread.node' : 'spread.domain')}</th>
              <th scope="col">{t('spread.pods')}</th>
              {rule === undefined ? null : (
                <th scope="col" className={css.domain} title={t('spread.skewHelp', { skew: rule.maxSkew })}>
                  {t('spread.skew', { skew: rule.maxSkew })}
                </th>
              )}
              <th scope="col">{t('spread.next')}</th>
            </tr>
          </thead>
          <tbody>
            {domains.map((domain) => (
              <DomainRow key={domain.value} domain={domain} rule={rule} most={largest} />
            ))}
          </tbody>
        </table>
        {more > 0 ? <p className={css.quiet}>{t('spread.more', { count: more })}</p> : null}
      </div>
    </div>
  );
}

function ruleText(t: Translate, { whenUnsatisfiable, maxSkew, from }: SpreadRule): string {
  const words = whenUnsatisfiable === 'DoNotSchedule' ? t('spread.hard', { skew: maxSkew }) : t('spread.soft', { skew: maxSkew });
  return from === 'pod' ? words : `${words} ${t(`spread.from.${from}`)}`;
}

interface RowProps {
  readonly domain: SpreadDomain;
  readonly rule: SpreadRule | undefined;
  readonly most: number;
}

function DomainRow({ domain, rule, most }: RowProps): ReactElement {
  const t = useT();
  const { value, counted, own, leaving, excluded, skew, next } = domain;
  const shown = excluded === '' ? counted : own;
  return (
    <tr data-chosen={next.outcome === 'chosen'} data-rejected={next.outcome === 'none'}>
      <th scope="row" className={css.domain}>
        {value}
      </th>
      <td className={css.number}>
        <span className={css.bar} aria-hidden="true">
          <span style={{ width: `${Math.round((100 * shown) / most)}%` }} />
        </span>
        {shown}
      </td>
      {rule === undefined ? null : (
        <td className={css.number} data-over={excluded === '' && skew > rule.maxSkew}>
          {excluded === '' ? skew : '–'}
        </td>
      )}
      <td className={css.nextPod}>
        {nextText(t, domain)}
        {excluded === '' ? null : <span className={css.names}>{t(`spread.excluded.${excluded}`)}</span>}
        {leaving > 0 ? <span className={css.names}>{t('spread.leaving', { count: leaving })}</span> : null}
      </td>
    </tr>
  );
}

/** Of a domain of one node the number goes without saying. */
function nextText(t: Translate, { next, nodes, value }: SpreadDomain): string {
  // A domain that is a node need not say which.
  const itself = next.outcome !== 'none' && next.node === value;
  switch (next.outcome) {
    case 'chosen':
      return `✓ ${itself ? t('spread.here') : t('spread.chosen', { node: next.node })}`;
    case 'lower':
      return next.behind === 0 ? t('spread.draw', { node: next.node }) : lowerText(t, next, itself);
    case 'none':
      return nodes > 1 ? reasonsText(next.reasons) : next.reasons.map(({ reason }) => reason.replace(/^node\(s\) /, '')).join(', ');
  }
}

function lowerText(t: Translate, { node, behind: points, plugin }: Extract<NextPod, { outcome: 'lower' }>, itself: boolean): string {
  return itself ? t('spread.behind', { points, plugin }) : t('spread.lower', { node, points, plugin });
}
