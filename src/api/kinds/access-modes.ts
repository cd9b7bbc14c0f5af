import { forbidden, notSupported } from '../field-error.ts';
import type { Findings } from './checks.ts';

const SUPPORTED = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

/** How volumes and claims may be mounted; the one mode that is for a single pod goes with no other. */
export function checkAccessModes(modes: readonly string[], path: string, findings: Findings): void {
  for (const mode of modes) if (!SUPPORTED.includes(mode)) findings.push(notSupported(path, mode, SUPPORTED));
  const isForOnePod = modes.includes('ReadWriteOncePod');
  if (isForOnePod && modes.some((mode) => mode !== 'ReadWriteOncePod' && SUPPORTED.includes(mode))) {
    findings.push(forbidden(path, 'may not use ReadWriteOncePod with other access modes'));
  }
}

const SHORT: readonly (readonly [mode: string, short: string])[] = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
];

/** As columns show them. */
export function accessModesText(modes: readonly string[] = []): string {
  return SHORT.filter(([mode]) => modes.includes(mode))
    .map(([, short]) => short)
    .join(',');
}
