import { BINDING } from '../../resources.ts';
import { virtualKind } from '../virtual.ts';

export const bindingKind = virtualKind(BINDING);
