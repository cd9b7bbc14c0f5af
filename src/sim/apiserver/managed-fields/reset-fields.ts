/**
 * Fields that a write can't touch, which nobody comes to manage by naming them in it: the status in a write to the object, the
 * spec in a write to the status (GetResetFields of pkg/registry/<group>/<kind>/strategy.go).
 */
import { type FieldSet, NO_FIELDS, setOf } from '../../../api/apply/field-set.ts';
import { fieldElement } from '../../../api/apply/path-element.ts';
import type { KindDefinition } from '../../../api/kind.ts';

export function resetFields(kind: KindDefinition, subresource: string): FieldSet {
  const { kind: name } = kind.type;
  switch (subresource) {
    case '':
      return fields(name === 'CertificateSigningRequest' ? 'spec status' : kind.subresources.includes('status') ? 'status' : '');
    case 'status':
      return fields(STATUS[name] ?? (kind.custom ? 'spec metadata' : 'spec'));
    case 'approval':
      return fields('spec status.certificate');
    case 'finalize':
      return fields('status');
    default:
      return NO_FIELDS;
  }
}

/** Kinds of which a write to the status can't touch more than the spec. */
const STATUS: Readonly<Record<string, string>> = {
  APIService: 'spec metadata',
  CertificateSigningRequest: 'spec status.conditions',
  Deployment: 'spec metadata.labels',
  FlowSchema: 'spec metadata',
  Pod: 'spec metadata.deletionTimestamp metadata.ownerReferences',
  PriorityLevelConfiguration: 'spec metadata',
  ResourceClaim: 'spec metadata',
  ServiceCIDR: 'spec metadata',
  ValidatingAdmissionPolicy: 'spec metadata',
  VolumeAttachment: 'spec metadata',
};

const made = new Map<string, FieldSet>();

function fields(paths: string): FieldSet {
  const known = made.get(paths);
  if (known !== undefined) return known;
  const set = paths === '' ? NO_FIELDS : setOf(...paths.split(' ').map((path) => path.split('.').map(fieldElement)));
  made.set(paths, set);
  return set;
}
