/** Which fields a selector may name, per kind, and what the server says of the rest (pkg/apis/<group>/<version>/conversion.go). */
import { badRequestError } from '../../../api/errors.ts';
import { type FieldRequirement, parseFieldSelector } from '../../../api/fields.ts';
import type { KindDefinition } from '../../../api/kind.ts';
import { type KubeObject, groupResource } from '../../../api/object.ts';

/** Kinds whose list of labels is their own. All others know the name and the namespace alone. */
const OWN_LABELS: ReadonlySet<string> = new Set([
  'certificatesigningrequests.certificates.k8s.io',
  'events',
  'events.events.k8s.io',
  'jobs.batch',
  'namespaces',
  'nodes',
  'pods',
  'replicationcontrollers',
  'resourceslices.resource.k8s.io',
  'secrets',
  'services',
]);

/** An empty requirement asks for nothing. */
export function fieldRequirements(kind: KindDefinition, text: string): readonly FieldRequirement[] {
  const requirements = parseFieldSelector(text).filter(({ field, value }) => field !== '' || value !== '');
  return requirements.map((requirement) => ({ ...requirement, field: knownLabel(kind, requirement.field) }));
}

function knownLabel(kind: KindDefinition, label: string): string {
  const resource = groupResource(kind.type);
  const isOwn = OWN_LABELS.has(resource) || kind.custom !== undefined;
  if (label === 'metadata.name' || (label === 'metadata.namespace' && (kind.type.namespaced || !isOwn))) return label;
  if (resource === 'pods' && label === 'spec.host') return 'spec.nodeName';
  if (isOwn && kind.selectableFields.includes(label)) return label;
  throw badRequestError(refusal(resource, isOwn, label));
}

function refusal(resource: string, isOwn: boolean, label: string): string {
  const quoted = JSON.stringify(label);
  if (!isOwn) return `${quoted} is not a known field selector: only "metadata.name", "metadata.namespace"`;
  if (resource === 'jobs.batch') return `field label ${quoted} not supported for Job`;
  return `field label not supported${resource.startsWith('resourceslices') ? ' for resource.k8s.io/v1, Kind=ResourceSlice' : ''}: ${label}`;
}

export function fieldValue(kind: KindDefinition, object: KubeObject, field: string): string {
  if (field === 'metadata.name') return object.metadata.name ?? '';
  if (field === 'metadata.namespace') return object.metadata.namespace ?? '';
  return kind.fieldValue?.(object, field) ?? '';
}
