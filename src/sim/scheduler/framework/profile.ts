import type { SchedulerPlugin, Sortable } from './plugin.ts';
import type { WeightedPlugin } from './scoring.ts';

export const DEFAULT_SCHEDULER = 'default-scheduler';

/** The plugins that decide about the pods of one schedulerName: at each extension point in their order. */
export interface Profile {
  readonly schedulerName: string;
  /** How many of the nodes are looked for; 0: by their number. */
  readonly percentageOfNodesToScore: number;
  /** All that are enabled at some point. */
  readonly plugins: readonly SchedulerPlugin[];
  readonly preEnqueue: readonly SchedulerPlugin[];
  readonly preFilters: readonly SchedulerPlugin[];
  readonly filters: readonly PreparedFilter[];
  readonly postFilters: readonly SchedulerPlugin[];
  readonly scores: readonly WeightedPlugin[];
  readonly preBinders: readonly SchedulerPlugin[];
  readonly binders: readonly SchedulerPlugin[];
  /** QueueSort. */
  compare(this: void, a: Sortable, b: Sortable): number;
}

export interface PreparedFilter {
  readonly plugin: SchedulerPlugin;
  /** Place in `preFilters` of what prepares it; -1 when nothing does. */
  readonly preparedAt: number;
}

/** Extension points of KubeSchedulerConfiguration at which plugins of this scheduler do something. */
export const POINTS = {
  preEnqueue: 'preEnqueue',
  queueSort: 'compare',
  preFilter: 'preFilter',
  filter: 'filter',
  postFilter: 'postFilter',
  score: 'score',
  preBind: 'preBind',
  bind: 'bind',
} as const satisfies { readonly [point: string]: keyof SchedulerPlugin };

export type Point = keyof typeof POINTS;

export interface ProfileOptions {
  readonly schedulerName?: string;
  readonly percentageOfNodesToScore?: number;
  /** Where the configuration differs from "every plugin wherever it can". */
  readonly at?: (point: Point) => readonly WeightedPlugin[];
}

export function createProfile(all: readonly WeightedPlugin[], options: ProfileOptions = {}): Profile {
  const everywhere = (point: Point) => all.filter(({ plugin }) => plugin[POINTS[point]] !== undefined);
  const { schedulerName = DEFAULT_SCHEDULER, percentageOfNodesToScore = 0, at = everywhere } = options;
  const pluginsAt = (point: Point) => at(point).map(({ plugin }) => plugin);
  const filtering = pluginsAt('filter');
  // A filter is prepared whether or not its plugin takes part in PreFilter.
  const preFilters = [...new Set([...pluginsAt('preFilter'), ...filtering.filter((plugin) => plugin.preFilter !== undefined)])];
  const [sort] = pluginsAt('queueSort');
  return {
    schedulerName,
    percentageOfNodesToScore,
    plugins: all.map(({ plugin }) => plugin),
    preEnqueue: pluginsAt('preEnqueue'),
    preFilters,
    filters: filtering.map((plugin) => ({ plugin, preparedAt: preFilters.indexOf(plugin) })),
    postFilters: pluginsAt('postFilter'),
    scores: at('score'),
    preBinders: pluginsAt('preBind'),
    binders: pluginsAt('bind'),
    compare: (a, b) => sort?.compare?.(a, b) ?? 0,
  };
}
