/** Measures a text in the font at hand. */
export type Measure = (text: string) => number;

/** Shortened in the middle, since the ends of Kubernetes' names tell them apart; '' when not even three letters fit. */
export function middleEllipsis(text: string, width: number, measure: Measure): string {
  if (measure(text) <= width) return text;
  let low = 0;
  let high = text.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (measure(shortened(text, middle)) <= width) low = middle;
    else high = middle - 1;
  }
  return low < 3 ? '' : shortened(text, low);
}

/** The end before the front: there stand the five random letters of a name, and the hyphen before them. */
function shortened(text: string, kept: number): string {
  const tail = kept < 6 ? Math.ceil(kept / 2) : Math.min(6, Math.max(5, Math.ceil(kept / 2)));
  return `${text.slice(0, kept - tail)}…${text.slice(text.length - tail)}`;
}

/** Age as kubectl prints it (apimachinery, `duration.HumanDuration`). */
export function age(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return compound(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return compound(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (days < 8) return compound(days, 'd', hours % 24, 'h');
  if (days < 730) return `${days}d`;
  return compound(Math.floor(days / 365), 'y', days < 8 * 365 ? days % 365 : 0, 'd');
}

function compound(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;
}

/**
 * The gist of why a pod waits: of `0/3 nodes are available: 1 node(s) were unschedulable, 2 Insufficient cpu. preemption: …`
 * the reason that most nodes gave. Other messages as they are, up to the first full stop.
 */
export function gist(message: string): string {
  const reasons = /^\d+\/\d+ nodes are available: (.*?)\.(?: |$)/.exec(message)?.[1];
  if (reasons === undefined) return message.split('. ', 1)[0] ?? '';
  const counted = [...reasons.matchAll(/(\d+) ((?:[^,{]|\{[^}]*\})+)/g)].map((match) => ({
    count: Number(match[1]),
    words: match[2] ?? '',
  }));
  const most = counted.sort((a, b) => b.count - a.count)[0];
  return (most?.words ?? reasons).replace(/^node\(s\) /, '').trim();
}

const natural = new Intl.Collator('en', { numeric: true });

/** node-2 before node-10. */
export function compareNames(a: string, b: string): number {
  return natural.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** 1.5 for 1500 millicores. */
export function cores(millicores: number): string {
  return `${Math.round(millicores / 100) / 10}`;
}

/** 3.8Gi for bytes. */
export function bytes(count: number): string {
  const units = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'];
  let index = 0;
  let value = count;
  while (value >= 1024 && index < units.length - 1) {
    value /= 1024;
    index++;
  }
  return `${value < 10 ? Math.round(value * 10) / 10 : Math.round(value)}${units[index] ?? ''}`;
}
