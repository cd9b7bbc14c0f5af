import { CONFIG_MAP } from '../../resources.ts';
import type { ConfigMap } from '../../types.gen.ts';
import { AGE, NAME, column } from '../columns.ts';
import { lateRules } from '../late-rules.ts';
import { plainKind } from '../plain.ts';
import { drop } from '../sharing.ts';

/** Rules stand in `rules.ts`. */
export const configMapKind = plainKind<ConfigMap>(CONFIG_MAP, {
  shortNames: ['cm'],
  default: (map) => (map.data !== undefined && Object.keys(map.data).length === 0 ? drop(map, 'data') : map),
  ...lateRules(CONFIG_MAP),
  columns: [
    NAME,
    column<ConfigMap>('Data', 'string', ({ data = {}, binaryData = {} }) => Object.keys(data).length + Object.keys(binaryData).length),
    AGE,
  ],
});
