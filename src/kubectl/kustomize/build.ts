import type { KubeObject } from '../../api/object.ts';
import { sortKeys } from '../../api/sorted-json.ts';
import type { JsonObject, JsonValue } from '../../api/scalars.ts';
import { parseDocuments, stringifyYaml, yamlErrorText } from '../../api/yaml.ts';
import { CommandError } from '../errors.ts';
import { type Files, isFolder, joinPath, missing, readInside, readKustomizationText, shownPath } from './folders.ts';
import { type Read, withContentHash, withGenerated } from './generators.ts';
import { withImages, withReplicas } from './images.ts';
import { type Kustomization, parseKustomization } from './kustomization.ts';
import { withAnnotations, withLabels } from './labels.ts';
import { withNamespace, withPrefix } from './names.ts';
import { ordered } from './order.ts';
import { withPatches } from './patches.ts';
import { withReferences } from './references.ts';
import { type Resource, idText, identityOf, isSame, newResource } from './resource.ts';

/**
 * `kustomize build`: the objects of a folder's kustomization as one YAML text. Knows resources, bases, components, generators,
 * namespaces, names, labels, annotations, images, replicas and patches; refuses what else a kustomization may hold. Reads files
 * alone, no repositories.
 */
export interface Surroundings {
  readonly files: Files;
  /** Files may lie anywhere, not only below the kustomization that names them. */
  readonly anywhere: boolean;
  warn(text: string): void;
}

export function buildKustomization(surroundings: Surroundings, given: string): string {
  const { files } = surroundings;
  if (/^(https?:|git|ssh:)|\?ref=/.test(given)) throw new CommandError(`can't read ${given} from here: only folders can be built`);
  const folder = joinPath('', given);
  if (!isFolder(files, folder)) {
    const isFile = files.readFile(folder) !== undefined;
    const why = isFile
      ? `'${given}': file is not directory`
      : `not a valid directory: evalsymlink failure on '${given}' : lstat ${shownPath(files, folder)}: no such file or directory`;
    throw new CommandError(`must build at directory: ${why}`);
  }
  const { resources, kustomization } = accumulate(surroundings, folder, []);
  const finished = withReferences(resources.map(withContentHash));
  return ordered(finished, kustomization.sortOptions).map(documentOf).join('---\n');
}

function documentOf({ object }: Resource): string {
  return stringifyYaml(sortKeys(object as unknown as JsonValue));
}

interface Layer {
  readonly resources: readonly Resource[];
  readonly kustomization: Kustomization;
}

/** What a folder makes of its own resources, after those that it is laid over. */
function accumulate(surroundings: Surroundings, folder: string, visited: readonly string[], below: readonly Resource[] = []): Layer {
  const { files, warn, anywhere } = surroundings;
  const kustomization = parseKustomization(readKustomizationText(files, folder), shownPath(files, folder));
  for (const text of deprecations(kustomization)) warn(text);
  const read: Read = (path) => readInside(files, folder, path, !anywhere);
  const path = [...visited, folder];
  let resources = below;
  for (const name of [...(kustomization.resources ?? []), ...(kustomization.bases ?? [])])
    resources = joined(resources, resourcesAt(surroundings, folder, name, path, read), name, files, folder);
  resources = generated(resources, kustomization, read);
  for (const name of kustomization.components ?? []) resources = withComponent(surroundings, joinPath(folder, name), path, resources);
  return { resources: transformed(resources, kustomization, read), kustomization };
}

const REPLACED: readonly (readonly [keyof Kustomization, string])[] = [
  ['bases', 'resources'],
  ['commonLabels', 'labels'],
  ['patchesJson6902', 'patches'],
  ['patchesStrategicMerge', 'patches'],
];

function deprecations(kustomization: Kustomization): readonly string[] {
  const found = REPLACED.filter(([field]) => kustomization[field] !== undefined);
  return found.map(([field, instead]) => {
    const advice = `Run 'kustomize edit fix' to update your Kustomization automatically.`;
    return `# Warning: '${field}' is deprecated. Please use '${instead}' instead. ${advice}`;
  });
}

function withComponent(
  surroundings: Surroundings,
  folder: string,
  visited: readonly string[],
  below: readonly Resource[],
): readonly Resource[] {
  const { files } = surroundings;
  if (!isFolder(files, folder)) throw new CommandError(`accumulating components: accumulateDirectory: "${missing(files, folder)}"`);
  const { resources, kustomization } = accumulate(surroundings, folder, visited, below);
  if (kustomization.kind !== 'Component')
    throw new CommandError(
      `accumulating components: accumulateDirectory: "expected kind 'Component' for path '${shownPath(files, folder)}' but got 'Kustomization'"`,
    );
  return resources;
}

