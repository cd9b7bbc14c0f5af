/** Names keep their ends, which tell them apart: `web-7d9c…4p.yaml`. */
export function middleEllipsis(name: string, most: number): string {
  if (name.length <= most) return name;
  const tail = Math.floor((most - 1) / 2);
  return `${name.slice(0, most - 1 - tail)}…${name.slice(-tail)}`;
}

/** Virtual time of day, UTC like every time in Kubernetes' objects. */
export function clockTime(ms: number, tenths = false): string {
  const iso = new Date(ms).toISOString();
  return tenths ? iso.slice(11, 21) : iso.slice(11, 19);
}

export function clockDate(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

const BYTE_UNITS = ['', 'Ki', 'Mi', 'Gi', 'Ti'] as const;

/** Bytes in the largest binary unit, with at most one decimal: `1.5Gi`. */
export function bytes(value: number): string {
  let unit = 0;
  let rest = value;
  while (rest >= 1024 && unit < BYTE_UNITS.length - 1) {
    rest /= 1024;
    unit++;
  }
  return `${Math.round(rest * 10) / 10}${BYTE_UNITS[unit] ?? ''}`;
}

/** Millicores as cores: `0.25`, `4`. */
export function cores(milli: number): string {
  return String(Math.round(milli / 10) / 100);
}
