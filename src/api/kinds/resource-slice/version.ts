import { invalid } from '../../field-error.ts';
import type { Findings } from '../checks.ts';

const NUMBER = String.raw`(0|[1-9]\d*)`;
const PRE_RELEASE = String.raw`(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)`;
const BUILD = '[0-9a-zA-Z-]+';
const SEMANTIC = new RegExp(String.raw`^${NUMBER}\.${NUMBER}\.${NUMBER}(-${PRE_RELEASE}(\.${PRE_RELEASE})*)?(\+${BUILD}(\.${BUILD})*)?$`);

export function checkVersion(version: string, path: string, findings: Findings): void {
  if (!SEMANTIC.test(version)) findings.push(invalid(path, version, 'must be a string compatible with semver.org spec 2.0.0'));
}
