import { useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { Item } from '../../../view/item.ts';
import { colourOf } from '../../../view/overlays/colouring.ts';
import { PLAIN_ARRANGEMENTS } from '../../../view/overlays/overlays.ts';
import type { ArrangeBy } from '../../../view/overlays/overlays.ts';
import { sketchSource } from '../../../view/testing/frames.ts';
import type { Picture } from '../../../view/testing/frames.ts';
import {
  busyPicture,
  demoPicture,
  emptyPicture,
  hugePicture,
  largePicture,
  lostPicture,
  rolloutPicture,
  thirtyPicture,
  threeHundredPicture,
} from '../../../view/testing/pictures.ts';
import { Stage } from '../stage.tsx';
import { answersFor } from './answers.ts';
import styles from './gallery.module.css';
import { play } from './play.ts';
import { galleryWords } from './words.ts';

const PICTURES: Readonly<Record<string, () => Picture>> = {
  empty: emptyPicture,
  demo: demoPicture,
  busy: busyPicture,
  thirty: thirtyPicture,
  'three-hundred': threeHundredPicture,
  large: largePicture,
  huge: hugePicture,
  lost: lostPicture,
  rollout: rolloutPicture,
};

/**
 * Frozen pictures to look at and to photograph: `?gallery=demo&theme=night&services&owners&colour=owner&select=Node/node-1`.
 * With `play` something happens in them: `play=schedule|churn|rollout`.
 */
export function Gallery(): ReactNode {
  const query = useMemo(() => new URLSearchParams(location.search), []);
  const name = query.get('gallery') ?? '';
  const [selection, setSelection] = useState<Item | undefined>(() => selectionOf(query.get('select')));
  const source = useMemo(() => sketchSource((PICTURES[name] ?? demoPicture)()), [name]);
  useEffect(() => {
    document.documentElement.dataset['theme'] = query.get('theme') === 'night' ? 'night' : 'paper';
    return play(query.get('play') ?? '', source);
  }, [query, source]);
  const [others, setOthers] = useState<readonly string[]>(() => query.get('others')?.split(';') ?? []);
  const ask = useMemo(() => answersFor(source), [source]);
  const [arrange, setArrange] = useState(() => arrangeOf(query.get('arrange') ?? 'node'));
  useEffect(() => {
    Object.assign(globalThis, { arrange: (key: string) => setArrange(arrangeOf(key)) });
  }, []);
  const overlays = {
    colour: colourOf(query.get('colour') ?? 'state'),
    arrange,
    services: query.has('services'),
    owners: query.has('owners'),
    others,
  };
  if (name === '') return <Index />;
  return (
    <main className={styles['gallery']}>
      <Stage
        source={source}
        words={galleryWords}
        clock={{ playing: true, speed: Number(query.get('speed') ?? 1) }}
        overlays={overlays}
        ask={ask}
        onOverlays={(change) => {
          if (change.others !== undefined) setOthers(change.others);
          if (change.arrange !== undefined) setArrange(change.arrange);
        }}
        selection={selection}
        onSelect={setSelection}
        onContextMenu={setSelection}
      />
    </main>
  );
}

function Index(): ReactNode {
  return (
    <ul className={styles['index']}>
      {Object.keys(PICTURES).map((name) => (
        <li key={name}>
          <a href={`?gallery=${name}`}>{name}</a> · <a href={`?gallery=${name}&theme=night&services`}>{name}, night, services</a>
        </li>
      ))}
    </ul>
  );
}

function selectionOf(text: string | null): Item | undefined {
  const [kind, name = ''] = text?.split('/') ?? [];
  if (kind === 'Node') return { kind, name };
  if (kind === 'Service') return { kind, namespace: 'default', name };
  return kind === 'Pod' ? { kind, namespace: 'default', name, uid: `uid of default/${name}` } : undefined;
}

function arrangeOf(key: string): ArrangeBy {
  return key.startsWith('label ')
    ? { by: 'label', key: key.slice(6) }
    : { by: PLAIN_ARRANGEMENTS.find((plain) => plain === key) ?? 'node' };
}
