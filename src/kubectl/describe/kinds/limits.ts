import { formatQuantity, parseQuantity } from '../../../api/quantity.ts';
import type { LimitRange, LimitRangeItem, ResourceQuota } from '../../../api/types.gen.ts';
import { defineDescriber } from '../describer.ts';
import { field, optional, sorted, tableLines } from '../text.ts';

const LIMIT_COLUMNS = ['Type', 'Resource', 'Min', 'Max', 'Default Request', 'Default Limit', 'Max Limit/Request Ratio'];

export const limitRangeDescriber = defineDescriber<LimitRange>({
  kind: 'LimitRange',
  withoutEvents: true,
  describe: (_session, range) => `${nameLines(range)}${limitTable('', [range])}`,
});

/** Limits of all of a namespace's LimitRanges. */
export function limitTable(indent: string, ranges: readonly LimitRange[]): string {
  return tableLines(
    indent,
    LIMIT_COLUMNS,
    ranges.flatMap(({ spec }) => (spec?.limits ?? []).flatMap(limitRows)),
  );
}

function limitRows({
  type,
  min = {},
  max = {},
  defaultRequest = {},
  default: limit = {},
  maxLimitRequestRatio: ratio = {},
}: LimitRangeItem) {
  const columns = [min, max, defaultRequest, limit, ratio];
  const names = [...new Set(columns.flatMap((column) => Object.keys(column)))].toSorted();
  return names.map((name) => [type, name, ...columns.map((column) => column[name] ?? '-')]);
}

export const resourceQuotaDescriber = defineDescriber<ResourceQuota>({
  kind: 'ResourceQuota',
  withoutEvents: true,
  describe: (_session, quota) =>
    `${nameLines(quota)}${scopeLines(quota, '', ' * ')}${tableLines('', ['Resource', 'Used', 'Hard'], usageRows(quota, usedAs))}`,
});

/** A quota among the others of its namespace. */
export function quotaBlock(quota: ResourceQuota): string {
  const rows = usageRows(quota, (used) => used);
  const table = tableLines('  ', ['Resource', 'Used', 'Hard'], rows, ['--------', '---', '---']);
  return `${field('  Name', quota.metadata.name ?? '')}${scopeLines(quota, '  ', '  * ')}${table}`;
}

function nameLines({ metadata }: LimitRange | ResourceQuota): string {
  return field('Name', metadata.name ?? '') + optional('Namespace', metadata.namespace);
}

const SCOPES: ReadonlyMap<string, string> = new Map([
  [
    'Terminating',
    'Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.',
  ],
  [
    'NotTerminating',
    'Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.',
  ],
  ['BestEffort', 'Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.'],
  [
    'NotBestEffort',
    'Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.',
  ],
]);

function scopeLines({ spec }: ResourceQuota, indent: string, bullet: string): string {
  const scopes = (spec?.scopes ?? []).toSorted();
  if (scopes.length === 0) return '';
  const explained = scopes.map((scope) => SCOPES.get(scope)).filter((text) => text !== undefined);
  return field(`${indent}Scopes`, scopes.join(', ')) + explained.map((text) => `${bullet}${text}\n`).join('');
}

function usageRows({ status }: ResourceQuota, shown: (used: string, hard: string) => string): readonly (readonly string[])[] {
  return sorted(status?.hard).map(([name, hard]) => [name, shown(status?.used?.[name] ?? '0', hard), hard]);
}

/** What is used, in the family of suffixes of what is allowed. */
function usedAs(used: string, hard: string): string {
  const { nano, format } = parseQuantity(used);
  const wanted = parseQuantity(hard).format;
  if (format === wanted) return used;
  const unit = 1_000_000_000n;
  return formatQuantity({ nano: nano % unit === 0n ? nano : (nano / unit + 1n) * unit, format: wanted });
}
