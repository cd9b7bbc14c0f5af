/** What claims and classes of devices have in common: selectors, and parameters for a driver. */
import { invalid, required, tooLong } from '../../field-error.ts';
import { utf8Length } from '../../names.ts';
import { isRecord } from '../../patch/record.ts';
import type { JsonValue } from '../../scalars.ts';
import type { DeviceSelector, OpaqueDeviceConfiguration } from '../../types.gen.ts';
import type { Findings } from '../checks.ts';
import { checkList } from './lists.ts';
import { checkDriverName } from './names.ts';
import { selectorFault } from './selector.ts';

const MOST_SELECTORS = 32;
const LONGEST_TEXT = 10 * 1024;

export function checkSelectors(selectors: readonly DeviceSelector[] | undefined, path: string, findings: Findings): void {
  checkList(selectors, MOST_SELECTORS, checkSelector, path, findings);
}

function checkSelector({ cel }: DeviceSelector, path: string, findings: Findings): void {
  if (cel === undefined) return void findings.push(required(`${path}.cel`));
  const at = `${path}.cel.expression`;
  if (utf8Length(cel.expression) > LONGEST_TEXT) return void findings.push(tooLong(at, LONGEST_TEXT));
  const fault = selectorFault(cel.expression);
  if (fault !== undefined) findings.push(invalid(at, cel.expression, fault));
}

export function checkConfiguration(opaque: OpaqueDeviceConfiguration | undefined, path: string, findings: Findings): void {
  if (opaque === undefined) return void findings.push(required(`${path}.opaque`));
  checkDriverName(opaque.driver, `${path}.opaque.driver`, findings);
  checkRaw(opaque.parameters, LONGEST_TEXT, `${path}.opaque.parameters`, findings);
}

/** Some JSON object. */
export function checkRaw(value: JsonValue | undefined, most: number, path: string, findings: Findings): void {
  if (value === undefined || value === null) findings.push(required(path));
  else if (utf8Length(JSON.stringify(value)) > most) findings.push(tooLong(path, most));
  else if (!isRecord(value)) findings.push(invalid(path, '<value omitted>', 'must be a valid JSON object'));
}
