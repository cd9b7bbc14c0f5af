import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../api/scalars.ts';
import { createProfile } from '../framework/profile.ts';
import { SCHEDULER_PARTS } from '../late.ts';
import { DEFAULT_PLUGINS } from '../plugins/late-registry.ts';

const configuration = (rest: JsonObject): JsonObject => ({
  apiVersion: 'kubescheduler.config.k8s.io/v1',
  kind: 'KubeSchedulerConfiguration',
  ...rest,
});
const flawOf = (rest: JsonObject) => SCHEDULER_PARTS.flawOf(configuration(rest));
const profile = (rest: JsonObject) => SCHEDULER_PARTS.profilesFor(configuration({ profiles: [rest] })).byName.get('default-scheduler');
const args = (name: string, given: JsonValue): JsonObject => ({ profiles: [{ pluginConfig: [{ name, args: given }] }] });
const names = (list: readonly { readonly plugin: { readonly name: string } }[] | undefined) => list?.map(({ plugin }) => plugin.name);

describe('a file that can not be read', () => {
  const missing = '{"apiVersion":"v1"}';
  it.each<[string, JsonValue, string]>([
    ['no kind', { apiVersion: 'v1' }, `Object 'Kind' is missing in '${missing}'`],
    [
      'an old version',
      { apiVersion: 'kubescheduler.config.k8s.io/v1beta3', kind: 'KubeSchedulerConfiguration' },
      'no kind "KubeSchedulerConfiguration" is registered for version "kubescheduler.config.k8s.io/v1beta3" in scheme "pkg/scheduler/apis/config/scheme/scheme.go:30"',
    ],
    ['an unknown field', configuration({ profiles: [{ plugin: {} }] }), 'strict decoding error: unknown field "profiles[0].plugin"'],
    [
      'a text for a number',
      configuration({ parallelism: 'many' }),
      'json: cannot unmarshal string into Go struct field KubeSchedulerConfiguration.parallelism of type int32',
    ],
    [
      'an unknown argument',
      configuration(args('NodeAffinity', { affinity: {} })),
      'strict decoding error: decoding .profiles[0].pluginConfig[0]: strict decoding error: decoding args for plugin NodeAffinity: strict decoding error: unknown field "affinity"',
    ],
    [
      'arguments of another plugin',
      configuration(args('NodeAffinity', { kind: 'InterPodAffinityArgs' })),
      'decoding .profiles[0].pluginConfig[0]: args for plugin NodeAffinity were not of type NodeAffinityArgs.kubescheduler.config.k8s.io, got InterPodAffinityArgs.kubescheduler.config.k8s.io',
    ],
  ])('%s', (_name, document, flaw) => expect(SCHEDULER_PARTS.flawOf(document)).toBe(flaw));
});

