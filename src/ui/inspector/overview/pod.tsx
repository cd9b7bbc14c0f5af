import type { ReactElement } from 'react';
import { type KubeObject, uidOf } from '../../../api/object.ts';
import { containerStateText } from '../../../api/pod/container-state.ts';
import type { ContainerStatus, Pod } from '../../../api/types.gen.ts';
import { useT } from '../../messages/language.ts';
import { select } from '../../state/selection.ts';
import css from '../inspector.module.css';
import { Conditions } from './conditions.tsx';
import { Fact, Facts, Section } from './facts.tsx';
import { PodUse } from './use.tsx';

export function PodOverview({ object }: { readonly object: KubeObject }): ReactElement {
  const t = useT();
  const { spec, status } = object as Pod;
  const node = spec?.nodeName ?? '';
  const statuses = new Map(status?.containerStatuses?.map((one) => [one.name, one]));
  const waiting = status?.conditions?.find(({ type, status: holds }) => type === 'PodScheduled' && holds === 'False')?.message;
  return (
    <>
      <Section title={t('pod.place')}>
        {waiting === undefined ? null : <p className={css.message}>{waiting}</p>}
        <Facts>
          <Fact name="Node">
            {node === '' ? (
              t('pod.noNode')
            ) : (
              <button type="button" className={css.link} onClick={() => select({ kind: 'Node', namespace: '', name: node })}>
                {node}
              </button>
            )}
          </Fact>
          <Fact name="IP">{status?.podIP}</Fact>
          <Fact name="QoS">{status?.qosClass}</Fact>
          <Fact name={t('pod.serviceAccount')}>{spec?.serviceAccountName}</Fact>
        </Facts>
      </Section>
      <Section title={t('pod.containers')}>
        <ul className={css.events}>
          {spec?.containers.map(({ name, image }) => (
            <Container key={name} name={name} image={image ?? ''} status={statuses.get(name)} />
          ))}
        </ul>
      </Section>
      {node === '' ? null : <PodUse uid={uidOf(object)} node={node} />}
      <Conditions briefly conditions={status?.conditions ?? []} />
    </>
  );
}

interface ContainerProps {
  readonly name: string;
  readonly image: string;
  readonly status: ContainerStatus | undefined;
}

function Container({ name, image, status }: ContainerProps): ReactElement {
  const t = useT();
  return (
    <li>
      <p className={css.row}>
        <span>{name}</span>
        <span className={css.note}>{containerStateText(status)}</span>
      </p>
      <p className={`${css.mono} ${css.who}`}>{image}</p>
      {status && status.restartCount > 0 ? <p className={css.who}>{t('pod.restarts', { count: status.restartCount })}</p> : null}
      {status?.state?.waiting?.message === undefined ? null : <p className={css.message}>{status.state.waiting.message}</p>}
    </li>
  );
}
