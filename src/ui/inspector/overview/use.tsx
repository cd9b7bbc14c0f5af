import { type ReactElement, useMemo } from 'react';
import type { ClusterUse } from '../../../protocol/use.ts';
import type { Engine } from '../../engine/engine.ts';
import { useLoaded } from '../../engine/react.tsx';
import { useT } from '../../messages/language.ts';
import { bytes } from '../../parts/names.ts';
import css from '../inspector.module.css';
import { Fact, Facts, Section } from './facts.tsx';

/** What a node used when the metrics-server last looked. */
export function NodeUse({ name }: { readonly name: string }): ReactElement | null {
  const use = useUse(name);
  const own = use?.nodes[name];
  return use === undefined ? null : <InUse cpu={own && milliCores(own.cpuMilli)} memory={own && bytes(own.bytes)} />;
}

/** The same of a pod, and how much it requests. */
export function PodUse({ uid, node }: { readonly uid: string; readonly node: string }): ReactElement | null {
  const t = useT();
  const use = useUse(node);
  const index = use?.podUid.indexOf(uid) ?? -1;
  if (!use || index < 0 || (use.podCpu[index] ?? -1) < 0) return use === undefined ? null : <InUse cpu={undefined} memory={undefined} />;
  const at = (column: Float64Array): number => column[index] ?? 0;
  const ofRequest = (used: number, asked: number, text: (amount: number) => string): string =>
    asked > 0 ? t('use.ofRequest', { used: text(used), asked: text(asked) }) : text(used);
  return (
    <InUse
      cpu={ofRequest(at(use.podCpu), at(use.podCpuRequested), milliCores)}
      memory={ofRequest(at(use.podMemory), at(use.podMemoryRequested), bytes)}
    />
  );
}

/** Undefined where nothing was measured. */
function InUse({ cpu, memory }: { readonly cpu: string | undefined; readonly memory: string | undefined }): ReactElement {
  const t = useT();
  return (
    <Section title={t('use.title')} testId="use">
      {cpu === undefined ? <p className={css.who}>{t('use.none')}</p> : null}
      <Facts>
        <Fact name={t('cpu')}>{cpu}</Fact>
        <Fact name={t('memory')}>{memory}</Fact>
      </Facts>
    </Section>
  );
}

/** As kubectl top prints them. */
function milliCores(milli: number): string {
  return `${Math.ceil(milli)}m`;
}

/** Undefined until it is known, null where nobody measures. */
function useUse(node: string): ClusterUse | null | undefined {
  const load = useMemo(() => (engine: Engine) => engine.request({ type: 'use', node }), [node]);
  return useLoaded(load).value;
}
