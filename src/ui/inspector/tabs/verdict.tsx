import { type ReactElement, useCallback, useEffect, useState } from 'react';
import type { Pod } from '../../../api/types.gen.ts';
import type { PlacementAccount, PodExplanation, Proposal } from '../../../api/scheduling.ts';
import type { Engine } from '../../engine/engine.ts';
import { useFrameValue, useLoaded } from '../../engine/react.tsx';
import { useT } from '../../messages/language.ts';
import { Empty } from '../../parts/empty.tsx';
import { clockTime } from '../../parts/names.ts';
import { Tabs, panelId, tabId } from '../../parts/tabs.tsx';
import { AccountTable } from '../../placement/account-table.tsx';
import { Counts } from '../../placement/counts.tsx';
import css from '../../placement/placement.module.css';
import { Preemption } from '../../placement/preemption.tsx';
import { Proposals } from '../../placement/proposals.tsx';
import { QueueLine } from '../../placement/queue-line.tsx';
import { Spread } from '../../placement/spread.tsx';
import { trialEveryMs } from '../../placement/trials.ts';
import { samplingText, whyText } from '../../placement/words.ts';
import { funnelOf } from '../../../view/overlays/funnel.ts';
import { openDocument } from '../../state/documents.ts';
import { useFunnel } from '../../state/funnel.ts';
import { openDock } from '../../state/layout.ts';
import type { Target } from '../../state/selection.ts';

/** Why a pod is where it is, or nowhere: as it was decided, and as it would be now. */
export default function Verdict({ pod }: { readonly pod: Pod }): ReactElement | null {
  const t = useT();
  const { value, error } = useExplanation(pod, false);
  if (error !== '') return <Empty>{error}</Empty>;
  if (value === undefined) return null;
  if (value === null) return <Empty>{t('verdict.none')}</Empty>;
  return <Explained pod={pod} explanation={value} />;
}

function Explained({ pod, explanation }: { readonly pod: Pod; readonly explanation: PodExplanation }): ReactElement {
  const t = useT();
  const { decided, now, place, history } = explanation;
  const stuck = place !== 'bound' && place !== 'elsewhere' && place !== 'waiting' && (now?.node === '' || place === 'gated');
  return (
    <>
      <p className={css.sentence} data-testid="why">
        {whyText(t, explanation, pod.spec?.nodeName ?? '')}
      </p>
      {stuck ? <Remedies pod={pod} /> : null}
      {decided === undefined && now === undefined ? null : <Decisions decided={decided} now={now} placed={place === 'bound'} />}
      <QueueLine history={history} />
      {pod.metadata.ownerReferences === undefined ? null : <Spread target={targetOf(pod)} />}
    </>
  );
}

/** What would help takes many trials: it is asked for by itself, so that the rest need not wait. */
function Remedies({ pod }: { readonly pod: Pod }): ReactElement | null {
  const { value } = useExplanation(pod, true);
  return value === undefined || value === null ? null : <Proposals proposals={value.proposals} onEdit={ownManifest(pod)} />;
}

function useExplanation({ metadata: { name = '', namespace = '' } }: Pod, propose: boolean) {
  const everyMs = useFrameValue(trialEveryMs);
  const load = useCallback((engine: Engine) => engine.request({ type: 'explain', namespace, name, propose }), [namespace, name, propose]);
  return useLoaded(load, everyMs);
}

function targetOf({ metadata: { name = '', namespace = '' } }: Pod): Target {
  return { kind: 'Pod', namespace, name };
}

interface DecisionsProps {
  readonly decided: PlacementAccount | undefined;
  readonly now: PlacementAccount | undefined;
  /** So that there was a decision, whether or not it is remembered. */
  readonly placed: boolean;
}

/** The two tabs of one table, and what belongs to each. */
function Decisions({ decided, now, placed }: DecisionsProps): ReactElement {
  const t = useT();
  const [chosen, choose] = useState<'decided' | 'now'>('decided');
  const tab = decided === undefined ? 'now' : chosen;
  const account = tab === 'now' ? now : decided;
  useStage(account);
  const both = [{ id: 'decided', label: t('verdict.decided') } as const, { id: 'now', label: t('verdict.now') } as const];
  const tabs = both.filter(({ id }) => id === 'now' || decided !== undefined);
  return (
    <>
      <div className={css.tabs}>
        <Tabs label={t('verdict.tabs')} name="decision" tabs={tabs} chosen={tab} onChoose={choose} />
      </div>
      <div role="tabpanel" id={panelId('decision')} aria-labelledby={tabId('decision', tab)}>
        {decided === undefined && placed ? <p className={css.said}>{t('verdict.forgotten')}</p> : null}
        {account === undefined ? null : <Decision account={account} />}
      </div>
    </>
  );
}

function Decision({ account }: { readonly account: PlacementAccount }): ReactElement {
  const t = useT();
  const { at, attempt, message, node, nodes, preemption } = account;
  const time = clockTime(at);
  const unscored = node !== '' && nodes.every(({ scores }) => scores.length === 0);
  return (
    <>
      <p className={css.quiet}>
        {attempt === 0 ? t('verdict.nowTime', { time }) : t('verdict.attempt', { attempt, time })} {samplingText(t, account)}
        {unscored ? t('verdict.unscored') : ''}
      </p>
      {message === '' ? null : <p className={css.said}>{message}</p>}
      <AccountTable account={account} />
      <Counts account={account} />
      {/* Where nobody's going would help, the message's own numbers have said so. */}
      {preemption === undefined || preemption.node === '' ? null : <Preemption preemption={preemption} />}
    </>
  );
}

/** The stage plays it for as long as it is read about. */
function useStage(account: PlacementAccount | undefined): void {
  useEffect(() => {
    const funnel = account && funnelOf(account);
    useFunnel.setState((before) => (before.funnel?.key === funnel?.key ? before : { funnel }));
  }, [account]);
  useEffect(() => () => useFunnel.setState({ funnel: undefined }), []);
}

/** A pod that belongs to nobody can be written anew; of others the template has to change. */
function ownManifest(pod: Pod): ((proposal: Proposal) => void) | undefined {
  const { name = 'pod', namespace = 'default', labels, annotations, ownerReferences } = pod.metadata;
  if (ownerReferences?.some(({ controller }) => controller === true)) return undefined;
  return ({ spec }) => {
    const metadata = {
      name,
      namespace,
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
    };
    const object = { apiVersion: 'v1', kind: 'Pod', metadata, spec };
    void import('../../../api/yaml-write.ts').then(({ stringifyYaml }) => {
      openDocument(`${name}.yaml`, stringifyYaml(JSON.parse(JSON.stringify(object))));
      openDock('left', 'editor');
    });
  };
}
