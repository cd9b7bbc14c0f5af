import { type ReactElement, useState } from 'react';
import type { KubeObject } from '../../api/object.ts';
import { type Action, kindWord, kubectlLine, openLine } from '../actions/action.ts';
import { begin } from '../actions/perform.ts';
import { actionsFor } from '../actions/registry.ts';
import { useTargetFlags } from '../actions/use-flags.ts';
import { useEngine } from '../engine/react.tsx';
import type { Translate } from '../messages/index.ts';
import { useT } from '../messages/language.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { openMenu } from '../state/floating.ts';
import type { Target } from '../state/selection.ts';
import css from './inspector.module.css';

const SHOWN = 3;

/** The first few actions as buttons, all of them in a menu; below them the line that the one pointed at stands for. */
export function Actions({ target, object }: { readonly target: Target; readonly object: KubeObject | undefined }): ReactElement {
  const t = useT();
  const engine = useEngine();
  const flags = useTargetFlags(target);
  const [pointed, setPointed] = useState<Action>();
  // It has a tab for the log.
  const actions = actionsFor(target, flags, object).filter(({ id }) => id !== 'logs');
  const shown = actions.slice(0, SHOWN);
  return (
    <div className={css.actions} onPointerLeave={() => setPointed(undefined)}>
      <div className={css.buttons}>
        {shown.map((action) => (
          <Button
            key={action.id}
            look={action.destroys ? 'destroys' : undefined}
            data-testid={`action-${action.id}`}
            onPointerEnter={() => setPointed(action)}
            onFocus={() => setPointed(action)}
            onClick={() => begin(engine, action, target)}
          >
            {t(action.label)}
            {action.question ? '…' : ''}
          </Button>
        ))}
        <IconButton
          icon="more"
          label={t('inspector.moreActions')}
          aria-haspopup="menu"
          data-testid="more-actions"
          onClick={({ currentTarget }) => {
            const { left, bottom } = currentTarget.getBoundingClientRect();
            openMenu(target, { x: left, y: bottom + 4 });
          }}
        />
      </div>
      <code className={css.line} title={lineOf(t, pointed, target)}>
        {lineOf(t, pointed, target)}
      </code>
    </div>
  );
}

function lineOf(t: Translate, action: Action | undefined, target: Target): string {
  if (!action) return kubectlLine(target, ['describe', kindWord(target), target.name]);
  return openLine(action, target) || (action.instead ? t(action.instead) : '');
}
