/** `pkg/apis/flowcontrol/validation`, of priority levels. */
import { ownValue } from '../../../base/own.ts';
import { deepEqual } from '../../../base/equal.ts';
import { type FieldError, forbidden, invalid, required } from '../../field-error.ts';
import { nameOf } from '../../object.ts';
import type {
  ExemptPriorityLevelConfiguration,
  LimitResponse,
  LimitedPriorityLevelConfiguration,
  PriorityLevelConfiguration,
  PriorityLevelConfigurationSpec,
  QueuingConfiguration,
} from '../../types.gen.ts';
import { type Findings, checkOneOf, findingsOf, rangeText } from '../checks.ts';
import { goNames } from '../flow-schema/go-names.ts';
import { MANDATORY_LEVELS } from '../flow-schema/mandatory.ts';
import { conditionFindings } from '../flow-schema/validate.ts';
import { drop } from '../sharing.ts';

const OLD_ANNOTATION = 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares';

export function validatePriorityLevel(level: PriorityLevelConfiguration): readonly FieldError[] {
  const spec = level.spec ?? ({} as PriorityLevelConfigurationSpec);
  const name = nameOf(level);
  return findingsOf((findings) => {
    if (level.metadata.annotations?.[OLD_ANNOTATION] !== undefined)
      findings.push(forbidden('metadata.annotations', `annotation '${OLD_ANNOTATION}' is forbidden`));
    checkSpec(name, spec, findings);
    checkFixed(name, spec, findings);
    findings.push(...conditionFindings(level.status?.conditions));
  });
}

function checkFixed(name: string, spec: PriorityLevelConfigurationSpec, findings: Findings): void {
  const fixed = ownValue(MANDATORY_LEVELS, name);
  if (fixed === undefined) return;
  const isExempt = name === 'exempt';
  if (deepEqual(isExempt ? drop(spec, 'exempt') : spec, fixed)) return;
  const except = isExempt ? " except the 'spec.exempt' field" : '';
  findings.push(invalid('spec', goNames(spec), `spec of '${name}'${except} must equal the fixed value`));
}

function checkSpec(name: string, spec: Partial<PriorityLevelConfigurationSpec>, findings: Findings): void {
  const { type = '', exempt, limited } = spec;
  if ((name === 'exempt') !== (type === 'Exempt'))
    findings.push(invalid('spec.type', type, "must be 'Exempt' if and only if `name` is 'exempt'"));
  switch (type) {
    case 'Exempt':
      if (limited !== undefined) findings.push(forbidden('spec.limited', 'must be nil if the type is not Limited'));
      if (exempt !== undefined) checkExempt(exempt, findings);
      return;
    case 'Limited':
      if (exempt !== undefined) findings.push(forbidden('spec.exempt', 'must be nil if the type is Limited'));
      if (limited === undefined) findings.push(required('spec.limited', 'must not be empty when type is Limited'));
      else checkLimited(limited, findings);
      return;
    default:
      checkOneOf(type, ['Exempt', 'Limited'], 'spec.type', findings);
  }
}

const NOT_NEGATIVE = 'must be a non-negative integer';

function checkExempt(
  { nominalConcurrencyShares: shares = 0, lendablePercent }: ExemptPriorityLevelConfiguration,
  findings: Findings,
): void {
  if (shares < 0) findings.push(invalid('spec.exempt.nominalConcurrencyShares', shares, NOT_NEGATIVE));
  checkPercent(lendablePercent, 'spec.exempt.lendablePercent', findings);
}

function checkPercent(percent = 0, path: string, findings: Findings): void {
  if (percent < 0 || percent > 100) findings.push(invalid(path, percent, rangeText(0, 100)));
}

function checkLimited(limited: LimitedPriorityLevelConfiguration, findings: Findings): void {
  const { nominalConcurrencyShares: shares = 0, limitResponse, lendablePercent, borrowingLimitPercent: borrowing = 0 } = limited;
  if (shares < 0) findings.push(invalid('spec.limited.nominalConcurrencyShares', shares, NOT_NEGATIVE));
  checkResponse(limitResponse, 'spec.limited.limitResponse', findings);
  checkPercent(lendablePercent, 'spec.limited.lendablePercent', findings);
  if (borrowing < 0) findings.push(invalid('spec.limited.borrowingLimitPercent', borrowing, `if specified, ${NOT_NEGATIVE}`));
}

function checkResponse(response: LimitResponse | undefined, path: string, findings: Findings): void {
  const { type = '', queuing } = response ?? {};
  switch (type) {
    case 'Reject':
      if (queuing !== undefined) findings.push(forbidden(`${path}.queuing`, 'must be nil if limited.limitResponse.type is not Limited'));
      return;
    case 'Queue':
      if (queuing === undefined) findings.push(required(`${path}.queuing`, 'must not be empty if limited.limitResponse.type is Limited'));
      else checkQueuing(queuing, `${path}.queuing`, findings);
      return;
    default:
      checkOneOf(type, ['Queue', 'Reject'], `${path}.type`, findings);
  }
}

const MAX_QUEUES = 10_000_000;
const MAX_HASH_BITS = 60;

/** A hand of queues is dealt by the bits of one hash, which must suffice. */
function checkQueuing({ queueLengthLimit = 0, queues = 0, handSize = 0 }: QueuingConfiguration, path: string, findings: Findings): void {
  if (queueLengthLimit <= 0) findings.push(invalid(`${path}.queueLengthLimit`, queueLengthLimit, 'must be positive'));
  if (queues <= 0) findings.push(invalid(`${path}.queues`, queues, 'must be positive'));
  else if (queues > MAX_QUEUES) findings.push(invalid(`${path}.queues`, queues, `must not be greater than ${MAX_QUEUES}`));
  const at = `${path}.handSize`;
  if (handSize <= 0) findings.push(invalid(at, handSize, 'must be positive'));
  else if (handSize > queues) findings.push(invalid(at, handSize, `should not be greater than queues (${queues})`));
  else if (Math.ceil(Math.log2(queues) * handSize) > MAX_HASH_BITS)
    findings.push(
      invalid(
        at,
        handSize,
        `required entropy bits of deckSize ${queues} and handSize ${handSize} should not be greater than ${MAX_HASH_BITS}`,
      ),
    );
}
