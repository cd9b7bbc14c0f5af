/** A KubeSchedulerConfiguration as it is read from a file: decoded, and with everything that it leaves out. */
import type { JsonObject, JsonValue } from '../../../api/scalars.ts';
import { isRecord } from '../../../api/patch/record.ts';
import { ownValue } from '../../../base/own.ts';
import {
  API_VERSION,
  ARGS,
  CONFIGURATION,
  CONFIGURATION_KIND,
  type ExtensionPoint,
  type Struct,
} from '../../../api/scheduler-configuration/shapes.ts';
import { UnreadableError, readShape, startOf } from './shape.ts';

export interface Configuration {
  readonly parallelism: number;
  readonly percentageOfNodesToScore: number;
  readonly podInitialBackoffSeconds: number;
  readonly podMaxBackoffSeconds: number;
  readonly leaderElection: { readonly leaderElect: boolean; readonly resourceLock: string };
  readonly profiles: readonly ProfileConfiguration[];
  readonly extenders: readonly JsonObject[];
}

export interface ProfileConfiguration {
  /** '' when it has none. */
  readonly schedulerName: string;
  readonly percentageOfNodesToScore?: number;
  /** As given: the defaults are merged in when the profile is built. */
  readonly plugins: { readonly [Point in ExtensionPoint | 'multiPoint']?: PluginSet };
  readonly pluginConfig: readonly PluginConfiguration[];
}

export interface PluginSet {
  readonly enabled?: readonly { readonly name: string; readonly weight?: number }[];
  readonly disabled?: readonly { readonly name: string }[];
}

export interface PluginConfiguration {
  readonly name: string;
  /** Defaulted, for a plugin that has arguments. */
  readonly args: JsonObject;
}

/** Throws an UnreadableError with the text of the codec. */
export function readConfiguration(document: JsonValue): Configuration {
  const { apiVersion = '', kind = '' } = isRecord(document) ? document : {};
  if (kind === '') throw new UnreadableError(`Object 'Kind' is missing in '${JSON.stringify(document)}'`);
  if (apiVersion === '') throw new UnreadableError(`Object 'apiVersion' is missing in '${JSON.stringify(document)}'`);
  if (apiVersion !== API_VERSION || kind !== CONFIGURATION_KIND) {
    const scheme = 'pkg/scheduler/apis/config/scheme/scheme.go:30';
    throw new UnreadableError(
      `no kind "${text(kind)}" is registered for version "${text(apiVersion)}" in scheme "${scheme}"`,
      'apiVersion',
    );
  }
  const flaws: string[] = [];
  const read = strictly(document, CONFIGURATION, flaws);
  const profiles = ((read['profiles'] ?? []) as JsonObject[]).map((profile, index) => readArgs(profile, index, flaws));
  if (flaws.length > 0) throw new UnreadableError(`strict decoding error: ${flaws.join(', ')}`);
  return withDefaults(read, profiles);
}

function strictly(document: JsonValue, shape: Struct, flaws: string[]): JsonObject {
  const start = startOf(shape);
  const read = readShape(document, shape, start) as JsonObject;
  flaws.push(...start.unknown.map((path) => `unknown field "${path}"`));
  return read;
}

function readArgs(profile: JsonObject, profileIndex: number, flaws: string[]): JsonObject {
  const pluginConfig = ((profile['pluginConfig'] ?? []) as JsonObject[]).map((entry, index) => {
    const name = text(entry['name']);
    const shape = ownValue(ARGS, name);
    if (shape === undefined) return entry;
    const given = { ...(isRecord(entry['args']) ? entry['args'] : {}) };
    const at = `profiles[${profileIndex}].pluginConfig[${index}]`;
    const where = `decoding .${at}: `;
    if (given['kind'] !== undefined && given['kind'] !== shape.name) {
      const group = 'kubescheduler.config.k8s.io';
      throw new UnreadableError(
        `${where}args for plugin ${name} were not of type ${shape.name}.${group}, got ${text(given['kind'])}.${group}`,
        `${at}.args.kind`,
      );
    }
    const own: string[] = [];
    const args = readNested(given, shape, { words: `${where}decoding args for plugin ${name}: `, path: `${at}.args` }, own);
    if (own.length > 0)
      flaws.push(`${where}strict decoding error: decoding args for plugin ${name}: strict decoding error: ${own.join(', ')}`);
    return { ...entry, args };
  });
  return { ...profile, pluginConfig };
}