describe('a configuration that is not valid', () => {
  const framework = 'initializing profiles: creating profile for scheduler name default-scheduler: ';
  it.each<[string, JsonObject, string]>([
    ['too many nodes', { percentageOfNodesToScore: 101 }, 'percentageOfNodesToScore: Invalid value: 101: not in valid range [0-100]'],
    ['no parallelism', { parallelism: 0 }, 'parallelism: Invalid value: 0: should be an integer value greater than zero'],
    ['no delay', { podInitialBackoffSeconds: 0 }, 'podInitialBackoffSeconds: Invalid value: 0: must be greater than 0'],
    [
      'a delay that shrinks',
      { podInitialBackoffSeconds: 20 },
      'podMaxBackoffSeconds: Invalid value: 10: must be greater than or equal to PodInitialBackoffSeconds',
    ],
    [
      'two profiles of one name',
      { profiles: [{ schedulerName: 'a' }, { schedulerName: 'a' }] },
      'profiles[1].schedulerName: Duplicate value: {}',
    ],
    ['profiles without names', { profiles: [{ schedulerName: 'a' }, {}] }, 'profiles[1].schedulerName: Required value'],
    [
      'a plugin that is gone',
      { profiles: [{ plugins: { filter: { enabled: [{ name: 'EBSLimits' }] } } }] },
      'profiles[0].plugins.filter.enabled[0]: Invalid value: "EBSLimits": was invalid in version "kubescheduler.config.k8s.io/v1" (KubeSchedulerConfiguration is version "kubescheduler.config.k8s.io/v1")',
    ],
    [
      'a plugin that nobody knows',
      { profiles: [{ plugins: { multiPoint: { enabled: [{ name: 'Mine' }] } } }] },
      `${framework}PreFilterPlugin "Mine" does not exist`,
    ],
    [
      'a plugin where it has no business',
      { profiles: [{ plugins: { score: { enabled: [{ name: 'NodeName' }] } } }] },
      `${framework}plugin "NodeName" does not extend ScorePlugin plugin`,
    ],
    [
      'a plugin twice',
      { profiles: [{ plugins: { filter: { enabled: [{ name: 'NodeName' }, { name: 'NodeName' }] } } }] },
      `${framework}plugin "NodeName" already registered as "FilterPlugin"`,
    ],
    [
      'nobody to bind',
      { profiles: [{ plugins: { bind: { disabled: [{ name: '*' }] } } }] },
      `${framework}at least one bind plugin is needed for profile with scheduler name "default-scheduler"`,
    ],
    [
      'nobody to sort',
      { profiles: [{ plugins: { queueSort: { disabled: [{ name: '*' }] } } }] },
      `${framework}only one queue sort plugin required for profile with scheduler name "default-scheduler", but got 0`,
    ],
    [
      'a weight',
      args('NodeResourcesFit', { scoringStrategy: { type: 'MostAllocated', resources: [{ name: 'cpu', weight: 101 }] } }),
      `${framework}initializing plugin "NodeResourcesFit": scoringStrategy.resources[0].weight: Invalid value: 101: resource weight of cpu not in valid range (0, 100]`,
    ],
    [
      'a strategy',
      args('NodeResourcesFit', { scoringStrategy: { type: 'Best' } }),
      `${framework}initializing plugin "NodeResourcesFit": scoringStrategy.type: Unsupported value: "Best": supported values: "LeastAllocated", "MostAllocated", "RequestedToCapacityRatio"`,
    ],
    [
      'an affinity weight',
      args('InterPodAffinity', { hardPodAffinityWeight: 101 }),
      'profiles[0].pluginConfig[0].args.hardPodAffinityWeight: Invalid value: 101: not in valid range [0, 100]',
    ],
    [
      'no candidates',
      args('DefaultPreemption', { minCandidateNodesPercentage: 0, minCandidateNodesAbsolute: 0 }),
      '[profiles[0].pluginConfig[0].args.minCandidateNodesPercentage: Invalid value: 0: cannot be zero at the same time as minCandidateNodesAbsolute, profiles[0].pluginConfig[0].args.minCandidateNodesAbsolute: Invalid value: 0: cannot be zero at the same time as minCandidateNodesPercentage]',
    ],
    [
      'constraints beside those of the system',
      args('PodTopologySpread', { defaultConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' }] }),
      'profiles[0].pluginConfig[0].args.defaultingType: Invalid value: "System": when .defaultConstraints are not empty',
    ],
    [
      'a time before now',
      args('VolumeBinding', { bindTimeoutSeconds: -1 }),
      'profiles[0].pluginConfig[0].args.bindTimeoutSeconds: Invalid value: -1: invalid BindTimeoutSeconds, should not be a negative value',
    ],
    [
      'a weight of balance',
      args('NodeResourcesBalancedAllocation', { resources: [{ name: 'cpu', weight: 2 }] }),
      'profiles[0].pluginConfig[0].args.resources[0].weight: Invalid value: 2: must be 1',
    ],
    [
      'arguments twice',
      { profiles: [{ pluginConfig: [{ name: 'NodeAffinity' }, { name: 'NodeAffinity' }] }] },
      'profiles[0].pluginConfig[1]: Duplicate value: "NodeAffinity"',
    ],
  ])('%s', (_name, rest, flaw) => expect(flawOf(rest)).toBe(flaw));
});

describe('where plugins stand', () => {
  const usual = createProfile(DEFAULT_PLUGINS);

  it('is the default order when nothing is said', () => {
    const plain = profile({});
    expect(plain?.plugins.map(({ name }) => name)).toEqual(usual.plugins.map(({ name }) => name));
    expect(names(plain?.filters)).toEqual(names(usual.filters));
    expect(plain?.scores.map(({ plugin, weight }) => [plugin.name, weight])).toEqual(
      usual.scores.map(({ plugin, weight }) => [plugin.name, weight]),
    );
  });

  it('loses what is disabled, at one point or at all', () => {
    expect(names(profile({ plugins: { filter: { disabled: [{ name: 'NodePorts' }] } } })?.filters)).not.toContain('NodePorts');
    const without = profile({ plugins: { multiPoint: { disabled: [{ name: 'ImageLocality' }] } } });
    expect(without?.plugins.map(({ name }) => name)).not.toContain('ImageLocality');
    expect(profile({ plugins: { score: { disabled: [{ name: '*' }] } } })?.scores).toEqual([]);
  });

  it('puts first what is enabled there by name', () => {
    const score = profile({ plugins: { score: { enabled: [{ name: 'ImageLocality', weight: 7 }] } } })?.scores;
    expect(score?.slice(0, 2).map(({ plugin, weight }) => [plugin.name, weight])).toEqual([
      ['ImageLocality', 7],
      ['TaintToleration', 3],
    ]);
    expect(score).toHaveLength(usual.scores.length);
  });

  it('keeps the place of a default that is given another weight', () => {
    const scores = profile({ plugins: { multiPoint: { enabled: [{ name: 'NodeAffinity', weight: 9 }] } } })?.scores;
    expect(scores?.map(({ plugin, weight }) => [plugin.name, weight]).slice(0, 2)).toEqual([
      ['TaintToleration', 3],
      ['NodeAffinity', 9],
    ]);
  });
});

it('is of one mind for several profiles', () => {
  const { byName, backoff } = SCHEDULER_PARTS.profilesFor(
    configuration({
      percentageOfNodesToScore: 70,
      podInitialBackoffSeconds: 2,
      podMaxBackoffSeconds: 5,
      profiles: [{ schedulerName: 'a' }, { schedulerName: 'b', percentageOfNodesToScore: 30 }],
    }),
  );
  expect([...byName.values()].map(({ schedulerName, percentageOfNodesToScore }) => [schedulerName, percentageOfNodesToScore])).toEqual([
    ['a', 70],
    ['b', 30],
  ]);
  expect(backoff).toEqual({ initialMs: 2000, maxMs: 5000 });
});
