import { COMPONENT_STATUS } from '../../resources.ts';
import type { ComponentCondition, ComponentStatus } from '../../types.gen.ts';
import { NAME, column } from '../columns.ts';
import { virtualKind } from '../virtual.ts';

export const componentStatusKind = virtualKind<ComponentStatus>(COMPONENT_STATUS, {
  shortNames: ['cs'],
  verbs: ['get', 'list'],
  deprecated: 'v1 ComponentStatus is deprecated in v1.19+',
  columns: [
    NAME,
    column<ComponentStatus>('Status', 'string', (component) => HEALTH[healthOf(component)?.status ?? ''] ?? 'Unhealthy'),
    column<ComponentStatus>('Message', 'string', (component) => healthOf(component)?.message ?? ''),
    column<ComponentStatus>('Error', 'string', (component) => healthOf(component)?.error ?? ''),
  ],
});

const HEALTH: { readonly [status: string]: string | undefined } = { '': 'Unknown', True: 'Healthy' };

function healthOf({ conditions = [] }: ComponentStatus): ComponentCondition | undefined {
  return conditions.find(({ type }) => type === 'Healthy');
}
