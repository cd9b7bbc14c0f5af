import { type ReactElement, useCallback } from 'react';
import type { KubeObject } from '../../../api/object.ts';
import type { Node } from '../../../api/types.gen.ts';
import type { Frame } from '../../../protocol/frame.ts';
import type { FrameStore } from '../../engine/frame-store.ts';
import { useFrameValue } from '../../engine/react.tsx';
import { sameFields } from '../../engine/rows.ts';
import { nodeNamed } from '../../../view/named.ts';
import { useT } from '../../messages/language.ts';
import { select } from '../../state/selection.ts';
import { bytes, cores } from '../../parts/names.ts';
import css from '../inspector.module.css';
import { Bar } from './bar.tsx';
import { Conditions } from './conditions.tsx';
import { Fact, Facts, Section } from './facts.tsx';
import { PodList } from './pod-list.tsx';
import { NodeUse } from './use.tsx';

export function NodeOverview({ name, object }: { readonly name: string; readonly object: KubeObject }): ReactElement {
  const t = useT();
  const { spec, status } = object as Node;
  const includes = useCallback(
    (frame: Frame, frames: FrameStore) => {
      const mine = nodeNamed(frame, frames, name);
      return (row: number) => frame.podNode[row] === mine;
    },
    [name],
  );
  return (
    <>
      <Capacity name={name} />
      <NodeUse name={name} />
      <PodList title={t('pods')} none={t('node.noPods')} includes={includes} />
      <Section title={t('node.machine')}>
        <Facts>
          {status?.addresses?.map(({ type, address }) => (
            <Fact key={type} name={type}>
              {address}
            </Fact>
          ))}
          <Fact name="podCIDR">{spec?.podCIDR}</Fact>
          <Fact name="kubelet">
            <button
              type="button"
              className={css.link}
              data-testid="open-kubelet"
              onClick={() => select({ kind: 'Station', namespace: name, name: 'kubelet' })}
            >
              {status?.nodeInfo?.kubeletVersion}
            </button>
          </Fact>
          <Fact name="taints">
            {spec?.taints?.map(({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`).join(', ')}
          </Fact>
        </Facts>
      </Section>
      <Conditions briefly conditions={status?.conditions ?? []} />
    </>
  );
}

interface Usage {
  readonly cpu: number;
  readonly cpuOf: number;
  readonly memory: number;
  readonly memoryOf: number;
  readonly pods: number;
  readonly podsOf: number;
}

function Capacity({ name }: { readonly name: string }): ReactElement {
  const t = useT();
  const derive = useCallback((frame: Frame | undefined, frames: FrameStore) => usageOf(frame, frames, name), [name]);
  const { cpu, cpuOf, memory, memoryOf, pods, podsOf } = useFrameValue<Usage>(derive, sameFields);
  return (
    <Section title={t('node.capacity')}>
      <div className={css.bars} data-testid="capacity">
        <Bar label={t('cpu')} part={cpu} of={cpuOf} text={`${cores(cpu)} / ${cores(cpuOf)}`} />
        <Bar label={t('memory')} part={memory} of={memoryOf} text={`${bytes(memory)} / ${bytes(memoryOf)}`} />
        <Bar label={t('pods')} part={pods} of={podsOf} text={`${pods} / ${podsOf}`} />
      </div>
    </Section>
  );
}

function usageOf(frame: Frame | undefined, frames: FrameStore, name: string): Usage {
  const row = frame ? nodeNamed(frame, frames, name) : -1;
  let pods = 0;
  if (frame && row >= 0) for (let pod = 0; pod < frame.podCount; pod++) if (frame.podNode[pod] === row) pods++;
  return {
    cpu: frame?.nodeCpuRequested[row] ?? 0,
    cpuOf: frame?.nodeCpuAllocatable[row] ?? 0,
    memory: frame?.nodeMemoryRequested[row] ?? 0,
    memoryOf: frame?.nodeMemoryAllocatable[row] ?? 0,
    pods,
    podsOf: frame?.nodePodsAllocatable[row] ?? 0,
  };
}
