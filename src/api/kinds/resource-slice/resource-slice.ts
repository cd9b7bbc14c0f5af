import type { WriteContext } from '../../kind.ts';
import { RESOURCE_SLICE } from '../../resources.ts';
import { formatTime } from '../../time.ts';
import type { Device, DeviceAttribute, ResourcePool, ResourceSlice, ResourceSliceSpec } from '../../types.gen.ts';
import { AGE, NAME, column } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { alter, drop, fill, mapShared } from '../sharing.ts';
import { validateSlice, validateSliceUpdate } from './validate.ts';

/** `pkg/apis/resource`, `pkg/registry/resource/resourceslice`: what devices a driver offers, where. */
export const resourceSliceKind = plainKind<ResourceSlice>(RESOURCE_SLICE, {
  hasGeneration: true,
  returnsObjectOnDelete: true,
  selectableFields: ['spec.nodeName', 'spec.driver'],
  fieldValue: ({ spec }, field) => (field === 'spec.driver' ? driverOf(spec) : (spec.nodeName ?? '')),
  default: (slice) =>
    alter(fill<ResourceSlice>(slice, { spec: {} as ResourceSliceSpec }), 'spec', (spec) => fill(spec, { pool: {} as ResourcePool })),
  prepareForCreate: (slice, context) => withDevices(slice, context),
  prepareForUpdate: (next, _stored, context) => withDevices(next, context),
  validate: validateSlice,
  validateUpdate: validateSliceUpdate,
  warnings: ({ spec }) => {
    const driver = driverOf(spec);
    if (driver === driver.toLowerCase()) return [];
    return [`spec.driver: driver names should be lowercase; ${JSON.stringify(driver)} contains uppercase characters`];
  },
  columns: [
    NAME,
    column<ResourceSlice>('Node', 'string', ({ spec }) => spec.nodeName ?? ''),
    column<ResourceSlice>('Driver', 'string', ({ spec }) => driverOf(spec)),
    column<ResourceSlice>('Pool', 'string', ({ spec }) => poolOf(spec.pool)),
    AGE,
  ],
});

function driverOf({ driver = '' }: Partial<ResourceSliceSpec>): string {
  return driver;
}

function poolOf({ name = '' }: Partial<ResourcePool>): string {
  return name;
}

/** Taints get the time at which they were added; fields of alpha features are dropped. */
function withDevices(slice: ResourceSlice, context: WriteContext | undefined): ResourceSlice {
  const now = formatTime(context?.server.now() ?? 0);
  return alter(slice, 'spec', (spec) => alter(spec, 'devices', (devices) => mapShared(devices, (device) => served(device, now))));
}

function served(device: Device, now: string): Device {
  const withTimes = alter(device, 'taints', (taints) =>
    mapShared(taints, (taint) => (taint.timeAdded === undefined ? { ...taint, timeAdded: now } : taint)),
  );
  return alter(drop(withTimes, 'nodeAllocatableResourceMappings'), 'attributes', withoutLists);
}

const LISTS = ['bools', 'ints', 'strings', 'versions'] as const;

function withoutLists(attributes: { readonly [key: string]: DeviceAttribute }): { readonly [key: string]: DeviceAttribute } {
  if (!Object.values(attributes).some((attribute) => LISTS.some((list) => attribute[list] !== undefined))) return attributes;
  return Object.fromEntries(
    Object.entries(attributes).map(([key, attribute]) => [key, LISTS.reduce((kept, list) => drop(kept, list), attribute)]),
  );
}
