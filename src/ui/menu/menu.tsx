import { type KeyboardEvent, type ReactElement, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { type Action, openLine } from '../actions/action.ts';
import { begin } from '../actions/perform.ts';
import { CLUSTER, actionsFor } from '../actions/registry.ts';
import { useTargetFlags } from '../actions/use-flags.ts';
import { useEngine } from '../engine/react.tsx';
import { useT } from '../messages/language.ts';
import { follow } from '../state/follow.ts';
import { useFloating } from '../state/floating.ts';
import { type Target, select } from '../state/selection.ts';
import css from './menu.module.css';

interface Props {
  readonly target: Target | undefined;
  readonly x: number;
  readonly y: number;
}

const close = (): void => useFloating.setState({ menu: undefined });

/** What can be done to the thing under the pointer, or to the cluster. Shared by the stage and all lists. */
export default function Menu({ target, x, y }: Props): ReactElement {
  const t = useT();
  const engine = useEngine();
  const ref = useRef<HTMLDivElement>(null);
  const about = target ?? CLUSTER;
  const flags = useTargetFlags(about);
  const [pointed, setPointed] = useState<Action>();
  usePlace(ref, x, y);
  useDismissal(ref);
  const run = (then: () => void) => (): void => {
    close();
    then();
  };
  return (
    <div
      ref={ref}
      role="menu"
      tabIndex={-1}
      aria-label={target?.name ?? t('cluster')}
      className={css.menu}
      data-testid="menu"
      onKeyDown={move}
    >
      <p className={css.title}>
        {target ? <span className={css.kind}>{target.kind}</span> : null} {target?.name ?? t('cluster')}
      </p>
      {target ? (
        <Item id="inspect" label={t('action.inspect')} onPoint={() => setPointed(undefined)} onRun={run(() => select(target))} />
      ) : null}
      {target && target.kind !== 'Station' ? (
        <Item
          id="follow"
          label={t('follow.object')}
          onPoint={() => setPointed(undefined)}
          onRun={run(() => follow({ of: 'object', ...target }))}
        />
      ) : null}
      {actionsFor(about, flags).map((action) => (
        <Item
          key={action.id}
          id={action.id}
          label={action.question ? `${t(action.label)}…` : t(action.label)}
          destroys={action.destroys ?? false}
          onPoint={() => setPointed(action)}
          onRun={run(() => begin(engine, action, about))}
        />
      ))}
      <p className={css.stands} aria-hidden="true">
        {pointed ? openLine(pointed, about) || (pointed.instead ? t(pointed.instead) : '') : ''}
      </p>
    </div>
  );
}

interface ItemProps {
  readonly id: string;
  readonly label: string;
  readonly destroys?: boolean;
  /** The pointer or the keyboard is on it. */
  readonly onPoint: () => void;
  readonly onRun: () => void;
}

function Item({ id, label, destroys = false, onPoint, onRun }: ItemProps): ReactElement {
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      className={css.item}
      data-destroys={destroys}
      data-testid={`menu-${id}`}
      onPointerEnter={onPoint}
      onFocus={onPoint}
      onClick={onRun}
    >
      {label}
    </button>
  );
}

/** Opens at the pointer, inside the window, with its first item focused; focus goes back where it was. */
function usePlace(ref: React.RefObject<HTMLDivElement | null>, x: number, y: number): void {
  useLayoutEffect(() => {
    const menu = ref.current;
    if (!menu) return undefined;
    const before = document.activeElement;
    const { width, height } = menu.getBoundingClientRect();
    menu.style.left = `${Math.max(8, Math.min(x, innerWidth - width - 8))}px`;
    menu.style.top = `${Math.max(8, Math.min(y, innerHeight - height - 8))}px`;
    menu.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    return () => {
      if (before instanceof HTMLElement && menu.contains(document.activeElement)) before.focus();
    };
  }, [ref, x, y]);
}

function useDismissal(ref: React.RefObject<HTMLDivElement | null>): void {
  const outside = useCallback(
    (event: Event) => {
      if (!(event.target instanceof Node && ref.current?.contains(event.target))) close();
    },
    [ref],
  );
  useEffect(() => {
    window.addEventListener('pointerdown', outside, true);
    window.addEventListener('wheel', outside, true);
    window.addEventListener('blur', close);
    return () => {
      window.removeEventListener('pointerdown', outside, true);
      window.removeEventListener('wheel', outside, true);
      window.removeEventListener('blur', close);
    };
  }, [outside]);
}

function move(event: KeyboardEvent<HTMLDivElement>): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const at = items.findIndex((item) => item === document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to !== undefined) items.at(to % items.length)?.focus();
  else if (event.key === 'Escape' || event.key === 'Tab') close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
