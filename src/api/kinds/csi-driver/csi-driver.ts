import { deepEqual } from '../../../base/equal.ts';
import { type FieldError, duplicate, invalid, notSupported, required } from '../../field-error.ts';
import { CSI_DRIVER } from '../../resources.ts';
import type { CSIDriver, CSIDriverSpec, StorageTokenRequest } from '../../types.gen.ts';
import { type Findings, checkOneOf, findingsOf, immutable, shown } from '../checks.ts';
import { AGE, NAME, column, orNone } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { alter, drop, fill, fillAbsent, put } from '../sharing.ts';

/** `pkg/apis/storage`, `pkg/registry/storage/csidriver`. */
export const csiDriverKind = plainKind<CSIDriver>(CSI_DRIVER, {
  requireVersionOnUpdate: true,
  returnsObjectOnDelete: true,
  default: (driver) => alter(fill<CSIDriver>(driver, { spec: {} }), 'spec', defaultSpec),
  prepareForCreate: (driver) => alter(driver, 'spec', withoutAlphaFields),
  prepareForUpdate: (next, stored) => withGeneration(alter(next, 'spec', withoutAlphaFields), stored),
  validate: ({ spec }) => findingsOf((findings) => checkSpec(spec ?? {}, findings)),
  validateUpdate,
  warnings: ({ spec }, stored) =>
    tokensWithoutPlace(spec ?? {}) && !(stored && deepEqual(spec?.tokenRequests, stored.spec?.tokenRequests)) ? [TOKENS_WARNING] : [],
  columns: [
    NAME,
    column<CSIDriver>('AttachRequired', 'boolean', ({ spec }) => spec?.attachRequired ?? true),
    column<CSIDriver>('PodInfoOnMount', 'boolean', ({ spec }) => spec?.podInfoOnMount ?? false),
    column<CSIDriver>('StorageCapacity', 'boolean', ({ spec }) => spec?.storageCapacity ?? false),
    column<CSIDriver>('TokenRequests', 'string', ({ spec }) => spec?.tokenRequests?.map(({ audience }) => audience).join(',') ?? '<unset>'),
    column<CSIDriver>('RequiresRepublish', 'boolean', ({ spec }) => spec?.requiresRepublish ?? false),
    column<CSIDriver>('Modes', 'string', ({ spec }) => orNone((spec?.volumeLifecycleModes ?? []).join(','))),
    AGE,
  ],
});

function defaultSpec(spec: CSIDriverSpec): CSIDriverSpec {
  const next = fillAbsent(spec, {
    attachRequired: true,
    podInfoOnMount: false,
    storageCapacity: false,
    fsGroupPolicy: 'ReadWriteOnceWithFSType',
    requiresRepublish: false,
    seLinuxMount: false,
  });
  return (next.volumeLifecycleModes ?? []).length > 0 ? next : put(next, 'volumeLifecycleModes', ['Persistent']);
}

/** Behind a gate (VolumeLimitScaling) that is closed. */
function withoutAlphaFields(spec: CSIDriverSpec): CSIDriverSpec {
  return drop(spec, 'preventPodSchedulingIfMissing');
}

/** A driver has no generation before its first change. */
function withGeneration(next: CSIDriver, stored: CSIDriver): CSIDriver {
  if (deepEqual(next.spec, stored.spec)) return next;
  return { ...next, metadata: { ...next.metadata, generation: (stored.metadata.generation ?? 0) + 1 } };
}

const TOKENS_WARNING =
  'spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging of tokens in volume attributes';

function tokensWithoutPlace({ tokenRequests = [], serviceAccountTokenInSecrets }: CSIDriverSpec): boolean {
  return tokenRequests.length > 0 && serviceAccountTokenInSecrets === undefined;
}

const POLICIES = ['File', 'None', 'ReadWriteOnceWithFSType'];
const MODES = ['Persistent', 'Ephemeral'];
const MIN_PERIOD_SECONDS = 10;

function checkSpec(spec: CSIDriverSpec, findings: Findings): void {
  const need = (field: keyof CSIDriverSpec, name: string = field): void => {
    if (spec[field] === undefined) findings.push(required(`spec.${name}`));
  };
  const { tokenRequests = [], nodeAllocatableUpdatePeriodSeconds: period, serviceAccountTokenInSecrets: inSecrets } = spec;
  need('attachRequired', 'attachedRequired');
  need('podInfoOnMount');
  need('storageCapacity');
  if (spec.fsGroupPolicy !== undefined) checkOneOf(spec.fsGroupPolicy, POLICIES, 'spec.fsGroupPolicy', findings);
  checkTokens(tokenRequests, 'spec.tokenRequests', findings);
  for (const mode of spec.volumeLifecycleModes ?? []) {
    if (!MODES.includes(mode)) findings.push(notSupported('spec.volumeLifecycleModes', mode, MODES));
  }
  need('seLinuxMount');
  if (period !== undefined && period < MIN_PERIOD_SECONDS) {
    findings.push(invalid('spec.nodeAllocatableUpdatePeriodSeconds', period, 'must be greater than or equal to 10 seconds'));
  }
  if (inSecrets === undefined || tokenRequests.length > 0) return;
  const detail = 'serviceAccountTokenInSecrets is set but no tokenRequests are specified';
  findings.push(invalid('spec.serviceAccountTokenInSecrets', inSecrets, detail));
}

const MIN_SECONDS = 600;
const MAX_SECONDS = 2 ** 32;

function checkTokens(requests: readonly StorageTokenRequest[], path: string, findings: Findings): void {
  const audiences = new Set<string>();
  for (const [index, { audience = '', expirationSeconds: seconds }] of requests.entries()) {
    const at = `${path}[${index}]`;
    if (audiences.has(audience)) {
      findings.push(duplicate(`${at}.audience`, audience));
      continue;
    }
    audiences.add(audience);
    const complain = (detail: string): unknown => findings.push(invalid(`${at}.expirationSeconds`, seconds, detail));
    if (seconds !== undefined && seconds < MIN_SECONDS) complain('may not specify a duration less than 10 minutes');
    if (seconds !== undefined && seconds > MAX_SECONDS) complain('may not specify a duration larger than 2^32 seconds');
  }
}

function validateUpdate(next: CSIDriver, stored: CSIDriver): readonly FieldError[] {
  return findingsOf((findings) => {
    const spec = next.spec ?? {};
    const before = stored.spec ?? {};
    checkSpec(spec, findings);
    if (spec.attachRequired !== before.attachRequired) findings.push(immutable('spec.attachedRequired', spec.attachRequired));
    if (!deepEqual(spec.volumeLifecycleModes, before.volumeLifecycleModes)) {
      findings.push(immutable('spec.volumeLifecycleModes', shown(spec.volumeLifecycleModes)));
    }
  });
}
