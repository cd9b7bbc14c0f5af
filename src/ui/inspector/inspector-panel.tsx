import { type ReactElement, Suspense, lazy } from 'react';
import { uidOf } from '../../api/object.ts';
import type { Pod } from '../../api/types.gen.ts';
import type { PlainKey } from '../messages/index.ts';
import { withWords } from '../messages/index.ts';
import { useT } from '../messages/language.ts';
import { Empty } from '../parts/empty.tsx';
import { Tabs, panelId, tabId } from '../parts/tabs.tsx';
import { type InspectorTab, type Target, targetKey, useSelection } from '../state/selection.ts';
import { Actions } from './actions.tsx';
import { Header } from './header.tsx';
import css from './inspector.module.css';
import { StationDetails } from './station.tsx';
import { Describe } from './tabs/describe.tsx';
import { Events } from './tabs/events.tsx';
import { Logs } from './tabs/logs.tsx';
import { Overview } from './tabs/overview.tsx';
import { Why } from './tabs/why.tsx';
import { Yaml } from './tabs/yaml.tsx';
import { type Inspected, useInspection } from './use-inspection.ts';

const Verdict = lazy(() => withWords('scheduling', import('./tabs/verdict.tsx')));

const Spread = lazy(async () => ({ default: (await withWords('scheduling', import('../placement/spread.tsx'))).Spread }));

const TABS: readonly InspectorTab[] = ['overview', 'events', 'logs', 'why', 'verdict', 'yaml', 'describe'];
const TITLES: { readonly [T in InspectorTab]: PlainKey } = {
  overview: 'tab.overview',
  events: 'tab.events',
  logs: 'tab.logs',
  why: 'tab.why',
  verdict: 'tab.verdict',
  yaml: 'tab.yaml',
  describe: 'tab.describe',
};

/** Everything that is known of the selected thing, and what can be done with it. */
export default function InspectorPanel(): ReactElement {
  const t = useT();
  const selected = useSelection((state) => state.selected);
  const tab = useSelection((state) => state.tab);
  if (!selected) return <Empty>{t('inspector.empty')}</Empty>;
  if (selected.kind === 'Station') return <StationDetails key={targetKey(selected)} name={selected.name} instance={selected.namespace} />;
  return <ObjectDetails key={targetKey(selected)} target={selected} tab={tab} />;
}

/** Pods, and what has several. */
const SCHEDULED: ReadonlySet<string> = new Set([
  'Pod',
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'ReplicationController',
]);

interface DetailsProps {
  readonly target: Target;
  readonly tab: InspectorTab;
}

function ObjectDetails({ target, tab }: DetailsProps): ReactElement {
  const t = useT();
  const { inspected, error } = useInspection(target);
  const tabs = TABS.filter((id) => (id !== 'verdict' || SCHEDULED.has(target.kind)) && (id !== 'logs' || target.kind === 'Pod'));
  const shown = tabs.includes(tab) ? tab : 'overview';
  return (
    <div className={css.details} data-testid="inspector" data-gone={inspected?.gone ?? false}>
      <Header target={target} inspected={inspected} />
      {inspected?.gone === false ? <Actions target={target} object={inspected.inspection?.object} /> : null}
      <div className={css.tabs}>
        <Tabs
          label={t('panel.inspector')}
          name="inspector"
          tabs={tabs.map((id) => ({ id, label: t(TITLES[id]) }))}
          chosen={shown}
          onChoose={(chosen) => useSelection.setState({ tab: chosen })}
        />
      </div>
      <div className={css.body} role="tabpanel" tabIndex={0} id={panelId('inspector')} aria-labelledby={tabId('inspector', shown)}>
        {error === '' ? <TabBody tab={shown} target={target} inspected={inspected} /> : <Empty>{error}</Empty>}
      </div>
    </div>
  );
}

interface BodyProps {
  readonly tab: InspectorTab;
  readonly target: Target;
  readonly inspected: Inspected | undefined;
}

function TabBody({ tab, target, inspected }: BodyProps): ReactElement | null {
  const t = useT();
  const inspection = inspected?.inspection;
  if (tab === 'why') return <Why target={target} />;
  if (!inspected) return null;
  if (!inspection) return <Empty>{t('inspector.never', { kind: target.kind, name: target.name })}</Empty>;
  if (tab === 'events') return <Events inspection={inspection} />;
  if (tab === 'logs') return <Logs key={uidOf(inspection.object)} pod={inspection.object as Pod} />;
  if (tab === 'verdict')
    return (
      <Suspense fallback={null}>{target.kind === 'Pod' ? <Verdict pod={inspection.object as Pod} /> : <Spread target={target} />}</Suspense>
    );
  if (tab === 'yaml') return <Yaml target={target} yaml={inspection.yaml} />;
  if (tab === 'describe') return <Describe target={target} />;
  return <Overview target={target} inspection={inspection} />;
}
