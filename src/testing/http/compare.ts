import { isRecord } from '../../api/patch/record.ts';
import type { JsonValue } from '../../api/scalars.ts';
import { parseDocuments } from '../../api/yaml.ts';
import { valueAt } from './paths.ts';
import type { Observed } from './play.ts';
import type { ExpectedStep, Step } from './transcript.ts';

/** The versions in which objects were last shown, by uid; a request that may write moves the epoch on. */
export interface Versions {
  readonly shown: Map<string, { readonly version: string; readonly epoch: number }>;
  epoch: number;
}

/** Where an answer is not the recorded one: `path: expected … got …`. */
export function compareStep(step: Step, expected: ExpectedStep, observed: Observed | undefined, versions: Versions): string[] {
  if (expected.code === undefined) return [];
  if (observed === undefined) return ['no answer'];
  if ((step.method ?? 'GET') !== 'GET') versions.epoch += 1;
  const moved = versionOf(observed.json, versions);
  return [
    ...differences('code', expected.code, observed.code),
    ...headerDifferences(expected, observed),
    ...bodyDifferences(step, expected, observed),
    ...(expected.rv === undefined || step.record === 'status' || moved === 'moved on' ? [] : differences('rv', expected.rv, moved)),
  ];
}

/**
 * Whether the object has changed since it was last shown. `moved on`: between two reads, so that a controller wrote it. When a
 * controller does so is a race (varying.md), and the recorded one may have come later.
 */
function versionOf(body: JsonValue | undefined, { shown, epoch }: Versions): 'same' | 'changed' | 'first' | 'moved on' {
  const uid = valueAt(body, 'metadata.uid');
  const version = valueAt(body, 'metadata.resourceVersion');
  if (typeof uid !== 'string' || typeof version !== 'string') return 'first';
  const before = shown.get(uid);
  shown.set(uid, { version, epoch });
  if (before === undefined) return 'first';
  if (before.version === version) return 'same';
  return before.epoch === epoch ? 'moved on' : 'changed';
}

function headerDifferences({ headers = {} }: ExpectedStep, observed: Observed): string[] {
  return [
    ...differences('Content-Type', headers['Content-Type'] ?? '', headers['Content-Type'] === undefined ? '' : observed.contentType),
    ...differences('Warning', [headers['Warning'] ?? []].flat(), observed.warnings),
  ];
}

function bodyDifferences({ record, managedFields }: Step, expected: ExpectedStep, observed: Observed): string[] {
  if (record === 'status') return [];
  const shown = (value: JsonValue | undefined) => (managedFields === true || value === undefined ? value : withoutManagedFields(value));
  if (observed.isStream)
    return differences('events', certain(expected.events ?? []), certain((shown(observed.json) ?? []) as readonly JsonValue[]));
  if (expected.events !== undefined) return ['events: expected a stream got one answer'];
  if (expected.pick !== undefined)
    return Object.entries(expected.pick).flatMap(([path, value]) => differences(path, value, shown(valueAt(observed.json, path)) ?? null));
  if (expected.bodyYaml !== undefined) return yamlDifferences(expected.bodyYaml, observed.text);
  if (expected.text !== undefined) return differences('text', expected.text, observed.text);
  return expected.body === undefined ? [] : differences('body', expected.body, shown(observed.json) ?? null);
}

/** Plain bookmarks come when they like. */
function certain(events: readonly JsonValue[]): JsonValue {
  return events.filter((event) => valueAt(event, 'type') !== 'BOOKMARK' || valueAt(event, 'object.metadata.annotations') !== undefined);
}

function yamlDifferences(expected: string, text: string): string[] {
  const [wanted, got] = [expected, text].map((one) => parseDocuments(one)[0]?.value ?? null);
  return differences('body', wanted ?? null, withoutManagedFields(got ?? null));
}

function withoutManagedFields(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutManagedFields);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'managedFields');
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutManagedFields(item)]));
}

/** `undefined` counts as absent. */
export function differences(path: string, expected: JsonValue | undefined, got: JsonValue | undefined): string[] {
  if (isRecord(expected) && isRecord(got)) {
    const keys = [...new Set([...Object.keys(expected), ...Object.keys(got)])];
    return keys.flatMap((key) => {
      const wanted = Object.keys(expected).find((pattern) => pattern === key || matches(pattern, key));
      if (wanted === undefined)
        return Object.keys(expected).some((pattern) => matches(pattern, key)) ? [] : differences(`${path}.${key}`, undefined, got[key]);
      const found = Object.hasOwn(got, key) ? got[key] : got[Object.keys(got).find((name) => matches(wanted, name)) ?? ''];
      return differences(`${path}.${key}`, expected[wanted], found);
    });
  }
  if (Array.isArray(expected) && Array.isArray(got) && expected.length === got.length)
    return expected.flatMap((item: JsonValue, index) => differences(`${path}[${index}]`, item, got[index] as JsonValue));
  if (expected === got || (isScalar(expected) && isScalar(got) && matches(`${expected}`, `${got}`))) return [];
  return [`${path}: expected ${text(expected)} got ${text(got)}`];
}

function isScalar(value: JsonValue | undefined): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function text(value: JsonValue | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

/** What the recorder put a word in the place of. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  uid: '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
  rv: String.raw`\d+`,
  continue: String.raw`\S+`,
  time: String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z`,
  clusterip: String.raw`10\.(?:9[6-9]|10\d|11[01])\.\d+\.\d+`,
  podip: String.raw`\d+\.\d+\.\d+\.\d+`,
  nodeport: String.raw`\d+`,
  rand: '[a-z0-9]{5}',
  token: String.raw`\S+`,
  cert: String.raw`[^]*?`,
  age: String.raw`\S+(?: \([^)]*\))?`,
  id: String.raw`\S+`,
};

function matches(expected: string, got: string): boolean {
  if (!expected.includes('<')) return expected === got;
  const source = expected
    .split(/(<[a-z]+>)/)
    .map((part) => PLACEHOLDERS[part.slice(1, -1)] ?? part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${source.join('')}$`).test(got);
}
