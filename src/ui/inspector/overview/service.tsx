import { type ReactElement, useCallback } from 'react';
import type { KubeObject } from '../../../api/object.ts';
import type { Service } from '../../../api/types.gen.ts';
import type { Frame } from '../../../protocol/frame.ts';
import type { FrameStore } from '../../engine/frame-store.ts';
import { serviceNamed } from '../../../view/named.ts';
import { useT } from '../../messages/language.ts';
import type { Target } from '../../state/selection.ts';
import css from '../inspector.module.css';
import { Fact, Facts, Section } from './facts.tsx';
import { PodList } from './pod-list.tsx';

export function ServiceOverview({ target, object }: { readonly target: Target; readonly object: KubeObject }): ReactElement {
  const t = useT();
  const { spec, status } = object as Service;
  const { namespace, name } = target;
  const withState = useCallback(
    (ready: boolean) => (frame: Frame, frames: FrameStore) => {
      const rows = endpointRows(frame, serviceNamed(frame, frames, namespace, name), ready);
      return (row: number) => rows.has(row);
    },
    [namespace, name],
  );
  const ready = useReady(withState, true);
  const unready = useReady(withState, false);
  const selector = Object.entries(spec?.selector ?? {});
  return (
    <>
      <Section title={t('service.address')}>
        <Facts>
          <Fact name="type">{spec?.type}</Fact>
          <Fact name="clusterIP">{spec?.clusterIP}</Fact>
          <Fact name="externalIP">{status?.loadBalancer?.ingress?.map(({ ip, hostname }) => ip ?? hostname).join(', ')}</Fact>
          <Fact name="DNS">
            <span className={css.mono}>{`${name}.${namespace}.svc.cluster.local`}</span>
          </Fact>
          <Fact name="ports">
            {spec?.ports?.map((port) => (
              <span key={`${port.port}/${port.protocol ?? ''}`} className={css.row}>
                {`${port.port} → ${port.targetPort ?? port.port}${port.nodePort === undefined ? '' : ` (nodePort ${port.nodePort})`} ${port.protocol ?? ''}`}
              </span>
            ))}
          </Fact>
          <Fact name="selector">
            <span className={css.mono}>{selector.map(([key, value]) => `${key}=${value}`).join(', ')}</span>
          </Fact>
        </Facts>
      </Section>
      <PodList title={t('service.ready')} none={t('service.noneReady')} includes={ready} />
      <PodList title={t('service.unready')} none={t('service.noneUnready')} includes={unready} />
    </>
  );
}

type Includes = (frame: Frame, frames: FrameStore) => (row: number) => boolean;

function useReady(withState: (ready: boolean) => Includes, ready: boolean): Includes {
  return useCallback((frame: Frame, frames: FrameStore) => withState(ready)(frame, frames), [withState, ready]);
}

function endpointRows(frame: Frame, service: number, ready: boolean): ReadonlySet<number> {
  const rows = new Set<number>();
  for (let edge = 0; edge < frame.endpointCount; edge++) {
    if (frame.endpointService[edge] === service && (frame.endpointState[edge] === 1) === ready) rows.add(frame.endpointPod[edge] ?? -1);
  }
  return rows;
}
