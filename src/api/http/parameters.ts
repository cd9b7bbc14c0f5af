/** Query parameters as the API server reads them into its options (apimachinery/pkg/runtime/conversion.go, meta/v1/validation). */
import { badRequestError, invalidError } from '../errors.ts';
import { type FieldError, forbidden, invalid, notSupported, required, tooLong } from '../field-error.ts';
import { utf8Length } from '../names.ts';
import type { LogOptions, PatchType, WatchOptions, WriteOptions } from '../request.ts';
import { parseTime } from '../time.ts';
import type { DeleteOptions } from '../types.gen.ts';
import type { HttpRequest } from './types.ts';

export type Query = HttpRequest['query'];

export function first(query: Query, name: string): string | undefined {
  return query.find(([key]) => key === name)?.[1];
}

/** Whatever is not plainly false is true, the empty word too. */
export function flag(query: Query, name: string): boolean | undefined {
  const value = first(query, name);
  return value === undefined ? undefined : !['false', '0'].includes(value.toLowerCase());
}

const INT64 = 2n ** 63n;

function integer(query: Query, name: string): number | undefined {
  const value = first(query, name);
  if (value === undefined) return undefined;
  if (!/^[+-]?\d+$/.test(value)) throw badRequestError(`strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`);
  const exact = BigInt(value.replace(/^\+/, ''));
  if (exact >= INT64 || exact < -INT64) throw badRequestError(`strconv.ParseInt: parsing ${JSON.stringify(value)}: value out of range`);
  return Number(exact);
}

function dryRuns(query: Query): readonly string[] {
  return query.filter(([name]) => name === 'dryRun').map(([, value]) => value);
}

/** The server itself judges what these say. */
export function listOptionsOf(query: Query): WatchOptions {
  const [labelSelector, fieldSelector, more, resourceVersion, resourceVersionMatch] = LIST_TEXTS.map((name) => first(query, name));
  return defined({
    labelSelector,
    fieldSelector,
    limit: integer(query, 'limit'),
    continue: more,
    resourceVersion,
    resourceVersionMatch: resourceVersionMatch || undefined,
    sendInitialEvents: flag(query, 'sendInitialEvents'),
    allowWatchBookmarks: flag(query, 'allowWatchBookmarks'),
    timeoutSeconds: integer(query, 'timeoutSeconds'),
  });
}

const LIST_TEXTS = ['labelSelector', 'fieldSelector', 'continue', 'resourceVersion', 'resourceVersionMatch'] as const;

/** Options without those that are not given. */
function defined<T extends object>(options: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}

export function logOptionsOf(query: Query): LogOptions {
  return defined<LogOptions>({
    container: first(query, 'container') || undefined,
    follow: flag(query, 'follow'),
    previous: flag(query, 'previous'),
    sinceSeconds: integer(query, 'sinceSeconds'),
    sinceTime: time(query, 'sinceTime'),
    timestamps: flag(query, 'timestamps'),
    tailLines: integer(query, 'tailLines'),
    limitBytes: integer(query, 'limitBytes'),
    insecureSkipTLSVerifyBackend: flag(query, 'insecureSkipTLSVerifyBackend'),
    stream: first(query, 'stream'),
  });
}

/** As it is given, once it can be read; nothing for what is null or empty (metav1.Time's UnmarshalQueryParameter). */
function time(query: Query, name: string): string | undefined {
  const value = first(query, name);
  if (value === undefined || value === '' || value === 'null') return undefined;
  if (!Number.isNaN(parseTime(value))) return value;
  const shown = JSON.stringify(value);
  throw badRequestError(`parsing time ${shown} as "2006-01-02T15:04:05Z07:00": cannot parse ${shown} as "2006"`);
}

export function deleteOptionsOf(query: Query): DeleteOptions {
  const [uid, propagationPolicy] = [first(query, 'uid'), first(query, 'propagationPolicy')];
  const dryRun = dryRuns(query);
  return defined<DeleteOptions>({
    gracePeriodSeconds: integer(query, 'gracePeriodSeconds'),
    orphanDependents: flag(query, 'orphanDependents'),
    propagationPolicy,
    dryRun: dryRun.length === 0 ? undefined : dryRun,
    preconditions: uid === undefined ? undefined : { uid },
  });
}

const VALIDATIONS: readonly string[] = ['', 'Ignore', 'Strict', 'Warn'];

/** Create-, Update- or PatchOptions; throws 422 in the words of their validation. */
export function writeOptionsOf(
  query: Query,
  kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions',
  patchType?: PatchType,
): WriteOptions {
  const fieldManager = first(query, 'fieldManager') ?? '';
  const fieldValidation = first(query, 'fieldValidation') ?? '';
  const force = kind === 'PatchOptions' ? flag(query, 'force') : undefined;
  const dryRun = dryRuns(query);
  const errors = [
    ...(patchType === 'apply' && fieldManager === '' ? [required('fieldManager', 'is required for apply patch')] : []),
    ...(patchType !== 'apply' && force !== undefined ? [forbidden('force', 'may not be specified for non-apply patch')] : []),
    ...managerErrors(fieldManager),
    ...(dryRun.every((value) => value === 'All') ? [] : [notSupported('dryRun', dryRun, ['All'])]),
    ...(VALIDATIONS.includes(fieldValidation) ? [] : [notSupported('fieldValidation', fieldValidation, VALIDATIONS)]),
  ];
  if (errors.length > 0) throw invalidError({ group: 'meta.k8s.io', kind }, '', errors);
  return {
    ...(dryRun.length === 0 ? {} : { dryRun: true }),
    ...(fieldManager === '' ? {} : { fieldManager }),
    ...(fieldValidation === '' ? {} : { fieldValidation: fieldValidation as 'Ignore' | 'Warn' | 'Strict' }),
    ...(force === undefined ? {} : { force }),
  };
}

const MANAGER_LIMIT = 128;

function managerErrors(manager: string): FieldError[] {
  const errors: FieldError[] = utf8Length(manager) > MANAGER_LIMIT ? [tooLong('fieldManager', MANAGER_LIMIT)] : [];
  let position = 0;
  for (const char of manager) {
    if (!/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(char))
      errors.push(invalid('fieldManager', manager, `invalid character ${codePoint(char)} (at position ${position})`));
    position += utf8Length(char);
  }
  return errors;
}

/** Go's `%#U` of a character that can't be printed. */
function codePoint(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
