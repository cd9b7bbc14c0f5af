import { type ReactElement, useLayoutEffect, useRef, useState } from 'react';
import { DEFAULT_CONTAINER } from '../../../api/pod/default-container.ts';
import type { ContainerStatus, Pod } from '../../../api/types.gen.ts';
import { kubectlLine } from '../../actions/action.ts';
import { useT } from '../../messages/language.ts';
import { Empty } from '../../parts/empty.tsx';
import css from '../inspector.module.css';
import { type Log, useLog } from './use-log.ts';

/** What a container of a pod writes, as it comes; or what the one wrote that ran before it. */
export function Logs({ pod }: { readonly pod: Pod }): ReactElement {
  const t = useT();
  const { namespace = '', name = '', annotations } = pod.metadata;
  const containers = containersOf(pod);
  const [chosen, setChosen] = useState('');
  const [wantsPrevious, setPrevious] = useState(false);
  const container =
    [chosen, annotations?.[DEFAULT_CONTAINER]].find((one) => containers.some((known) => known.name === one)) ?? containers[0]?.name ?? '';
  const status = statusOf(pod, container);
  const hasPrevious = status?.lastState?.terminated !== undefined;
  const previous = wantsPrevious && hasPrevious;
  const log = useLog({ namespace, name, container, previous, attempt: attemptOf(status, previous) });
  const words = ['logs', ...(previous ? ['--previous'] : ['-f']), name, ...(containers.length > 1 ? ['-c', container] : [])];
  return (
    <div className={css.logs}>
      <div className={css.logHead}>
        <select
          aria-label={t('logs.container')}
          value={container}
          data-testid="logs-container"
          disabled={containers.length < 2}
          onChange={(event) => setChosen(event.currentTarget.value)}
        >
          {containers.map((one) => (
            <option key={one.name} value={one.name}>
              {one.init ? `${one.name} (init)` : one.name}
            </option>
          ))}
        </select>
        <label data-off={!hasPrevious}>
          <input
            type="checkbox"
            checked={previous}
            disabled={!hasPrevious}
            data-testid="logs-previous"
            onChange={(event) => setPrevious(event.currentTarget.checked)}
          />
          {t('logs.previous')}
        </label>
      </div>
      <code className={css.line}>{kubectlLine({ kind: 'Pod', namespace, name }, words)}</code>
      {log === undefined ? null : <Written log={log} container={container} />}
    </div>
  );
}

function Written({ log, container }: { readonly log: Log; readonly container: string }): ReactElement {
  const t = useT();
  const { text, problem, nowhere } = log;
  if (nowhere) return <Empty>{t('logs.nowhere')}</Empty>;
  if (text === '' && problem === '') return <Empty>{t('logs.empty', { container })}</Empty>;
  return (
    <>
      {problem === '' ? null : (
        <p className={css.logProblem} data-testid="logs-problem">
          {t('logs.problem')} <code className={css.mono}>{problem}</code>
        </p>
      )}
      {text === '' ? null : <Lines text={text} />}
    </>
  );
}

/** Stays at its end, unless somebody has scrolled up to read. */
function Lines({ text }: { readonly text: string }): ReactElement {
  const box = useRef<HTMLPreElement>(null);
  const atEnd = useRef(true);
  useLayoutEffect(() => {
    if (box.current !== null && atEnd.current) box.current.scrollTop = box.current.scrollHeight;
  });
  return (
    <pre
      ref={box}
      className={css.log}
      tabIndex={0}
      data-testid="logs"
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END;
      }}
    >
      {text}
    </pre>
  );
}

/** Pixels. */
const NEAR_END = 24;

interface Named {
  readonly name: string;
  readonly init: boolean;
}

function containersOf({ spec }: Pod): readonly Named[] {
  return [
    ...(spec?.containers ?? []).map(({ name }) => ({ name, init: false })),
    ...(spec?.initContainers ?? []).map(({ name }) => ({ name, init: true })),
  ];
}

function statusOf({ status }: Pod, container: string): ContainerStatus | undefined {
  return [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])].find(({ name }) => name === container);
}

/** A container that waits to be started again still has the log of the one that ended. */
function attemptOf(status: ContainerStatus | undefined, previous: boolean): string {
  const { state, lastState, containerID = '' } = status ?? {};
  if (previous) return lastState?.terminated?.containerID ?? '';
  return `${containerID} ${state?.running === undefined ? '' : 'runs'}`;
}
