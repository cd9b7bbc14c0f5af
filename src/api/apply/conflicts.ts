/** The refusal to take fields from other managers (k8s.io/apimachinery/pkg/util/managedfields/internal/conflict.go). */
import { type ApiError, failure } from '../errors.ts';
import type { Manager } from './managers.ts';
import { type Path, pathText } from './path-element.ts';

export interface Conflict {
  /** The other manager's identifier. */
  readonly id: string;
  readonly manager: Manager;
  readonly path: Path;
}

/** Of conflicts in the order of the managers' identifiers. */
export function conflictError(conflicts: readonly Conflict[]): ApiError {
  return failure(409, 'Conflict', messageOf(conflicts), {
    causes: conflicts.map(({ manager, path }) => ({
      reason: 'FieldManagerConflict',
      message: `conflict with ${managerText(manager)}`,
      field: pathText(path),
    })),
  });
}

function messageOf(conflicts: readonly Conflict[]): string {
  const [only] = conflicts;
  if (only !== undefined && conflicts.length === 1) {
    return `Apply failed with 1 conflict: conflict with ${managerText(only.manager)}: ${pathText(only.path)}`;
  }
  const lines = conflicts.flatMap(({ id, manager, path }, index) => [
    ...(conflicts[index - 1]?.id === id ? [] : [`conflicts with ${managerText(manager)}:`]),
    `- ${pathText(path)}`,
  ]);
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`;
}

function managerText({ manager, operation, apiVersion, subresource }: Manager): string {
  const name = `${JSON.stringify(manager)}${subresource === '' ? '' : ` with subresource ${JSON.stringify(subresource)}`}`;
  return operation === 'Update' ? `${name} using ${apiVersion}` : name;
}
