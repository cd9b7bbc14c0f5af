import type { ReactElement } from 'react';
import { useT } from '../messages/language.ts';
import type { Offered } from './use-completion.ts';
import css from './kubectl.module.css';

export const LIST_ID = 'kubectl-candidates';
export const candidateId = (index: number): string => `kubectl-candidate-${index}`;

interface CandidatesProps {
  readonly offered: Offered;
  readonly onPick: (index: number) => void;
}

/** What the line can become: in columns, or one below the other where there is something to say of each. */
export function Candidates({ offered, onPick }: CandidatesProps): ReactElement {
  const t = useT();
  const { of, candidates, chosen, more } = offered;
  const described = of === 'history' || candidates.some(({ description }) => description !== '');
  return (
    <div className={css.offered}>
      <ul
        id={LIST_ID}
        role="listbox"
        aria-label={t(of === 'history' ? 'kubectl.earlier' : 'kubectl.candidates')}
        className={css.candidates}
        data-described={described}
        data-testid="kubectl-candidates"
      >
        {candidates.map(({ text, description }, index) => (
          <li
            key={text}
            ref={(element) => {
              if (index === chosen) element?.scrollIntoView({ block: 'nearest' });
            }}
            id={candidateId(index)}
            role="option"
            aria-selected={index === chosen}
            className={css.candidate}
            title={description === '' ? text : `${text}: ${description}`}
            data-testid="kubectl-candidate"
            // The keyboard stays in the line.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onPick(index)}
          >
            <span className={css.word}>{text}</span>
            {description === '' ? null : <span className={css.description}>{description}</span>}
          </li>
        ))}
      </ul>
      {more > 0 ? <p className={css.hint}>{t('kubectl.more', { count: more })}</p> : null}
    </div>
  );
}

/** The candidate one row above or below another, as they are laid out now. */
export function neighbour(from: number, step: 1 | -1): number {
  const all = [...document.querySelectorAll<HTMLElement>(`#${LIST_ID} [role=option]`)];
  if (from < 0) return step === 1 ? 0 : all.length - 1;
  const columns = all.findIndex(({ offsetTop }) => offsetTop !== all[0]?.offsetTop);
  const to = from + step * (columns < 0 ? all.length : columns);
  if (to >= 0 && to < all.length) return to;
  return columns < 0 ? (from + step + all.length) % all.length : from;
}
