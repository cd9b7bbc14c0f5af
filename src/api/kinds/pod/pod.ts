import { prepareForEphemeralContainers, validateEphemeralContainersUpdate } from './ephemeral-containers.ts';
import { preparePodForResize, validatePodResize } from './resize.ts';
import { deepEqual } from '../../../base/equal.ts';
import { POD } from '../../resources.ts';
import type { Pod } from '../../types.gen.ts';
import { plainKind } from '../plain.ts';
import { POD_COLUMNS } from './columns.ts';
import { defaultPod } from './defaults.ts';
import { validatePodStatusUpdate } from './status-update.ts';
import { preparePodForCreate, preparePodForStatusUpdate, preparePodForUpdate } from './strategy.ts';
import { validatePodUpdate } from './update.ts';
import { validatePod } from './validate.ts';
import { podWarnings } from './warnings.ts';

/** Defaults, rules and warnings stand in the files beside this one; resizing and ephemeral containers in `resize.ts`. */
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
  strategies: {
    resize: { prepare: preparePodForResize, validate: validatePodResize },
    ephemeralcontainers: { prepare: prepareForEphemeralContainers, validate: validateEphemeralContainersUpdate },
  },
  generationChanged: (next, stored) => next.spec !== stored.spec && !deepEqual(next.spec, stored.spec),
  validate: validatePod,
  validateUpdate: validatePodUpdate,
  validateStatusUpdate: validatePodStatusUpdate,
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
