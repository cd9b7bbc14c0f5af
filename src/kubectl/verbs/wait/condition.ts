import { relaxedPath, valueText, valuesAt } from '../../../api/jsonpath/jsonpath.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { CommandError } from '../../errors.ts';

/** What to wait for. */
export interface Condition {
  readonly type: 'create' | 'delete' | 'condition' | 'jsonpath';
  /** Of an object that is there. */
  holds(object: KubeObject): boolean;
}

export function parseCondition(wanted: string): Condition {
  if (wanted.toLowerCase() === 'delete') return { type: 'delete', holds: () => false };
  if (wanted.toLowerCase() === 'create') return { type: 'create', holds: () => true };
  if (wanted.startsWith('condition=')) return { type: 'condition', holds: statusCondition(wanted.slice('condition='.length)) };
  if (wanted.startsWith('jsonpath=')) return { type: 'jsonpath', holds: pathCondition(wanted.slice('jsonpath='.length)) };
  throw new CommandError(`unrecognized condition: ${JSON.stringify(wanted)}`);
}

interface Status {
  readonly observedGeneration?: number;
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly observedGeneration?: number }[];
}

/** A condition counts only when it is about the object as it is now. */
function statusCondition(text: string): Condition['holds'] {
  const equals = text.indexOf('=');
  const [type, value] = equals < 0 ? [text, 'true'] : [text.slice(0, equals), text.slice(equals + 1)];
  return (object) => {
    const { status = {}, metadata } = object as KubeObject & { readonly status?: Status };
    const found = status.conditions?.find((condition) => condition.type.toLowerCase() === type.toLowerCase());
    if (found === undefined) return false;
    const observed = found.observedGeneration ?? status.observedGeneration;
    const isOld = metadata.generation !== undefined && observed !== undefined && observed < metadata.generation;
    return !isOld && found.status.toLowerCase() === value.toLowerCase();
  };
}

const FORM = `jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'`;
const NO_VALUE = `jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3`;

function pathCondition(text: string): Condition['holds'] {
  // A double `==` belongs to a filter, a single one ends the path.
  const [expression = '', given, ...more] = text
    .replaceAll('==', '\0')
    .split('=')
    .map((part) => part.replaceAll('\0', '=='));
  if (more.length > 0) throw new CommandError(FORM);
  const path = relaxedPath(expression);
  const wanted = given?.replaceAll(/^['"]+|['"]+$/g, '');
  if (wanted === '') throw new CommandError(NO_VALUE);
  return (object) => {
    const [found, ...others] = valuesAt(path, object as unknown as JsonValue);
    if (found === undefined) return false;
    if (others.length > 0) throw new CommandError('given jsonpath expression matches more than one value');
    if (wanted === undefined) return true;
    if (typeof found === 'object' && found !== null)
      throw new CommandError('jsonpath leads to a nested object or list which is not supported');
    return valueText(found).trim() === wanted.trim();
  };
}
