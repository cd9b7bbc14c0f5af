/** What kube-scheduler runs with when nobody gave it a file, with everything written out (as `--write-config-to` writes it). */
import type { JsonObject } from '../../../api/scalars.ts';
import { DEFAULT_PLUGINS } from '../../../api/scheduler-configuration/plugins.ts';
import { API_VERSION, ARGS, CONFIGURATION_KIND } from '../../../api/scheduler-configuration/shapes.ts';
import { argsWithDefaults } from './document.ts';

export function usualConfiguration(): JsonObject {
  return {
    apiVersion: API_VERSION,
    kind: CONFIGURATION_KIND,
    percentageOfNodesToScore: 0,
    podInitialBackoffSeconds: 1,
    podMaxBackoffSeconds: 10,
    profiles: [
      {
        schedulerName: 'default-scheduler',
        plugins: {
          multiPoint: { enabled: DEFAULT_PLUGINS.map(({ name, weight }) => (weight === undefined ? { name } : { name, weight })) },
        },
        pluginConfig: Object.keys(ARGS).flatMap((name) => {
          const args = argsWithDefaults(name, {});
          return Object.keys(args).length === 0 ? [] : [{ name, args }];
        }),
      },
    ],
  };
}