function resourcesAt(
  surroundings: Surroundings,
  folder: string,
  name: string,
  visited: readonly string[],
  read: Read,
): readonly Resource[] {
  const { files } = surroundings;
  const at = joinPath(folder, name);
  const shown = shownPath(files, at);
  if (files.readFile(at) !== undefined) {
    try {
      return parseResources(read(name), name);
    } catch (error) {
      if (error instanceof MalformedYaml) throw wrapped(error, (why) => `accumulating resources from '${name}': ${why}`);
      throw wrapped(
        error,
        (why) =>
          `accumulation err='accumulating resources from '${name}': ${why}': must build at directory: '${shown}': file is not directory`,
      );
    }
  }
  if (!isFolder(files, at)) {
    const why = missing(files, at);
    throw new CommandError(
      `accumulating resources: accumulation err='accumulating resources from '${name}': ${why}': must build at directory: not a valid directory: ${why}`,
    );
  }
  const head = `accumulation err='accumulating resources from '${name}': '${shown}' must resolve to a file'`;
  if (visited.includes(at))
    throw new CommandError(`accumulating resources: ${head}: cycle detected: candidate root '${shown}' contains visited root '${shown}'`);
  try {
    return accumulate(surroundings, at, visited).resources;
  } catch (error) {
    throw wrapped(error, (why) => `${head}: recursed accumulation of path '${shown}': ${why}`);
  }
}

class MalformedYaml extends CommandError {}

function wrapped(error: unknown, words: (why: string) => string): unknown {
  return error instanceof CommandError ? new CommandError(`accumulating resources: ${words(error.message)}`) : error;
}

function parseResources(text: string, name: string): readonly Resource[] {
  return parseDocuments(text, { plainWords: true }).flatMap(({ value, errors }) => {
    const broken = errors.find(({ kind }) => kind !== 'duplicate');
    if (broken !== undefined) throw new MalformedYaml(`MalformedYAMLError: ${yamlErrorText(broken)} in File: ${name}`);
    return value === null ? [] : membersOf(value as JsonObject).map((member) => newResource(checked(member)));
  });
}

function membersOf(value: JsonObject): readonly JsonObject[] {
  const { kind, items } = value;
  return typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items) ? (items as readonly JsonObject[]) : [value];
}

function checked(value: JsonObject): KubeObject {
  const object = value as unknown as KubeObject;
  const about = `in object {{${object.apiVersion ?? ''} ${object.kind ?? ''}} {{ } map[] map[]}}`;
  if (typeof object.kind !== 'string') throw new CommandError(`missing Resource metadata: missing kind ${about}`);
  if ((object.metadata?.name ?? '') === '') throw new CommandError(`missing metadata.name ${about}`);
  return object;
}

function joined(all: readonly Resource[], more: readonly Resource[], name: string, files: Files, folder: string): readonly Resource[] {
  const twice = more.find(({ object }, i) => [...all, ...more.slice(0, i)].some((other) => isSame(other.object, object)));
  if (twice === undefined) return [...all, ...more];
  const id = idText(twice.object, identityOf(twice.object));
  const shown = shownPath(files, joinPath(folder, name));
  throw new CommandError(
    `accumulating resources: accumulation err='merging resources from '${name}': may not add resource with an already registered id: ${id}': must build at directory: '${shown}': file is not directory`,
  );
}

function generated(resources: readonly Resource[], kustomization: Kustomization, read: Read): readonly Resource[] {
  const { configMapGenerator = [], secretGenerator = [], generatorOptions: common = {} } = kustomization;
  const rules = [
    ...configMapGenerator.map((rule) => ({ rule, kind: 'ConfigMap' as const, common })),
    ...secretGenerator.map((rule) => ({ rule, kind: 'Secret' as const, common })),
  ];
  return rules.reduce((all, generation) => withGenerated(all, generation, read), resources);
}

/** In kustomize's order. */
function transformed(resources: readonly Resource[], kustomization: Kustomization, read: Read): readonly Resource[] {
  const { namespace = '', commonAnnotations = {}, images = [], replicas = [] } = kustomization;
  const { patchesJson6902: _late, ...early } = kustomization;
  const placed = withNamespace(withPatches(resources, early, read), namespace);
  const named = placed.map((resource) => {
    const after = withPrefix(resource, kustomization);
    return { ...after, object: withAnnotations(withLabels(after.object, kustomization), commonAnnotations) };
  });
  const patched = withPatches(named, { patchesJson6902: kustomization.patchesJson6902 ?? [] }, read);
  return withReplicas(patched, replicas).map((resource) => ({ ...resource, object: withImages(resource.object, images) }));
}
