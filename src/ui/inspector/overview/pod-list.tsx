import { type MouseEvent, type ReactElement, useMemo } from 'react';
import type { Frame } from '../../../protocol/frame.ts';
import type { FrameStore } from '../../engine/frame-store.ts';
import { useFrameValue } from '../../engine/react.tsx';
import { sameFields } from '../../engine/rows.ts';
import { useT } from '../../messages/language.ts';
import { openMenu } from '../../state/floating.ts';
import { select } from '../../state/selection.ts';
import css from '../inspector.module.css';
import { Section } from './facts.tsx';

interface PodLine {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly reason: string;
}

const MOST = 120;

interface Props {
  readonly title: string;
  /** What to say when there is none. */
  readonly none: string;
  /** Does the pod of this row belong here? Must be a stable function. */
  readonly includes: (frame: Frame, frames: FrameStore) => (row: number) => boolean;
}

/** The pods that belong to something, as the picture has them. */
export function PodList({ title, none, includes }: Props): ReactElement {
  const t = useT();
  const derive = useMemo(() => (frame: Frame | undefined, frames: FrameStore) => linesOf(frame, frames, includes), [includes]);
  const lines = useFrameValue(derive, sameLines, 500);
  const shown = lines.slice(0, MOST);
  return (
    <Section title={`${title} (${lines.length})`}>
      {lines.length === 0 ? <p className={css.who}>{none}</p> : null}
      <ul className={css.list} data-testid="pod-list">
        {shown.map((line) => (
          <Line key={line.uid} line={line} />
        ))}
      </ul>
      {lines.length > MOST ? <p className={css.who}>{t('list.more', { count: lines.length - MOST })}</p> : null}
    </Section>
  );
}

function Line({ line: { namespace, name, reason } }: { readonly line: PodLine }): ReactElement {
  const target = { kind: 'Pod', namespace, name };
  const onContextMenu = (event: MouseEvent): void => {
    event.preventDefault();
    openMenu(target, { x: event.clientX, y: event.clientY });
  };
  return (
    <li className={css.row}>
      <button
        type="button"
        className={css.link}
        title={`${namespace}/${name}`}
        onClick={() => select(target)}
        onContextMenu={onContextMenu}
      >
        {name}
      </button>
      <span className={css.note}>{reason}</span>
    </li>
  );
}

function linesOf(frame: Frame | undefined, frames: FrameStore, includes: Props['includes']): readonly PodLine[] {
  if (!frame) return [];
  const belongs = includes(frame, frames);
  const lines: PodLine[] = [];
  for (let row = 0; row < frame.podCount; row++) {
    if (belongs(row)) {
      lines.push({
        uid: frames.string(frame.podUid[row] ?? -1),
        namespace: frames.string(frame.podNamespace[row] ?? -1),
        name: frames.string(frame.podName[row] ?? -1),
        reason: frames.string(frame.podReason[row] ?? -1),
      });
    }
  }
  return lines.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function sameLines(a: readonly PodLine[], b: readonly PodLine[]): boolean {
  return a.length === b.length && a.every((line, index) => sameFields(line, b[index] ?? line));
}
