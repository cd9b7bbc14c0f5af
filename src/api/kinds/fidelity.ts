import type { Fidelity, Mark } from '../fidelity.ts';
import { marksOfType } from '../fidelity.ts';
import { clusterRoleBindingFidelity } from './cluster-role-binding/fidelity.ts';
import { clusterRoleFidelity } from './cluster-role/fidelity.ts';
import { customResourceDefinitionFidelity } from './custom-resource-definition/fidelity.ts';
import { roleBindingFidelity } from './role-binding/fidelity.ts';
import { roleFidelity } from './role/fidelity.ts';

/** The whole ledger: each type stands in the list of the kind that introduces it. */
export const LEDGERS: readonly Fidelity[] = [
  clusterRoleFidelity,
  clusterRoleBindingFidelity,
  customResourceDefinitionFidelity,
  roleFidelity,
  roleBindingFidelity,
];

const marks: ReadonlyMap<string, ReadonlyMap<string, Mark>> = new Map(
  LEDGERS.flatMap((ledger) => Object.entries(ledger).map(([type, own]): [string, ReadonlyMap<string, Mark>] => [type, marksOfType(own)])),
);

/** What a field of a type does here; undefined for a field that nobody has marked. */
export function markOf(type: string, field: string): Mark | undefined {
  return marks.get(type)?.get(field);
}
