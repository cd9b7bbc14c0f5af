import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { parseQuery } from '../../../view/search.ts';
import type { Theatre } from '../theatre.ts';
import { light } from './lit.ts';
import type { Light } from './lit.ts';
import styles from './tools.module.css';
import { useToolWords } from './words.ts';

const COUNT_EVERY_MS = 500;

/** Finds pods in the picture: what fits is lit and counted while one types, and Enter flies there. */
export function Search({ theatre, close }: { readonly theatre: Theatre; readonly close: () => void }): ReactNode {
  const words = useToolWords();
  const [text, setText] = useState('');
  const [count, setCount] = useState(0);
  const found = useRef<Light | undefined>(undefined);
  useEffect(() => {
    if (text.trim() === '') return undefined;
    const lit = light(theatre.show, parseQuery(text));
    found.current = lit;
    const tell = (): void => setCount(lit.count());
    tell();
    const timer = setInterval(tell, COUNT_EVERY_MS);
    return () => {
      clearInterval(timer);
      found.current = undefined;
      lit.stop();
    };
  }, [theatre, text]);
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      const bounds = found.current?.bounds();
      if (bounds !== undefined) theatre.camera.flyTo(bounds);
    }
  };
  return (
    <div className={styles['search']} role="search">
      <input
        // It was opened to type here.
        autoFocus
        type="text"
        aria-label={words.search}
        placeholder={words.searchHint}
        value={text}
        spellCheck={false}
        autoComplete="off"
        data-testid="stage-search"
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <output className={styles['found']} aria-live="polite" data-testid="stage-found">
        {text.trim() === '' ? '' : words.found(count)}
      </output>
      <button type="button" className={styles['close']} aria-label={words.close} title={words.close} onClick={close}>
        ×
      </button>
    </div>
  );
}
