import { deepEqual } from '../../../base/equal.ts';
import { POD } from '../../resources.ts';
import type { Pod } from '../../types.gen.ts';
import { plainKind } from '../plain.ts';
import { NONE } from '../checks.ts';
import { POD_COLUMNS } from './columns.ts';
import { defaultPod } from './defaults.ts';
import { latePodRules, lateStrategy } from './late.ts';
import { preparePodForCreate, preparePodForStatusUpdate, preparePodForUpdate } from './strategy.ts';
import { podWarnings } from './warnings.ts';

/** Defaults, rules and warnings stand in the files beside this one; rules come late (`late.ts`). */
export const podKind = plainKind<Pod>(POD, {
  shortNames: ['po'],
  categories: ['all'],
  hasGeneration: true,
  subresources: ['status', 'binding', 'eviction', 'resize', 'ephemeralcontainers', 'log', 'exec', 'attach', 'portforward', 'proxy'],
  returnsObjectOnDelete: true,
  selectableFields: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.podIPs',
    'status.nominatedNodeName',
  ],
  fieldValue: podField,
  default: defaultPod,
  prepareForCreate: preparePodForCreate,
  prepareForUpdate: preparePodForUpdate,
  prepareForStatusUpdate: preparePodForStatusUpdate,
  strategies: { resize: lateStrategy('resize'), ephemeralcontainers: lateStrategy('ephemeralcontainers') },
  generationChanged: (next, stored) => next.spec !== stored.spec && !deepEqual(next.spec, stored.spec),
  validate: (pod) => latePodRules()?.validate(pod) ?? NONE,
  validateUpdate: (next, stored) => latePodRules()?.validateUpdate(next, stored) ?? NONE,
  validateStatusUpdate: (next, stored) => latePodRules()?.validateStatusUpdate(next, stored) ?? NONE,
  warnings: podWarnings,
  columns: POD_COLUMNS,
});

function podField({ spec, status }: Pod, field: string): string {
  switch (field) {
    case 'spec.nodeName':
      return spec?.nodeName ?? '';
    case 'spec.restartPolicy':
      return spec?.restartPolicy ?? '';
    case 'spec.schedulerName':
      return spec?.schedulerName ?? '';
    case 'spec.serviceAccountName':
      return spec?.serviceAccountName ?? '';
    case 'spec.hostNetwork':
      return String(spec?.hostNetwork ?? false);
    case 'status.phase':
      return status?.phase ?? '';
    case 'status.podIP':
    case 'status.podIPs':
      return status?.podIP ?? '';
    case 'status.nominatedNodeName':
      return status?.nominatedNodeName ?? '';
    default:
      return '';
  }
}
