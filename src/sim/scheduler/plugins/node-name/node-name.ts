import { always } from '../../framework/events.ts';
import { SKIP, defineSchedulerPlugin, unresolvable } from '../../framework/plugin.ts';

const NAME = 'NodeName';
const REJECTION = unresolvable(NAME, "node(s) didn't match the requested node name");

/** A pod that names its node goes there or nowhere. */
export const nodeName = defineSchedulerPlugin({
  name: NAME,
  preFilter: ({ spec }) => (spec.nodeName ? { state: undefined } : SKIP),
  filter: ({ spec }, node) => (spec.nodeName && spec.nodeName !== node.name ? REJECTION : undefined),
  requeueOn: { NodeAdd: always },
});
