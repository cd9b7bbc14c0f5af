/** Line icons on a 16-pixel grid, drawn with the text's colour. */
const PATHS = {
  play: 'M5 3.2v9.6l7.5-4.8z',
  pause: 'M5 3.5v9M11 3.5v9',
  step: 'M4 3.5v9l6-4.5zM12 3.5v9',
  close: 'M4 4l8 8M12 4l-8 8',
  check: 'M3.5 8.5l3 3 6-7',
  cross: 'M4.5 4.5l7 7M11.5 4.5l-7 7',
  dot: 'M8 7.5v1',
  chevron: 'M6 4l4 4-4 4',
  back: 'M10 4l-4 4 4 4',
  down: 'M4 6l4 4 4-4',
  left: 'M2.5 3.5h11v9h-11zM6.5 3.5v9',
  right: 'M2.5 3.5h11v9h-11zM9.5 3.5v9',
  bottom: 'M2.5 3.5h11v9h-11zM2.5 9h11',
  search: 'M7 2.8a4.2 4.2 0 1 0 0 8.4 4.2 4.2 0 0 0 0-8.4zM10.2 10.2l3.3 3.3',
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM8 1.5v1.6M8 12.9v1.6M1.5 8h1.6M12.9 8h1.6M3.4 3.4l1.1 1.1M11.5 11.5l1.1 1.1M12.6 3.4l-1.1 1.1M4.5 11.5l-1.1 1.1',
  moon: 'M13 9.6A5.4 5.4 0 0 1 6.4 3a5.4 5.4 0 1 0 6.6 6.6z',
  auto: 'M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 1 1 0 11',
  open: 'M2.5 12.5v-9h4l1.5 2h5.5v7z',
  plus: 'M8 3.5v9M3.5 8h9',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  copy: 'M5.5 5.5h7v7h-7zM3.5 10.5v-7h7',
  tab: 'M2 8h8.5M7.5 5l3 3-3 3M13.5 4v8',
  warning: 'M8 2.5l6 10.5H2zM8 6.5v3M8 11.2v.3',
  keyboard: 'M1.5 4h13v8h-13zM4 6.5h.01M6.7 6.5h.01M9.3 6.5h.01M12 6.5h.01M5 9.5h6',
  drawer: 'M2.5 11h11M5 7.5l3-3 3 3',
} as const;

export type IconName = keyof typeof PATHS;

const FILLED: ReadonlySet<IconName> = new Set(['play']);
const HEAVY: ReadonlySet<IconName> = new Set(['pause', 'more', 'dot']);

export function Icon({ name }: { readonly name: IconName }): React.ReactElement {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      aria-hidden="true"
      fill={FILLED.has(name) ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth={HEAVY.has(name) ? 2 : 1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
