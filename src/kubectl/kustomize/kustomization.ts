import { isRecord } from '../../api/patch/record.ts';
import type { JsonObject, JsonValue } from '../../api/scalars.ts';
import { parseDocuments, yamlErrorText } from '../../api/yaml.ts';
import { CommandError } from '../errors.ts';

/** A kustomization file (kustomize.config.k8s.io/v1beta1), as far as it is understood here. */
export interface Kustomization {
  readonly kind?: string;
  readonly apiVersion?: string;
  readonly metadata?: JsonObject;
  readonly resources?: readonly string[];
  readonly bases?: readonly string[];
  readonly components?: readonly string[];
  readonly namespace?: string;
  readonly namePrefix?: string;
  readonly nameSuffix?: string;
  readonly commonLabels?: Labels;
  readonly labels?: readonly LabelRule[];
  readonly commonAnnotations?: Labels;
  readonly images?: readonly ImageRule[];
  readonly replicas?: readonly { readonly name: string; readonly count: number }[];
  readonly patches?: readonly PatchRule[];
  readonly patchesStrategicMerge?: readonly string[];
  readonly patchesJson6902?: readonly PatchRule[];
  readonly configMapGenerator?: readonly GeneratorRule[];
  readonly secretGenerator?: readonly GeneratorRule[];
  readonly generatorOptions?: GeneratorOptions;
  readonly sortOptions?: SortOptions;
  readonly buildMetadata?: readonly string[];
}

export type Labels = Readonly<Record<string, string>>;

export interface LabelRule {
  readonly pairs?: Labels;
  readonly includeSelectors?: boolean;
  readonly includeTemplates?: boolean;
}

export interface ImageRule {
  readonly name: string;
  readonly newName?: string;
  readonly newTag?: string;
  readonly tagSuffix?: string;
  readonly digest?: string;
}

/** Which objects a patch is for; texts are regular expressions. */
export interface PatchTarget {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly annotationSelector?: string;
}

export interface PatchRule {
  readonly path?: string;
  readonly patch?: string;
  readonly target?: PatchTarget;
  readonly options?: { readonly allowNameChange?: boolean; readonly allowKindChange?: boolean };
}

export interface GeneratorOptions {
  readonly labels?: Labels;
  readonly annotations?: Labels;
  readonly disableNameSuffixHash?: boolean;
  readonly immutable?: boolean;
}

export interface GeneratorRule {
  readonly name: string;
  readonly namespace?: string;
  readonly behavior?: string;
  readonly type?: string;
  readonly literals?: readonly string[];
  readonly files?: readonly string[];
  readonly envs?: readonly string[];
  readonly env?: string;
  readonly options?: GeneratorOptions;
}

export interface SortOptions {
  readonly order?: string;
  readonly legacySortOptions?: { readonly orderFirst?: readonly string[]; readonly orderLast?: readonly string[] };
}

const GENERATOR = ['name', 'namespace', 'behavior', 'type', 'literals', 'files', 'envs', 'env', 'options'];
const PATCH = ['path', 'patch', 'target', 'options'];

/** Fields that are understood; those of a list's members stand behind it. */
const FIELDS: Readonly<Record<keyof Kustomization, readonly string[] | undefined>> = {
  kind: undefined,
  apiVersion: undefined,
  metadata: undefined,
  resources: undefined,
  bases: undefined,
  components: undefined,
  namespace: undefined,
  namePrefix: undefined,
  nameSuffix: undefined,
  commonLabels: undefined,
  labels: ['pairs', 'includeSelectors', 'includeTemplates'],
  commonAnnotations: undefined,
  images: ['name', 'newName', 'newTag', 'tagSuffix', 'digest'],
  replicas: ['name', 'count'],
  patches: PATCH,
  patchesStrategicMerge: undefined,
  patchesJson6902: PATCH,
  configMapGenerator: GENERATOR,
  secretGenerator: GENERATOR,
  generatorOptions: undefined,
  sortOptions: undefined,
  buildMetadata: undefined,
};

/** Fields that kustomize has and this does not. */
const UNSUPPORTED = [
  'replacements',
  'vars',
  'crds',
  'openapi',
  'helmCharts',
  'helmGlobals',
  'helmChartInflationGenerator',
  'generators',
  'transformers',
  'validators',
  'configurations',
  'inventory',
  'imageTags',
];

/** Reads the file and refuses what would otherwise be left out silently. */
export function parseKustomization(text: string, folder: string): Kustomization {
  const [document, ...others] = parseDocuments(text, { plainWords: true });
  if (document === undefined) throw new CommandError('kustomization.yaml is empty');
  if (others.length > 0) throw new CommandError('invalid Kustomization: it has more than one document');
  const [broken] = document.errors;
  if (broken !== undefined) throw new CommandError(`invalid Kustomization: ${yamlErrorText(broken)}`);
  if (!isRecord(document.value)) throw new CommandError('invalid Kustomization: it is no map');
  for (const [key, value] of Object.entries(document.value)) checkField(key, value);
  checkKind(document.value, folder);
  return document.value;
}

function checkField(key: string, value: JsonValue): void {
  if (UNSUPPORTED.includes(key)) throw new CommandError(`invalid Kustomization: the field ${JSON.stringify(key)} is not supported here`);
  if (!Object.hasOwn(FIELDS, key)) throw unknownField(key);
  const members = FIELDS[key as keyof Kustomization];
  if (members === undefined || !Array.isArray(value)) return;
  for (const item of value as readonly JsonValue[]) {
    const odd = Object.keys(isRecord(item) ? item : {}).find((name) => !members.includes(name));
    if (odd === 'fields') throw new CommandError(`invalid Kustomization: the field "fields" of ${key} is not supported here`);
    if (odd !== undefined) throw unknownField(odd);
  }
}

function unknownField(name: string): CommandError {
  return new CommandError(`invalid Kustomization: json: unknown field ${JSON.stringify(name)}`);
}

function checkKind({ kind = 'Kustomization', apiVersion }: Kustomization, folder: string): void {
  const head = `Failed to read kustomization file under ${folder}:\n`;
  if (kind !== 'Kustomization' && kind !== 'Component') throw new CommandError(`${head}kind should be Kustomization or Component`);
  const wanted = `kustomize.config.k8s.io/${kind === 'Component' ? 'v1alpha1' : 'v1beta1'}`;
  if (apiVersion !== undefined && apiVersion !== '' && apiVersion !== wanted)
    throw new CommandError(`${head}apiVersion for ${kind} should be ${wanted}`);
}
