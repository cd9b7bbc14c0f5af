import type { Engine } from '../engine/engine.ts';
import { loadObjects } from '../objects/objects.ts';
import type { TreeNode } from '../objects/tree-node.ts';
import { loadWorkloads } from '../objects/workloads.ts';
import { select } from '../state/selection.ts';
import { type Command, MOST_OBJECTS, isCalled } from './commands.ts';

/** What the picture leaves out, as the outline lists it: workloads without pods, autoscalers, claims, configuration and so on. */
export async function loadListed(engine: Engine): Promise<readonly TreeNode[]> {
  const [workloads, groups] = await Promise.all([loadWorkloads(engine), loadObjects(engine)]);
  const flat = (nodes: readonly TreeNode[]): readonly TreeNode[] => nodes.flatMap((node) => [node, ...flat(node.children)]);
  return flat([...workloads, ...groups.flatMap(({ children }) => children)]);
}

/** Those among them that are called so, but for those that were found already. */
export function listedCommands(listed: readonly TreeNode[], query: string, found: readonly Command[]): readonly Command[] {
  if (query.trim().length < 2) return [];
  const wanted = query.trim().toLowerCase().split(/\s+/);
  const known = new Set(found.map(({ id }) => id));
  const commands = listed.flatMap(({ target }): readonly Command[] => {
    if (target === undefined || !isCalled(target.kind, target.name, wanted)) return [];
    const { kind, namespace, name } = target;
    const note = namespace === '' ? kind : `${kind} · ${namespace}`;
    return [{ id: `${kind}-${namespace}-${name}`, title: name, note, run: () => select(target) }];
  });
  return commands.filter(({ id }) => !known.has(id)).slice(0, MOST_OBJECTS);
}
