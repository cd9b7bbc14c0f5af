/** Which plugin stands at which extension point (pkg/scheduler/framework/runtime/framework.go). */
import { ownValue } from '../../../base/own.ts';
import type { PluginSet, ProfileConfiguration } from './document.ts';
import { DEFAULT_PLUGINS } from '../../../api/scheduler-configuration/plugins.ts';
import { EXTENSION_POINTS, type ExtensionPoint } from '../../../api/scheduler-configuration/shapes.ts';

export interface EnabledPlugin {
  readonly name: string;
  readonly weight: number;
}

export interface MergedPlugins {
  readonly multiPoint: readonly EnabledPlugin[];
  readonly at: (point: ExtensionPoint) => { readonly enabled: readonly EnabledPlugin[]; readonly disabled: ReadonlySet<string> };
}

type Listed = { readonly name: string; readonly weight?: number };

const POINTS_OF: { readonly [plugin: string]: readonly ExtensionPoint[] } = Object.fromEntries(
  DEFAULT_PLUGINS.map(({ name, points }) => [name, points]),
);

/** A framework can't be made of a configuration. */
export class FrameworkError extends Error {}

export function mergePlugins({ plugins }: ProfileConfiguration): MergedPlugins {
  return {
    multiPoint: mergeSet(DEFAULT_PLUGINS, plugins.multiPoint),
    at: (point) => ({
      enabled: mergeSet([], plugins[point]),
      disabled: new Set((plugins[point]?.disabled ?? []).map(({ name }) => name)),
    }),
  };
}

/** Defaults keep their place, changed by what is enabled under the same name; the rest comes after them. */
function mergeSet(defaults: readonly Listed[], { enabled = [], disabled = [] }: PluginSet = {}): readonly EnabledPlugin[] {
  const off = new Set(disabled.map(({ name }) => name));
  const kept = off.has('*') ? [] : defaults.filter(({ name }) => !off.has(name));
  const replaced = new Set<Listed>();
  const first = kept.map((plugin) => {
    const custom = enabled.findLast(({ name }) => name === plugin.name);
    if (custom !== undefined) replaced.add(custom);
    return custom ?? plugin;
  });
  return [...first, ...enabled.filter((plugin) => !replaced.has(plugin))].map(({ name, weight = 0 }) => ({ name, weight }));
}

/** The plugins at a point in the order in which they run: explicit ones that are multi-point too, multi-point ones, the other explicit ones. */
export function pluginsAt({ multiPoint, at }: MergedPlugins, point: ExtensionPoint): readonly string[] {
  const { enabled, disabled } = at(point);
  const explicit = enabled.map(({ name }) => name);
  if (disabled.has('*')) return explicit;
  const everywhere: string[] = [];
  const overriding = new Set<string>();
  for (const { name } of multiPoint) {
    const points = ownValue(POINTS_OF, name);
    if (points === undefined) throw new FrameworkError(`${EXTENSION_POINTS[point]} ${JSON.stringify(name)} does not exist`);
    if (!points.includes(point) || disabled.has(name)) continue;
    if (explicit.includes(name)) overriding.add(name);
    else if (everywhere.includes(name)) throw twice(name, point);
    else everywhere.push(name);
  }
  return [...explicit.filter((name) => overriding.has(name)), ...everywhere, ...explicit.filter((name) => !overriding.has(name))];
}

/** Refuses what is enabled at a point where it can't be. */
export function checkExplicit({ at }: MergedPlugins, point: ExtensionPoint): void {
  const seen = new Set<string>();
  for (const { name } of at(point).enabled) {
    const points = ownValue(POINTS_OF, name);
    if (points === undefined) throw new FrameworkError(`${EXTENSION_POINTS[point]} ${JSON.stringify(name)} does not exist`);
    if (!points.includes(point))
      throw new FrameworkError(`plugin ${JSON.stringify(name)} does not extend ${EXTENSION_POINTS[point]} plugin`);
    if (seen.has(name)) throw twice(name, point);
    seen.add(name);
  }
}

function twice(name: string, point: ExtensionPoint): FrameworkError {
  return new FrameworkError(`plugin ${JSON.stringify(name)} already registered as ${JSON.stringify(EXTENSION_POINTS[point])}`);
}

/** Weights of scores: those given for the point before those for all points; none given is 1. */
export function weightsOf({ multiPoint, at }: MergedPlugins): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const { name, weight } of [...at('score').enabled, ...multiPoint]) if (!weights.has(name)) weights.set(name, weight || 1);
  return weights;
}
