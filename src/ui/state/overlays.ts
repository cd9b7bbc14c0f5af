import { create } from 'zustand';
import { PLAIN_COLOURS } from '../../view/overlays/overlays.ts';
import type { Overlays } from '../../view/overlays/overlays.ts';
import { isRecord, oneOf, persist } from './persist.ts';

export const useOverlays = create<Overlays>(() => ({ colour: { by: 'state' }, services: false, owners: true }));

persist(useOverlays, {
  key: 'overlays',
  write: (state) => ({ ...state }),
  read: (kept) => {
    if (!isRecord(kept)) return {};
    const colour = isRecord(kept.colour) ? kept.colour : {};
    const by = oneOf(colour.by, [...PLAIN_COLOURS, 'label']);
    const services = kept.services === true;
    const owners = kept.owners !== false;
    if (by === 'label')
      return typeof colour.key === 'string' ? { colour: { by, key: colour.key }, services, owners } : { services, owners };
    return by ? { colour: { by }, services, owners } : { services, owners };
  },
});
