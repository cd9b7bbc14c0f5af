import { labelKey, labelValue } from '../../../api/names.ts';
import type { Taint } from '../../../api/types.gen.ts';
import { helpError } from '../../errors.ts';

/** `key=value:Effect`, `key:Effect-`, `key-`. */
export interface TaintChange {
  readonly added: readonly Taint[];
  /** With an effect only that one is taken away, without all of the key. */
  readonly removed: readonly { readonly key: string; readonly effect: string }[];
}

const VERB = 'kubectl taint';
const EFFECTS = new Set(['NoSchedule', 'PreferNoSchedule', 'NoExecute']);

/** Reads the arguments of `kubectl taint` (pkg/util/taints ParseTaints). */
export function parseTaints(specs: readonly string[]): TaintChange {
  const added: Taint[] = [];
  const removed: { key: string; effect: string }[] = [];
  for (const spec of specs) {
    if (spec.endsWith('-')) {
      const { key, effect } = parseTaint(spec.slice(0, -1));
      removed.push({ key, effect });
    } else addTaint(added, parseTaint(spec), spec);
  }
  return { added, removed };
}

function addTaint(added: Taint[], { key, value, effect }: Parts, spec: string): void {
  if (effect === '') throw helpError(VERB, `invalid taint spec: ${spec}, effect is required`);
  if (added.some((taint) => taint.key === key && taint.effect === effect))
    throw helpError(VERB, `duplicated taints with the same key and effect: {${key} ${value} ${effect} <nil>}`);
  added.push({ key, ...(value === '' ? {} : { value }), effect: effect as Taint['effect'] });
}

interface Parts {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}

function parseTaint(spec: string): Parts {
  const bad = (why?: string) => helpError(VERB, `invalid taint spec: ${spec}${why === undefined ? '' : `, ${why}`}`);
  const [pair = '', effect, ...more] = spec.split(':');
  if (more.length > 0) throw bad();
  // Without an effect the whole text is the key.
  if (effect === undefined) {
    const findings = labelKey(pair);
    if (findings.length > 0) throw bad(findings.join('; '));
    return { key: pair, value: '', effect: '' };
  }
  if (!EFFECTS.has(effect)) throw helpError(VERB, `invalid taint effect: ${effect}, unsupported taint effect`);
  const [key = '', value = '', ...rest] = pair.split('=');
  if (rest.length > 0) throw bad();
  const wrong = [...labelKey(key), ...(value === '' ? [] : labelValue(value))];
  if (wrong.length > 0) throw bad(wrong.join('; '));
  return { key, value, effect };
}
