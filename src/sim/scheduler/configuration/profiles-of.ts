/** From a KubeSchedulerConfiguration to the profiles of a scheduler, or to the words with which kube-scheduler ends instead. */
import type { JsonValue } from '../../../api/scalars.ts';
import type { SchedulerPlugin } from '../framework/plugin.ts';
import { type Profile, createProfile } from '../framework/profile.ts';
import { type Profiles, profilesFrom } from '../profiles.ts';
import { type Configuration, type ProfileConfiguration, readConfiguration } from './document.ts';
import { type Finding, findingOf, placed, unreadable } from './findings.ts';
import { FrameworkError, type MergedPlugins, checkExplicit, mergePlugins, pluginsAt, weightsOf } from './extension-points.ts';
import { makePlugin } from './plugin-factories.ts';
import { UnreadableError } from './shape.ts';
import { EXTENSION_POINTS, type ExtensionPoint } from '../../../api/scheduler-configuration/shapes.ts';
import { aggregate, configurationFlaws } from './validate.ts';

/** Why kube-scheduler would not start with a file, and which fields that is about: `profiles[0].schedulerName`. */
export interface Flawed {
  readonly flaw: string;
  readonly findings: readonly Finding[];
}

export function profilesOfConfiguration(document: JsonValue): Profiles | Flawed {
  try {
    const configuration = readConfiguration(document);
    const flaws = configurationFlaws(configuration);
    if (flaws.length > 0) return { flaw: aggregate(flaws), findings: flaws.map(findingOf) };
    return build(configuration);
  } catch (error) {
    if (error instanceof UnreadableError) return { flaw: error.message, findings: unreadable(error) };
    if (error instanceof FrameworkError) return { flaw: error.message, findings: [placed(document, error.message)] };
    throw error;
  }
}

function build(configuration: Configuration): Profiles {
  const { profiles, percentageOfNodesToScore, podInitialBackoffSeconds, podMaxBackoffSeconds } = configuration;
  const backoff = { initialMs: podInitialBackoffSeconds * 1000, maxMs: podMaxBackoffSeconds * 1000 };
  return profilesFrom(
    profiles.map((profile) => named(profile, () => profileOf(profile, percentageOfNodesToScore))),
    backoff,
  );
}

function named({ schedulerName }: ProfileConfiguration, make: () => Profile): Profile {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof FrameworkError)) throw error;
    throw new FrameworkError(`initializing profiles: creating profile for scheduler name ${schedulerName}: ${error.message}`);
  }
}

const POINTS = Object.keys(EXTENSION_POINTS) as ExtensionPoint[];

function profileOf(profile: ProfileConfiguration, percentage: number): Profile {
  const merged = mergePlugins(profile);
  for (const point of POINTS) checkExplicit(merged, point);
  const at = new Map(POINTS.map((point) => [point, pluginsAt(merged, point)]));
  checkCounts(at, profile.schedulerName);
  const plugins = pluginsOf(profile, merged, at);
  const weights = weightsOf(merged);
  const weighted = (name: string) => {
    const plugin = plugins.get(name);
    return plugin === undefined ? [] : [{ plugin, weight: weights.get(name) ?? 1 }];
  };
  return createProfile([...plugins.keys()].flatMap(weighted), {
    schedulerName: profile.schedulerName,
    percentageOfNodesToScore: profile.percentageOfNodesToScore ?? percentage,
    at: (point) => (at.get(point) ?? []).flatMap(weighted).filter(({ plugin }) => takesPart(plugin, point)),
  });
}

/** A plugin may implement a point without anything to do there. */
function takesPart(plugin: SchedulerPlugin, point: ExtensionPoint): boolean {
  return point === 'queueSort' ? plugin.compare !== undefined : point in plugin;
}

function pluginsOf(
  { pluginConfig }: ProfileConfiguration,
  { multiPoint }: MergedPlugins,
  at: ReadonlyMap<ExtensionPoint, readonly string[]>,
): ReadonlyMap<string, SchedulerPlugin> {
  const used = new Set([...at.values()].flat());
  const names = [...multiPoint.map(({ name }) => name).filter((name) => used.has(name)), ...used];
  const argsOf = (name: string) => pluginConfig.find((entry) => entry.name === name)?.args;
  return new Map([...new Set(names)].map((name) => [name, makePlugin(name, argsOf(name))]));
}

function checkCounts(at: ReadonlyMap<ExtensionPoint, readonly string[]>, schedulerName: string): void {
  const sorting = at.get('queueSort')?.length ?? 0;
  const name = JSON.stringify(schedulerName);
  if (sorting !== 1)
    throw new FrameworkError(`only one queue sort plugin required for profile with scheduler name ${name}, but got ${sorting}`);
  if ((at.get('bind')?.length ?? 0) === 0)
    throw new FrameworkError(`at least one bind plugin is needed for profile with scheduler name ${name}`);
}
