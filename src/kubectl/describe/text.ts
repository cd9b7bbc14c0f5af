import { selectorOf, selectorText } from '../../api/labels.ts';
import { humanDuration, parseTime } from '../../api/time.ts';
import type { LabelSelector, ObjectMeta } from '../../api/types.gen.ts';

/** Pieces of text that the describers share. Cells are parted by tabs, which `alignTabs` turns into columns at the end. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const MAX_ANNOTATION = 140;
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

type Pairs = { readonly [key: string]: string } | undefined;

/** How most kinds begin. */
export function heading({ metadata }: { readonly metadata: ObjectMeta }): string {
  return field('Name', metadata.name ?? '') + optional('Namespace', metadata.namespace) + marks(metadata);
}

/** Labels and annotations. */
export function marks({ labels, annotations }: ObjectMeta): string {
  return labelLines('Labels', labels) + annotationLines('Annotations', annotations);
}

/** `Name:<tab>value`. */
export function field(name: string, value: string | number | boolean): string {
  return `${name}:\t${value}\n`;
}

/** A line only when there is something to say. */
export function optional(name: string, value: string | number | undefined): string {
  return value === undefined || value === '' ? '' : field(name, value);
}

/** `k=v`, one line each, sorted. */
export function labelLines(title: string, labels: Pairs): string {
  return multiline(
    title,
    sorted(labels).map(([key, value]) => `${key}=${value}`),
  );
}

export function multiline(title: string, lines: readonly string[]): string {
  return `${title}:\t${lines.length === 0 ? '<none>' : lines.join('\n\t')}\n`;
}

/** `k: v`; what is long or has several lines stands below its key. What apply remembers is left out. */
export function annotationLines(title: string, annotations: Pairs): string {
  return multiline(title, annotationTexts(annotations, '\n\t  '));
}

/** Each annotation, `lineBreak` before every line below its key. */
export function annotationTexts(annotations: Pairs, lineBreak: string): readonly string[] {
  const shown = sorted(annotations).filter(([key]) => key !== LAST_APPLIED);
  return shown.map(([key, given]) => {
    const value = given.replace(/\n$/, '');
    if (value.length + key.length + 2 <= MAX_ANNOTATION && !value.includes('\n')) return `${key}: ${value}`;
    const lines = value.split('\n').map((line) => `${lineBreak}${shorten(line, MAX_ANNOTATION - 2)}`);
    return `${key}:${lines.join('')}`;
  });
}

function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}...` : text;
}

export function sorted<T>(map: { readonly [key: string]: T } | undefined): readonly (readonly [string, T])[] {
  return Object.entries(map ?? {}).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** `a=b,c=d`; `<none>` without any. */
export function selectorLine(labels: Pairs): string {
  const pairs = sorted(labels).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? '<none>' : pairs.join(',');
}

/** Terminating for how long, or the phase. */
export function phaseLine(metadata: ObjectMeta, phase: string | undefined, now: number): string {
  const { deletionTimestamp } = metadata;
  return field('Status', deletionTimestamp === undefined ? (phase ?? '') : `Terminating (lasts ${since(deletionTimestamp, now)})`);
}

/** A LabelSelector in one line. */
export function labelSelectorLine(selector: LabelSelector | undefined): string {
  return selectorText(selectorOf(selector)) || '<none>';
}

/** RFC 1123 with a numeric zone: `Fri, 20 Nov 2026 20:06:56 +0000`. */
export function longTime(time: string | null | undefined): string {
  const at = parseTime(time ?? '');
  if (Number.isNaN(at)) return 'Mon, 01 Jan 0001 00:00:00 +0000';
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${WEEKDAYS[date.getUTCDay()]}, ${two(date.getUTCDate())} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  return `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
}

/** How long ago. */
export function since(time: string | null | undefined, now: number): string {
  const at = parseTime(time ?? '');
  return Number.isNaN(at) ? '<unknown>' : humanDuration(now - at);
}

/** A list as Go prints it. */
export function goList(list: readonly (string | number)[] | undefined): string {
  return `[${(list ?? []).join(' ')}]`;
}

/** A table below its title: names of the columns, dashes, rows. */
export function tableLines(
  indent: string,
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  rule?: readonly string[],
): string {
  const dashes = rule ?? head.map((name) => '-'.repeat(name.length));
  return [head, dashes, ...rows].map((cells) => `${indent}${cells.join('\t')}\n`).join('');
}

export function capitalised(value: boolean | undefined): string {
  return value === true ? 'True' : 'False';
}

export interface ConditionLike {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
}

export interface TimedCondition extends ConditionLike {
  readonly lastTransitionTime?: string;
  readonly message?: string;
}

/** Conditions of a cluster's part: when they changed, and why. */
export function timedConditionLines(conditions: readonly TimedCondition[] | undefined): string {
  if (conditions === undefined || conditions.length === 0) return '';
  const rows = conditions.map(({ type, status, lastTransitionTime, reason = '', message = '' }) => [
    type,
    status,
    longTime(lastTransitionTime),
    reason,
    message,
  ]);
  return `Conditions:\n${tableLines('  ', ['Type', 'Status', 'LastTransitionTime', 'Reason', 'Message'], rows)}`;
}

/** Conditions of a workload: type, status, reason. */
export function conditionLines(conditions: readonly ConditionLike[] | undefined): string {
  if (conditions === undefined || conditions.length === 0) return '';
  const rows = conditions.map(({ type, status, reason }) => `  ${type} \t${status}\t${reason ?? ''}\n`);
  return `Conditions:\n  Type\tStatus\tReason\n  ----\t------\t------\n${rows.join('')}`;
}
