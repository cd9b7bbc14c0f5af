import { type Labels, selectorOf, selectorOfSet, selectorText } from '../../../api/labels.ts';
import type { LabelSelector } from '../../../api/types.gen.ts';

/** As it is typed after `-l`: of a LabelSelector, or of the plain map that ReplicationControllers have. */
export function textOfSelector(selector: object | undefined): string {
  if (selector === undefined) return '';
  const isPlain = !('matchLabels' in selector) && !('matchExpressions' in selector);
  return selectorText(isPlain ? selectorOfSet(selector as Labels) : selectorOf(selector as LabelSelector));
}
