/** Parameters of operations: those that Swagger shares between paths by a key, and those that stand at each operation. */
import { FACTS } from './definitions.ts';
import type { Parameter } from './types.ts';

const BY_NAME: ReadonlyMap<string, Parameter> = new Map(Object.entries(FACTS.parameters).map(([key, type]) => [key, shared(key, type)]));

function shared(key: string, type: string): Parameter {
  // What follows the name is eight letters, of which any may be a dash.
  const name = key.slice(0, -'-12345678'.length);
  const isPath = type.startsWith('path:');
  return { key, name, in: isPath ? 'path' : 'query', type: isPath ? type.slice('path:'.length) : type };
}

/** A parameter by its key, or by its name where only one of them has it. */
export function sharedParameter(nameOrKey: string, place?: Parameter['in']): Parameter {
  const known = BY_NAME.get(nameOrKey);
  if (known !== undefined) return known;
  const found = [...BY_NAME.values()].find(({ name, in: where }) => name === nameOrKey && (place === undefined || place === where));
  if (found === undefined) throw new Error(`no parameter is called ${nameOrKey}`);
  return found;
}

export function nameParameter(kind: string): Parameter {
  return { key: 'name', name: 'name', in: 'path', type: 'string', description: `name of the ${kind}` };
}

function inline(name: string): Parameter {
  return { key: name, name, in: 'query', type: 'string' };
}

function all(...names: readonly string[]): readonly Parameter[] {
  return names.map((name) => sharedParameter(name));
}

const DRY_RUN = inline('dryRun');
const FIELD_VALIDATION = inline('fieldValidation');

/** Which objects of a collection. */
export const SELECTION_OPTIONS: readonly Parameter[] = all(
  'continue',
  'fieldSelector',
  'labelSelector',
  'limit',
  'resourceVersion',
  'resourceVersionMatch',
  'sendInitialEvents',
  'shardSelector',
  'timeoutSeconds',
);
export const LIST_OPTIONS: readonly Parameter[] = [...all('allowWatchBookmarks', 'watch'), ...SELECTION_OPTIONS];
export const DELETE_OPTIONS: readonly Parameter[] = [
  DRY_RUN,
  ...all('gracePeriodSeconds', 'ignoreStoreReadErrorWithClusterBreakingPotential', 'orphanDependents', 'propagationPolicy'),
];
export const WRITE_OPTIONS: readonly Parameter[] = [DRY_RUN, sharedParameter('fieldManager-Qy4HdaTW'), FIELD_VALIDATION];
/** Whoever applies must name itself, which makes it another parameter. */
export const PATCH_OPTIONS: readonly Parameter[] = [DRY_RUN, sharedParameter('fieldManager-7c6nTn1T'), FIELD_VALIDATION, ...all('force')];
