import { create } from 'zustand';
import { PLAIN_ARRANGEMENTS, PLAIN_COLOURS } from '../../view/overlays/overlays.ts';
import type { Overlays } from '../../view/overlays/overlays.ts';
import { isRecord, oneOf, persist } from './persist.ts';

export const useOverlays = create<Overlays>(() => ({
  colour: { by: 'state' },
  arrange: { by: 'node' },
  services: false,
  owners: true,
  others: ['under-way'],
}));

persist(useOverlays, {
  key: 'overlays',
  write: (state) => ({ ...state }),
  read: (kept) => {
    if (!isRecord(kept)) return {};
    const colour = isRecord(kept.colour) ? kept.colour : {};
    const by = oneOf(colour.by, [...PLAIN_COLOURS, 'label']);
    const services = kept.services === true;
    const owners = kept.owners !== false;
    const shown = { ...arrangeOf(kept.arrange), services, owners, others: namesOf(kept.others) };
    if (by === 'label') return typeof colour.key === 'string' ? { ...shown, colour: { by, key: colour.key } } : shown;
    return by ? { ...shown, colour: { by } } : shown;
  },
});

function namesOf(kept: unknown): readonly string[] {
  return Array.isArray(kept) ? kept.filter((name): name is string => typeof name === 'string').slice(0, 20) : [];
}

function arrangeOf(kept: unknown): Partial<Overlays> {
  if (!isRecord(kept)) return {};
  const by = oneOf(kept.by, [...PLAIN_ARRANGEMENTS, 'label']);
  if (by === 'label') return typeof kept.key === 'string' ? { arrange: { by, key: kept.key } } : {};
  return by ? { arrange: { by } } : {};
}
