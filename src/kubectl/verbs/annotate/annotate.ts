import { CommandError } from '../../errors.ts';
import { type PairChange, pairsVerb } from '../pairs.ts';

const CHANGE_CAUSE = 'kubernetes.io/change-cause';

export const annotateVerb = pairsVerb({
  name: 'annotate',
  noun: 'annotation',
  field: 'annotations',
  summary: 'Update the annotations on a resource',
  read: readAnnotations,
  /** The change cause may always be overwritten. */
  refusal(annotations, { set }) {
    const taken = Object.entries(set).filter(
      ([key, value]) => key !== CHANGE_CAUSE && Object.hasOwn(annotations, key) && annotations[key] !== value,
    );
    const texts = taken.map(([key]) => `'${key}' already has a value (${annotations[key]})`);
    return texts.length === 0 ? undefined : `--overwrite is false but found the following declared annotation(s): ${texts.join('; ')}`;
  },
  outcome: () => 'annotated',
  sparing: false,
});

function readAnnotations(words: readonly string[]): PairChange {
  const set: Record<string, string> = {};
  const removed: string[] = [];
  for (const word of words) {
    const equals = word.indexOf('=');
    if (equals > 0) set[word.slice(0, equals)] = word.slice(equals + 1);
    else removed.push(word.slice(0, -1));
  }
  const both = removed.filter((key) => Object.hasOwn(set, key));
  if (both.length > 0)
    throw new CommandError(`can not both modify and remove the following annotation(s) in the same command: ${both.join(', ')}`);
  return { set, removed };
}
