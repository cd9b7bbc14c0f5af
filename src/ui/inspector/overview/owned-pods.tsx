import { type ReactElement, useCallback } from 'react';
import type { Frame } from '../../../protocol/frame.ts';
import type { FrameStore } from '../../engine/frame-store.ts';
import { useT } from '../../messages/language.ts';
import type { Target } from '../../state/selection.ts';
import { PodList } from './pod-list.tsx';

/** The pods that an object made, itself or through those that it made. */
export function OwnedPods({ target: { kind, namespace, name } }: { readonly target: Target }): ReactElement {
  const t = useT();
  const includes = useCallback(
    (frame: Frame, frames: FrameStore) => {
      const owner = frames.numberOf(`${kind}/${name}`);
      const home = frames.numberOf(namespace);
      return (row: number) => frame.podNamespace[row] === home && (frame.podOwner[row] === owner || frame.podController[row] === owner);
    },
    [kind, namespace, name],
  );
  return <PodList title={t('pods')} none={t('workload.noPods')} includes={includes} />;
}
