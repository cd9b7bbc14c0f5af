/** How much of a device there is, and in which portions it is given away. */
import { duplicate, forbidden, invalid, required, tooMany } from '../../field-error.ts';
import { addQuantities, compareQuantities, quantityValue } from '../../quantity.ts';
import type { Quantity } from '../../scalars.ts';
import type { CapacityRequestPolicy, CapacityRequestPolicyRange, DeviceCapacity } from '../../types.gen.ts';
import type { Findings } from '../checks.ts';

/** Only what several claims may share is given away in portions. */
export function checkCapacity({ value, requestPolicy: policy }: DeviceCapacity, shared: boolean, path: string, findings: Findings): void {
  if (policy === undefined) return;
  const at = `${path}.requestPolicy`;
  if (!shared) findings.push(forbidden(at, 'allowMultipleAllocations must be true'));
  else checkPolicy(policy, value, at, findings);
}

function checkPolicy(
  { validValues: values = [], validRange: range, default: initial }: CapacityRequestPolicy,
  most: Quantity,
  path: string,
  findings: Findings,
): void {
  if (values.length === 0 && range === undefined) return;
  if (values.length > 0 && range !== undefined)
    return void findings.push(
      forbidden(path, 'exactly one policy can be specified, cannot specify "validValues" and "validRange" at the same time'),
    );
  const kind = range === undefined ? 'validValues' : 'validRange';
  if (initial === undefined) findings.push(required(`${path}.default`, `required when ${kind} is defined`));
  else if (range === undefined) checkValues(values, initial, most, `${path}.validValues`, findings);
  else checkRange(range, initial, most, `${path}.validRange`, findings);
}

const MOST_VALUES = 10;

function checkValues(values: readonly Quantity[], initial: Quantity, most: Quantity, path: string, findings: Findings): void {
  for (const [index, value] of values.entries()) {
    const before = values[index - 1];
    if (before !== undefined && compareQuantities(before, value) > 0)
      findings.push(invalid(`${path}[${index}]`, value, 'values must be sorted in ascending order'));
  }
  if (values.length > MOST_VALUES) findings.push(tooMany(path, values.length, MOST_VALUES));
  else checkOptions(values, most, path, findings);
  const isOption = values.length <= MOST_VALUES && values.some((value) => compareQuantities(value, initial) === 0);
  if (!isOption) findings.push(invalid(path, initial, 'default value is not valid according to the requestPolicy'));
}

function checkOptions(values: readonly Quantity[], most: Quantity, path: string, findings: Findings): void {
  for (const [index, value] of values.entries())
    if (compareQuantities(value, most) > 0)
      findings.push(invalid(`${path}[${index}]`, value, `option is larger than capacity value: ${most}`));
  const wholes = values.map(quantityValue);
  for (const [index, whole] of wholes.entries())
    if (wholes.indexOf(whole) < index) findings.push(duplicate(`${path}[${index}]`, String(whole)));
}

function checkRange(
  { min, max, step }: CapacityRequestPolicyRange,
  initial: Quantity,
  most: Quantity,
  path: string,
  findings: Findings,
): void {
  if (min === undefined) return void findings.push(required(`${path}.min`, 'required when validRange is defined'));
  const exceeds = (a: Quantity, b: Quantity) => compareQuantities(a, b) > 0;
  if (exceeds(min, most)) findings.push(invalid(`${path}.min`, min, `min is larger than capacity value: ${most}`));
  if (exceeds(min, initial)) findings.push(invalid(`${path}.min`, initial, `default is less than min: ${min}`));
  if (max !== undefined) {
    if (exceeds(min, max)) findings.push(invalid(`${path}.max`, min, `min is larger than max: ${max}`));
    if (exceeds(max, most)) findings.push(invalid(`${path}.max`, max, `max is larger than capacity value: ${most}`));
    if (exceeds(initial, max)) findings.push(invalid(`${path}.max`, initial, `default is more than max: ${max}`));
  }
  if (step === undefined) return;
  const second = addQuantities(min, step);
  if (exceeds(second, most)) findings.push(invalid(`${path}.step`, step, `one step ${second} is larger than capacity value: ${most}`));
  checkStep(initial, min, step, `${path}.step`, findings);
  if (max !== undefined) checkStep(max, min, step, `${path}.step`, findings);
}

function checkStep(value: Quantity, min: Quantity, step: Quantity, path: string, findings: Findings): void {
  if ((quantityValue(value) - quantityValue(min)) % quantityValue(step) === 0) return;
  findings.push(invalid(path, value, `value is not a multiple of a given step (${step}) from (${min})`));
}
