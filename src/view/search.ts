import { PodLook } from './frame.ts';
import type { Frame } from './frame.ts';
import type { FrameSource } from './source.ts';

/**
 * What is typed to find pods: words that all have to fit. `status:pending`, `node:node-3`, `image:nginx`, `ns:default`, label selectors
 * like `app=web` or `tier!=front`; anything else is part of a name.
 */
export interface Query {
  readonly terms: readonly Term[];
}

interface Term {
  readonly by: 'name' | 'status' | 'node' | 'image' | 'ns' | 'label';
  /** Of labels. */
  readonly key: string;
  readonly value: string;
  readonly not: boolean;
  /** Verdicts by string number, or by number of the label set. */
  readonly known: Map<number, boolean>;
}

const FIELDS = ['status', 'node', 'image', 'ns'] as const;

export function parseQuery(text: string): Query {
  return { terms: text.trim().split(/\s+/).filter(Boolean).map(termOf) };
}

function termOf(word: string): Term {
  const known = new Map<number, boolean>();
  const field = FIELDS.find((name) => word.startsWith(`${name}:`));
  if (field !== undefined) return { by: field, key: '', value: word.slice(field.length + 1).toLowerCase(), not: false, known };
  const [, key, sign, value] = /^([^=!]+)(==?|!=)(.*)$/.exec(word) ?? [];
  if (key !== undefined && value !== undefined) return { by: 'label', key, value, not: sign === '!=', known };
  return { by: 'name', key: '', value: word.toLowerCase(), not: false, known };
}

/** Whether the pod in a row fits every term. */
export function fits({ terms }: Query, frame: Frame, row: number, source: FrameSource): boolean {
  return terms.every((term) => fitsTerm(term, frame, row, source));
}

function fitsTerm(term: Term, frame: Frame, row: number, source: FrameSource): boolean {
  switch (term.by) {
    case 'name':
      return source
        .string(frame.podName[row] ?? 0)
        .toLowerCase()
        .includes(term.value);
    case 'status':
      return lookIs(frame.podLook[row] ?? 0, term.value) || textFits(term, frame.podReason[row] ?? 0, source);
    case 'node': {
      const node = frame.podNode[row] ?? -1;
      return node < 0 ? term.value === '' : textFits(term, frame.nodeName[node] ?? 0, source);
    }
    case 'image':
      return textFits(term, frame.podImage[row] ?? 0, source);
    case 'ns':
      return textFits(term, frame.podNamespace[row] ?? 0, source);
    case 'label':
      return remembered(term, frame.podLabels[row] ?? 0, (set) => labelFits(term, source.labelSet(set), source));
  }
}

function lookIs(look: number, value: string): boolean {
  return (
    value !== '' && (Object.keys(PodLook) as (keyof typeof PodLook)[]).some((name) => PodLook[name] === look && name.startsWith(value))
  );
}

/** Names of namespaces and nodes as a whole, or up to where a person has typed; of images and statuses any part. */
function textFits(term: Term, number: number, source: FrameSource): boolean {
  return remembered(term, number, () => {
    const text = source.string(number).toLowerCase();
    if (term.value === '') return true;
    return term.by === 'node' || term.by === 'ns' ? text === term.value || text.startsWith(`${term.value}-`) : text.includes(term.value);
  });
}

function labelFits({ key, value, not }: Term, set: Uint32Array, source: FrameSource): boolean {
  for (let at = 0; at < set.length; at += 2) {
    if (source.string(set[at] ?? 0) === key) return (source.string(set[at + 1] ?? 0) === value) !== not;
  }
  return not;
}

function remembered({ known }: Term, number: number, judge: (number: number) => boolean): boolean {
  const verdict = known.get(number) ?? judge(number);
  known.set(number, verdict);
  return verdict;
}
