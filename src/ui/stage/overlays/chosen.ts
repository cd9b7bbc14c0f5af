import type { Overlays } from '../../../view/overlays/overlays.ts';

/** Overlays that are shown, as they are remembered: an id, and after a space what was said for it. */
export function isChosen(others: readonly string[], id: string): boolean {
  return others.some((other) => idOf(other) === id);
}

export function isShown(overlays: Pick<Overlays, 'services' | 'owners' | 'others'>, id: string): boolean {
  if (id === 'services' || id === 'owners') return overlays[id];
  return isChosen(overlays.others, id);
}

export function idOf(other: string): string {
  const space = other.indexOf(' ');
  return space < 0 ? other : other.slice(0, space);
}

export function parameterOf(others: readonly string[], id: string): string {
  const other = others.find((one) => idOf(one) === id) ?? '';
  return other.slice(id.length + 1);
}

export function withChosen(others: readonly string[], id: string, on: boolean, parameter = ''): readonly string[] {
  const rest = others.filter((other) => idOf(other) !== id);
  return on ? [...rest, parameter === '' ? id : `${id} ${parameter}`] : rest;
}

/** Services and owners have a switch of their own in the page; traffic is seen along the lines of Services. */
export function withOverlay(overlays: Pick<Overlays, 'others'>, id: string, on: boolean): Partial<Overlays> {
  if (id === 'services' || id === 'owners') return { [id]: on };
  const others = withChosen(overlays.others, id, on);
  return id === 'traffic' && on ? { others, services: true } : { others };
}
