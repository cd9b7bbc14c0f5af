import { type ReactElement, useState } from 'react';
import type { Answers, ControlPlanePart } from '../../protocol/messages.ts';
import { startKubelet } from '../actions/control-plane.ts';
import { perform } from '../actions/perform.ts';
import type { Engine } from '../engine/engine.ts';
import { useEngine } from '../engine/react.tsx';
import type { Language } from '../messages/index.ts';
import { useT } from '../messages/language.ts';
import { useWords } from '../messages/use-words.ts';
import { Button } from '../parts/button.tsx';
import { Empty } from '../parts/empty.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { loadConsequences } from '../part-words/load.ts';
import css from './control-plane.module.css';
import { PartRow, type PanelWords } from './part-row.tsx';

const CONTROLLERS = 'kube-controller-manager';

/** Who does what in the control plane, who leads, and what would be missed without each: with a switch to try it. */
export default function ControlPlanePanel(): ReactElement {
  const t = useT();
  const engine = useEngine();
  const { value: answer, error, again } = useAsked(loadParts, LOOK_MS);
  const said = useWords(loadWords);
  if (answer === undefined || said === undefined) return <Empty>{error}</Empty>;
  const row = (part: ControlPlanePart): ReactElement => <PartRow key={part.name} part={part} said={said} onDone={again} />;
  return (
    <div className={css.scroll} tabIndex={0} role="region" aria-label={t('panel.control-plane')} data-testid="control-plane">
      <p className={css.lead}>{said.words.lead}</p>
      <ul className={css.parts}>
        {answer.parts.map((part) => (
          <li key={part.name}>
            {row(part)}
            {part.name === CONTROLLERS ? <Controllers parts={part.parts} row={row} said={said} /> : null}
          </li>
        ))}
        {answer.kubeletsStopped.map((name) => (
          <li key={name} className={css.kubelet} data-state="stopped">
            <span className={css.dot} aria-hidden="true" />
            <span className={css.name}>{said.words.kubelet(name)}</span>
            <Button onClick={() => void perform(engine, startKubelet, { kind: 'Node', namespace: '', name }, '').then(again)}>
              {t('action.startPart')}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface ControllersProps {
  readonly parts: readonly ControlPlanePart[];
  readonly row: (part: ControlPlanePart) => ReactElement;
  readonly said: PanelWords;
}

/** Folded until somebody wants to see them; those that are stopped stand there all the same. */
function Controllers({ parts, row, said }: ControllersProps): ReactElement {
  const [open, setOpen] = useState(false);
  const shown = open ? parts : parts.filter(({ state }) => state === 'stopped');
  return (
    <div className={css.controllers}>
      <button type="button" className={css.fold} aria-expanded={open} data-testid="controllers" onClick={() => setOpen(!open)}>
        {open ? said.words.fewer : said.words.controllers(parts.length)}
      </button>
      <ul className={css.parts}>
        {shown.map((part) => (
          <li key={part.name}>{row(part)}</li>
        ))}
      </ul>
    </div>
  );
}

const LOOK_MS = 500;
const loadParts = (engine: Engine): Promise<Answers['control-plane']> => engine.request({ type: 'control-plane' });

async function loadWords(language: Language): Promise<PanelWords> {
  const { words } = language === 'zh' ? await import('./words.zh.ts') : await import('./words.en.ts');
  return { words, consequences: await loadConsequences(language) };
}