interface Where {
  readonly words: string;
  readonly path: string;
}

function readNested(given: JsonObject, shape: Struct, { words, path }: Where, flaws: string[]): JsonObject {
  try {
    return strictly(given, shape, flaws);
  } catch (error) {
    if (error instanceof UnreadableError) throw new UnreadableError(`${words}${error.message}`, `${path}.${error.path}`);
    throw error;
  }
}

function withDefaults(read: JsonObject, given: readonly JsonObject[]): Configuration {
  const profiles = given.length === 0 ? [{}] : given;
  const leaderElection = (read['leaderElection'] ?? {}) as { leaderElect?: boolean; resourceLock?: string };
  return {
    parallelism: 16,
    percentageOfNodesToScore: 0,
    podInitialBackoffSeconds: 1,
    podMaxBackoffSeconds: 10,
    extenders: [],
    ...(read as object),
    leaderElection: { leaderElect: leaderElection.leaderElect ?? true, resourceLock: leaderElection.resourceLock || 'leases' },
    // Only a single profile may go without a name.
    profiles: profiles.map((profile) => profileWithDefaults(profile, profiles.length === 1 ? 'default-scheduler' : '')),
  };
}

function profileWithDefaults(profile: JsonObject, name: string): ProfileConfiguration {
  const entries = (profile['pluginConfig'] ?? []) as unknown as readonly { name?: string; args?: JsonObject }[];
  return {
    schedulerName: name,
    plugins: {},
    ...(profile as object),
    pluginConfig: entries.map((entry) => ({ name: entry.name ?? '', args: argsWithDefaults(entry.name ?? '', entry.args ?? {}) })),
  };
}

const CPU_AND_MEMORY = [
  { name: 'cpu', weight: 1 },
  { name: 'memory', weight: 1 },
];

/** The arguments of a plugin with what they leave out. */
export function argsWithDefaults(plugin: string, given: JsonObject): JsonObject {
  const { apiVersion: _version, kind: _kind, ...args } = given;
  switch (plugin) {
    case 'DefaultPreemption':
      return { minCandidateNodesPercentage: 10, minCandidateNodesAbsolute: 100, ...args };
    case 'InterPodAffinity':
      return { hardPodAffinityWeight: 1, ignorePreferredTermsOfExistingPods: false, ...args };
    case 'NodeResourcesBalancedAllocation':
      return { ...args, resources: weighted(args['resources']) };
    case 'NodeResourcesFit': {
      const strategy = (args['scoringStrategy'] ?? { type: 'LeastAllocated' }) as JsonObject;
      const scoringStrategy = { type: '', ...strategy, resources: weighted(strategy['resources']) };
      return { ignoredResources: [], ignoredResourceGroups: [], ...args, scoringStrategy };
    }
    case 'PodTopologySpread': {
      const constraints = (args['defaultConstraints'] ?? []) as JsonObject[];
      const defaultConstraints = constraints.map((constraint) => ({ maxSkew: 0, topologyKey: '', whenUnsatisfiable: '', ...constraint }));
      return { ...args, defaultingType: args['defaultingType'] || 'System', defaultConstraints };
    }
    case 'VolumeBinding':
      return { bindTimeoutSeconds: 600, ...args };
    default:
      return args;
  }
}

function weighted(resources: JsonValue | undefined): JsonValue {
  const list = (resources ?? []) as unknown as readonly { name?: string; weight?: number }[];
  return list.length === 0 ? CPU_AND_MEMORY : list.map(({ name = '', weight }) => ({ name, weight: weight || 1 }));
}

function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
