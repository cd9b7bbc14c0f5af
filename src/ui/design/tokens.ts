/** The values of tokens.css as the painters need them. Read once per theme, never per frame. */
export interface Tokens {
  readonly theme: Theme;
  readonly ground: string;
  readonly surface: string;
  readonly raised: string;
  readonly hover: string;
  readonly ink: string;
  readonly ink2: string;
  readonly ink3: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly accent: string;
  readonly accentInk: string;
  readonly accentSoft: string;
  readonly ok: string;
  readonly warn: string;
  readonly bad: string;
  readonly info: string;
  readonly okFill: string;
  readonly warnFill: string;
  readonly badFill: string;
  readonly infoFill: string;
  readonly idleFill: string;
  readonly okSoft: string;
  readonly warnSoft: string;
  readonly badSoft: string;
  readonly infoSoft: string;
  readonly hues: readonly string[];
  readonly font: string;
  readonly mono: string;
}

export type Theme = 'paper' | 'night';

const HUE_COUNT = 12;

export function readTokens(root: HTMLElement = document.documentElement): Tokens {
  const style = getComputedStyle(root);
  const value = (name: string): string => style.getPropertyValue(name).trim().replaceAll(/\s+/g, ' ');
  return {
    theme: root.dataset['theme'] === 'night' ? 'night' : 'paper',
    ground: value('--ground'),
    surface: value('--surface'),
    raised: value('--raised'),
    hover: value('--hover'),
    ink: value('--ink'),
    ink2: value('--ink-2'),
    ink3: value('--ink-3'),
    line: value('--line'),
    lineStrong: value('--line-strong'),
    accent: value('--accent'),
    accentInk: value('--accent-ink'),
    accentSoft: value('--accent-soft'),
    ok: value('--ok'),
    warn: value('--warn'),
    bad: value('--bad'),
    info: value('--info'),
    okFill: value('--ok-fill'),
    warnFill: value('--warn-fill'),
    badFill: value('--bad-fill'),
    infoFill: value('--info-fill'),
    idleFill: value('--idle-fill'),
    okSoft: value('--ok-soft'),
    warnSoft: value('--warn-soft'),
    badSoft: value('--bad-soft'),
    infoSoft: value('--info-soft'),
    hues: Array.from({ length: HUE_COUNT }, (_, index) => value(`--hue-${index + 1}`)),
    font: value('--font'),
    mono: value('--mono'),
  };
}

/** Calls back with fresh tokens whenever `data-theme` of the root changes; the theme's owner always sets it to `paper` or `night`. */
export function watchTokens(changed: (tokens: Tokens) => void): () => void {
  const observer = new MutationObserver(() => changed(readTokens()));
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
