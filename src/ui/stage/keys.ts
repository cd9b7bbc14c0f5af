import type { KeyboardEvent } from 'react';
import type { Direction } from '../../view/navigate.ts';
import type { StageProps } from './props.ts';
import type { Theatre } from './theatre.ts';
import type { Tool } from './tools/tools.tsx';
import { walk } from './walking.ts';

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
  PageDown: 'next',
  PageUp: 'previous',
};

const PAN = 80;
const TOOL_KEYS: Readonly<Record<string, Tool>> = { '/': 'search', t: 'table' };

/** What a key does while the picture has the keyboard. */
export function onKey(theatre: Theatre, props: StageProps, event: KeyboardEvent, choose: (tool: Tool) => void): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const done = event.shiftKey && event.key.startsWith('Arrow') ? pan(theatre, event.key) : act(theatre, props, event.key);
  const tool = TOOL_KEYS[event.key];
  if (tool !== undefined) choose(tool);
  if (event.key === 'c') props.onControlPlane?.();
  if (done || tool !== undefined) event.preventDefault();
}

function act(theatre: Theatre, props: StageProps, key: string): boolean {
  const direction = DIRECTIONS[key];
  if (direction !== undefined) {
    walk(theatre.show, theatre.camera, direction);
    return true;
  }
  switch (key) {
    case '+':
    case '=':
      theatre.zoomBy(1.5);
      return true;
    case '-':
      theatre.zoomBy(1 / 1.5);
      return true;
    case '0':
      theatre.fit();
      return true;
    case 'Enter':
    case ' ':
      if (theatre.focused() !== undefined) props.onSelect(theatre.focused());
      return true;
    case 'Escape':
      theatre.blur();
      props.onSelect(undefined);
      return true;
    default:
      return false;
  }
}

function pan(theatre: Theatre, key: string): boolean {
  theatre.panBy(key === 'ArrowLeft' ? PAN : key === 'ArrowRight' ? -PAN : 0, key === 'ArrowUp' ? PAN : key === 'ArrowDown' ? -PAN : 0);
  return true;
}
