import { type FieldError, invalid } from '../../field-error.ts';
import { DEVICE_CLASS } from '../../resources.ts';
import type { DeviceClass, DeviceClassSpec } from '../../types.gen.ts';
import { findingsOf } from '../checks.ts';
import { AGE, NAME } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { checkConfiguration, checkSelectors } from '../resource-claim/configuration.ts';
import { MOST_CONFIGS } from '../resource-claim/devices.ts';
import { checkList } from '../resource-claim/lists.ts';
import { labelKey } from '../../names.ts';

export const deviceClassKind = plainKind<DeviceClass>(DEVICE_CLASS, {
  hasGeneration: true,
  returnsObjectOnDelete: true,
  validate: validateClass,
  validateUpdate: validateClass,
  columns: [NAME, AGE],
});

function validateClass(deviceClass: DeviceClass): readonly FieldError[] {
  const { selectors, config, extendedResourceName: name }: DeviceClassSpec = deviceClass.spec ?? {};
  return findingsOf((findings) => {
    checkSelectors(selectors, 'spec.selectors', findings);
    checkList(config, MOST_CONFIGS, ({ opaque }, path, found) => checkConfiguration(opaque, path, found), 'spec.config', findings);
    if (name !== undefined && !isExtendedResource(name))
      findings.push(invalid('spec.extendedResourceName', name, 'must be a valid extended resource name'));
  });
}

/** One that no part of Kubernetes owns; it must do with `requests.` before it, too. */
function isExtendedResource(name: string): boolean {
  const isNative = !name.includes('/') || name.includes('kubernetes.io/');
  return !isNative && !name.startsWith('requests.') && labelKey(`requests.${name}`).length === 0;
}
