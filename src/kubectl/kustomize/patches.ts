import { parseSelector } from '../../api/label-parser.ts';
import { matchesSelector } from '../../api/labels.ts';
import { type KubeObject, groupVersionOf } from '../../api/object.ts';
import { PatchError } from '../../api/patch/error.ts';
import { applyJsonPatch } from '../../api/patch/json.ts';
import type { JsonObject, JsonValue } from '../../api/scalars.ts';
import { parseDocuments, yamlErrorText } from '../../api/yaml.ts';
import { CommandError } from '../errors.ts';
import type { Read } from './generators.ts';
import type { Kustomization, PatchRule, PatchTarget } from './kustomization.ts';
import { type Resource, idText, identitiesOf, identityOf } from './resource.ts';
import { mergeStrategic } from './strategic.ts';

/** `patches` and what came before them: strategic merges and JSON patches. */
export function withPatches(resources: readonly Resource[], kustomization: Kustomization, read: Read): readonly Resource[] {
  const { patches = [], patchesStrategicMerge = [], patchesJson6902 = [] } = kustomization;
  const merges = patchesStrategicMerge.map((given): PatchRule => (given.includes('\n') ? { patch: given } : { path: given }));
  return [...merges, ...patches, ...patchesJson6902].reduce((changed, rule) => applyRule(changed, rule, read), resources);
}

function applyRule(resources: readonly Resource[], rule: PatchRule, read: Read): readonly Resource[] {
  const { path = '', patch = '', target } = rule;
  if (path !== '' && patch !== '') throw new CommandError(`patch and path can't be set at the same time\n${patch}\n${path}`);
  if (path === '' && patch === '') throw new CommandError('must specify one of patch and path in\n{}');
  const text = path === '' ? patch : read(path);
  const values = parsePatch(text);
  const [first] = values;
  if (Array.isArray(first)) return patchByOperations(resources, first as readonly JsonValue[], target, text);
  return values.reduce<readonly Resource[]>((changed, value) => mergePatch(changed, value as JsonObject, rule), resources);
}

function parsePatch(text: string): readonly JsonValue[] {
  const documents = parseDocuments(text, { plainWords: true });
  const broken = documents.flatMap(({ errors }) => errors.filter(({ kind }) => kind !== 'duplicate'))[0];
  const isPatch = documents.length > 0 && documents.every(({ value }) => isOperations(value) || isObject(value));
  if (broken === undefined && isPatch) return documents.map(({ value }) => value);
  const why = broken === undefined ? 'missing metadata.name in object' : yamlErrorText(broken);
  throw new CommandError(`unable to parse SM or JSON patch from [${text}]: ${why}`);
}

function isOperations(value: JsonValue): boolean {
  return Array.isArray(value) && (value as readonly JsonValue[]).every((item) => typeof item === 'object' && item !== null && 'op' in item);
}

function isObject(value: JsonValue): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && 'kind' in value;
}

function patchByOperations(
  resources: readonly Resource[],
  operations: readonly JsonValue[],
  target: PatchTarget | undefined,
  text: string,
): readonly Resource[] {
  if (target === undefined) throw new CommandError(`must specify a target for JSON patch ${text}`);
  const isMeant = matcher(target);
  return resources.map((resource) => {
    if (!isMeant(resource)) return resource;
    try {
      return { ...resource, object: applyJsonPatch(resource.object as unknown as JsonValue, operations) as unknown as KubeObject };
    } catch (error) {
      throw error instanceof PatchError ? new CommandError(error.detail) : error;
    }
  });
}

function mergePatch(resources: readonly Resource[], patch: JsonObject, { target, options = {} }: PatchRule): readonly Resource[] {
  const given = patch as unknown as KubeObject;
  const isMeant = target === undefined ? sameAs(given) : matcher(target);
  if (target === undefined && !resources.some(isMeant)) throw noMatch(given);
  return resources.flatMap((resource) => {
    if (!isMeant(resource)) return [resource];
    const { object } = resource;
    const merged = mergeStrategic(object, patch);
    if (merged === undefined) return [];
    const name = options.allowNameChange === true ? merged.metadata.name : object.metadata.name;
    const { apiVersion, kind } = options.allowKindChange === true ? merged : object;
    const namespace = object.metadata.namespace === undefined ? {} : { namespace: object.metadata.namespace };
    return [
      {
        ...resource,
        object: { ...merged, apiVersion, kind, metadata: { ...merged.metadata, ...(name === undefined ? {} : { name }), ...namespace } },
      },
    ];
  });
}

type Matcher = (resource: Resource) => boolean;

function sameAs(patch: KubeObject): Matcher {
  const wanted = identityOf(patch);
  return (resource) => {
    const { kind, apiVersion } = resource.object;
    if (kind !== patch.kind || groupVersionOf(apiVersion).group !== groupVersionOf(patch.apiVersion).group) return false;
    return identitiesOf(resource).some(
      (one) => one.name === wanted.name && (one.namespace || 'default') === (wanted.namespace || 'default'),
    );
  };
}

/** Names and kinds are regular expressions for the whole text. */
function matcher(target: PatchTarget): Matcher {
  const fits = (pattern: string | undefined, value: string) =>
    pattern === undefined || pattern === '' || new RegExp(`^(?:${pattern})$`).test(value);
  const selects = (selector: string | undefined, pairs: Readonly<Record<string, string>> | undefined) =>
    selector === undefined || selector === '' || matchesSelector(parseSelector(selector), pairs);
  return (resource) => {
    const { apiVersion, kind, metadata } = resource.object;
    const isNamed = identitiesOf(resource).some(
      ({ name, namespace }) =>
        fits(target.name, name) && (fits(target.namespace, namespace) || (namespace === '' && target.namespace === 'default')),
    );
    const { group, version } = groupVersionOf(apiVersion);
    const isTyped = fits(target.kind, kind) && fits(target.group, group) && fits(target.version, version);
    return isNamed && isTyped && selects(target.labelSelector, metadata.labels) && selects(target.annotationSelector, metadata.annotations);
  };
}

function noMatch(patch: KubeObject): CommandError {
  const id = idText(patch, identityOf(patch));
  return new CommandError(
    `no resource matches strategic merge patch ${JSON.stringify(id)}: no matches for Id ${id}; failed to find unique target for patch ${id}`,
  );
}
