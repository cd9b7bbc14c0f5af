import { labelValue } from '../../../api/names.ts';
import { CommandError } from '../../errors.ts';
import { type PairChange, pairsVerb } from '../pairs.ts';

export const labelVerb = pairsVerb({
  name: 'label',
  noun: 'label',
  field: 'labels',
  summary: 'Update the labels on a resource',
  read: readLabels,
  refusal(labels, { set }) {
    const taken = Object.entries(set).filter(([key, value]) => Object.hasOwn(labels, key) && labels[key] !== value);
    const texts = taken.map(([key]) => `'${key}' already has a value (${labels[key]}), and --overwrite is false`);
    return texts.length > 1 ? `[${texts.join(', ')}]` : texts[0];
  },
  outcome(labels, { set, removed }) {
    const removes = removed.some((key) => Object.hasOwn(labels, key));
    const adds = Object.entries(set).some(([key, value]) => labels[key] !== value);
    if (adds) return removes ? 'modified' : 'labeled';
    return removes ? 'unlabeled' : 'not labeled';
  },
  sparing: true,
});

/** Values are checked here, keys by the server. */
function readLabels(words: readonly string[]): PairChange {
  const set: Record<string, string> = {};
  const removed: string[] = [];
  for (const word of words) {
    const [key = '', value, ...more] = word.split('=');
    if (value === undefined) removed.push(word.slice(0, -1));
    else {
      if (more.length > 0) throw new CommandError(`invalid label spec: ${word}`);
      const wrong = labelValue(value);
      if (wrong.length > 0) throw new CommandError(`invalid label value: ${JSON.stringify(word)}: ${wrong.join(';')}`);
      set[key] = value;
    }
  }
  if (removed.some((key) => Object.hasOwn(set, key))) throw new CommandError('can not both modify and remove a label in the same command');
  return { set, removed };
}
