import type { ReactElement, ReactNode } from 'react';
import type { PartDetails, SchedulingPlace, WorkQueue } from '../../../api/part-details.ts';
import { clockTime } from '../../parts/names.ts';
import { select } from '../../state/selection.ts';
import { Fact, Facts, Section } from '../overview/facts.tsx';
import css from './part.module.css';
import type { words } from './words.en.ts';

type Words = typeof words;

interface Props {
  readonly part: PartDetails;
  readonly now: number;
  readonly said: Words;
}

/** All that is known of one part, the most telling first. */
export function PartView({ part, now, said }: Props): ReactElement {
  const { queue, scheduling, kubelet, etcd, server, memory, leader, process, name, lastSync, state } = part;
  return (
    <>
      <div className={css.facts}>
        <Facts>
          <Fact name={said.state}>{said[state]}</Fact>
          <Fact name={said.process}>{process === name ? '' : process}</Fact>
          <Fact name={said.leader}>{leader}</Fact>
          <Fact name={said.lastSync}>{lastSync > 0 ? clockTime(lastSync, true) : ''}</Fact>
          <Fact name={said.memory}>{memory ? said.values(memory.values.toLocaleString('en'), memory.hasMore) : ''}</Fact>
          {etcd ? (
            <>
              <Fact name={said.members}>{said.oneMember}</Fact>
              <Fact name={said.revision}>{etcd.revision.toLocaleString('en')}</Fact>
              <Fact name={said.compacted}>{etcd.compacted.toLocaleString('en')}</Fact>
              <Fact name={said.nextCompaction}>{clockTime(etcd.nextCompactionAt)}</Fact>
              <Fact name={said.keys}>{etcd.keys.toLocaleString('en')}</Fact>
            </>
          ) : null}
          <Fact name={said.openWatches}>{server?.watches}</Fact>
          <Fact name={said.images}>{kubelet?.images}</Fact>
          <Fact name={said.pulls}>{kubelet?.pulls.join(', ')}</Fact>
        </Facts>
      </div>
      {scheduling.length > 0 ? <Places places={scheduling} now={now} said={said} /> : null}
      {queue ? <Queue queue={queue} now={now} said={said} /> : null}
      {kubelet ? <PodsOfKubelet pods={kubelet.pods} said={said} /> : null}
      {etcd ? (
        <Bars title={said.stored} bars={etcd.resources.map(({ resource, objects }) => ({ name: resource, count: objects }))} />
      ) : null}
      {server ? <Bars title={said.writers} bars={server.writers.map(({ actor, writes }) => ({ name: actor, count: writes }))} /> : null}
      {queue ? <Syncs part={part} said={said} /> : null}
      {etcd ? null : <Acts part={part} said={said} />}
      {part.watches.length > 0 ? (
        <Section title={said.watches}>
          <ul className={css.rows}>
            {part.watches.map(({ resource, objects, behind }) => (
              <Row key={resource} name={resource} note={behind > 0 ? said.behind(behind) : said.objects(objects)} isBad={behind > 0} />
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  );
}

function seconds(milliseconds: number): string {
  return (Math.max(0, milliseconds) / 1000).toFixed(1);
}

function Row({ name, note, isBad = false }: { readonly name: ReactNode; readonly note: string; readonly isBad?: boolean }): ReactElement {
  return (
    <li className={css.row}>
      <span className={css.key}>{name}</span>
      <span className={css.note} data-bad={isBad}>
        {note}
      </span>
    </li>
  );
}

function Queue({ queue, now, said }: { readonly queue: WorkQueue; readonly now: number; readonly said: Words }): ReactElement {
  const { ready, readyCount, delayed, delayedCount } = queue;
  return (
    <Section title={said.queue}>
      <p className={css.sum} data-testid="part-queue">
        {readyCount + delayedCount === 0 ? said.queueEmpty : [said.ready(readyCount), said.delayed(delayedCount)].join(' · ')}
      </p>
      <ul className={css.rows}>
        {ready.map((key) => (
          <Row key={key} name={key} note="" />
        ))}
        {delayed.map(({ key, at, failures }) => (
          <Row key={`later ${key}`} name={key} note={said.due(seconds(at - now), failures)} isBad={failures > 0} />
        ))}
      </ul>
    </Section>
  );
}

interface PlacesProps {
  readonly places: readonly SchedulingPlace[];
  readonly now: number;
  readonly said: Words;
}

function Places({ places, now, said }: PlacesProps): ReactElement {
  return (
    <Section title={said.queue}>
      {places.map(({ place, count, pods }) => (
        <div key={place} className={css.place} data-testid={`part-place-${place}`}>
          <p className={css.sum}>
            {said.places[place]} <span className={css.count}>{count === 0 ? said.nobody : count}</span>
          </p>
          <ul className={css.rows}>
            {pods.map(({ key, attempts, until, rejectors }) => (
              <Row
                key={key}
                name={<PodLink podKey={key} />}
                note={[
                  attempts > 0 ? said.attempts(attempts) : '',
                  until > now ? said.due(seconds(until - now), 0) : '',
                  rejectors.length > 0 ? said.rejectedBy(rejectors.join(', ')) : '',
                ]
                  .filter(Boolean)
                  .join(' · ')}
              />
            ))}
          </ul>
        </div>
      ))}
    </Section>
  );
}

function PodsOfKubelet({ pods, said }: { readonly pods: NonNullable<PartDetails['kubelet']>['pods']; readonly said: Words }): ReactElement {
  return (
    <Section title={said.pods}>
      {pods.length === 0 ? <p className={css.sum}>{said.noPods}</p> : null}
      <ul className={css.rows}>
        {pods.map(({ key, stage, running, containers }) => (
          <Row key={key} name={<PodLink podKey={key} />} note={`${stage} · ${said.containers(running, containers)}`} />
        ))}
      </ul>
    </Section>
  );
}

function PodLink({ podKey }: { readonly podKey: string }): ReactElement {
  const [namespace = '', name = ''] = podKey.split('/');
  return (
    <button type="button" className={css.link} onClick={() => select({ kind: 'Pod', namespace, name })}>
      {podKey}
    </button>
  );
}

function Bars({ title, bars }: { readonly title: string; readonly bars: readonly { name: string; count: number }[] }): ReactElement {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  return (
    <Section title={title}>
      <ul className={css.rows}>
        {bars.map(({ name, count }) => (
          <li key={name} className={css.row}>
            <span className={css.key}>{name}</span>
            <span className={css.bar} style={{ width: `${(count / most) * 72}px` }} aria-hidden="true" />
            <span className={css.number}>{count.toLocaleString('en')}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Syncs({ part: { syncs }, said }: { readonly part: PartDetails; readonly said: Words }): ReactElement {
  return (
    <Section title={said.syncs}>
      {syncs.length === 0 ? <p className={css.sum}>{said.syncsNone}</p> : null}
      <ul className={css.rows} data-testid="part-syncs">
        {syncs.map(({ at, key, result, afterMs, message }, index) => (
          <li key={`${at} ${key} ${index}`} className={css.row}>
            <span className={css.at}>{clockTime(at, true)}</span>
            <span className={css.key}>{key}</span>
            <span className={css.note} data-bad={result === 'failed'}>
              {result === 'done' ? said.done : result === 'again' ? said.again(seconds(afterMs)) : said.failed(message)}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Acts({ part: { acts }, said }: { readonly part: PartDetails; readonly said: Words }): ReactElement {
  return (
    <Section title={said.acts}>
      {acts.length === 0 ? <p className={css.sum}>{said.actsNone}</p> : null}
      <ul className={css.rows}>
        {acts.map(({ at, what }, index) => (
          <li key={`${at} ${index}`} className={css.row}>
            <span className={css.at}>{clockTime(at, true)}</span>
            <span className={css.key}>{what}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
