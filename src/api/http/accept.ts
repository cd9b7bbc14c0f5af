/** Content negotiation: in which form a client wants its answer (apiserver/pkg/endpoints/handlers/negotiation). */
import { type ApiError, failure } from '../errors.ts';

export type MediaType = 'application/json' | 'application/yaml';

/** The form of an answer. `v1beta1` is the older name of the same Table. */
export interface Form {
  readonly mediaType: MediaType;
  readonly as?: 'Table' | 'PartialObjectMetadata' | 'PartialObjectMetadataList';
  readonly version?: 'v1' | 'v1beta1';
}

export const PROTOBUF = 'application/vnd.kubernetes.protobuf';
export const SUPPORTED = `application/json, application/yaml, ${PROTOBUF}`;
const PLAIN: Form = { mediaType: 'application/json' };
const CONVERSIONS: readonly string[] = ['Table', 'PartialObjectMetadata', 'PartialObjectMetadataList'];

/** `converts`: whether the endpoint knows Tables at all; discovery does not. */
export function negotiate(accept: string | undefined, converts = true): Form {
  if (accept === undefined || accept.trim() === '') return PLAIN;
  if (!isRouted(accept)) throw notAcceptable(`406: Not Acceptable\n\nAvailable representations: ${SUPPORTED}`, {});
  for (const clause of clausesOf(accept)) {
    const form = formOf(clause, converts);
    if (form !== undefined) return form;
  }
  throw notAcceptable(`only the following media types are accepted: ${SUPPORTED}`);
}

export function notAcceptable(message: string, details?: object): ApiError {
  return failure(406, 'NotAcceptable', message, details);
}

/** The router before the handler takes whole types alone. */
function isRouted(accept: string): boolean {
  const types = accept.split(',').map((clause) => (clause.split(';')[0] ?? '').trim());
  return types.some((type) => type === '*/*' || SUPPORTED.split(', ').includes(type));
}

interface Clause {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly quality: number;
}

/** By quality, then whole types before wildcards, then as they came. */
function clausesOf(accept: string): Clause[] {
  return accept
    .split(',')
    .map(clauseOf)
    .toSorted((a, b) => b.quality - a.quality || wildcards(a.type) - wildcards(b.type));
}

function clauseOf(text: string): Clause {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim());
  const parameters = new Map(rest.map((part) => [part.split('=')[0] ?? '', part.slice(part.indexOf('=') + 1)]));
  const quality = Number(parameters.get('q') ?? '1');
  return { type, parameters, quality: Number.isNaN(quality) ? 1 : quality };
}

function wildcards(type: string): number {
  return type.split('*').length;
}

function formOf({ type, parameters }: Clause, converts: boolean): Form | undefined {
  const mediaType = mediaTypeOf(type);
  const stream = parameters.get('stream') ?? '';
  if (mediaType === undefined || (stream !== '' && stream !== 'watch') || (parameters.get('sv') ?? '') !== '') return undefined;
  const [as, group, version] = ['as', 'g', 'v'].map((name) => parameters.get(name));
  if (as === undefined && group === undefined && version === undefined) return { mediaType };
  if (!converts || group !== 'meta.k8s.io' || (version !== 'v1' && version !== 'v1beta1')) return undefined;
  return as !== undefined && CONVERSIONS.includes(as) ? { mediaType, as: as as 'Table', version } : undefined;
}

/** Kubernetes' protobuf is not spoken here. */
function mediaTypeOf(type: string): MediaType | undefined {
  if (type === 'application/yaml') return type;
  return ['application/json', 'application/*', '*/*'].includes(type) ? 'application/json' : undefined;
}
