/** Content negotiation: in which form a client wants its answer (apiserver/pkg/endpoints/handlers/negotiation). */
import { ApiError, failure } from '../errors.ts';
import type { Protobuf } from './types.ts';

export const PROTOBUF = 'application/vnd.kubernetes.protobuf';
export type MediaType = 'application/json' | 'application/yaml' | typeof PROTOBUF;

/** The form of an answer. `v1beta1` is the older name of the same Table. */
export interface Form {
  readonly mediaType: MediaType;
  /** Who writes it, when that is its media type. */
  readonly protobuf?: Protobuf;
  readonly as?: 'Table' | 'PartialObjectMetadata' | 'PartialObjectMetadataList';
  readonly version?: 'v1' | 'v1beta1';
}

export const SUPPORTED = `application/json, application/yaml, ${PROTOBUF}`;
export const PLAIN: Form = { mediaType: 'application/json' };
const CONVERSIONS: readonly string[] = ['Table', 'PartialObjectMetadata', 'PartialObjectMetadataList'];

/** What an endpoint can do. */
export interface Offer {
  /** Whether it knows Tables at all; discovery does not. */
  readonly converts: boolean;
  /** Absent where nobody writes it. */
  readonly protobuf?: Protobuf | undefined;
  /** Its objects have no message; what they are turned into may have one. */
  readonly custom?: boolean;
}

export function negotiate(accept: string | undefined, offer: Offer): Form {
  if (accept === undefined || accept.trim() === '') return PLAIN;
  if (!isRouted(accept)) throw notAcceptable(`406: Not Acceptable\n\nAvailable representations: ${SUPPORTED}`, {});
  for (const clause of clausesOf(accept)) {
    const form = formOf(clause, offer);
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

/** The form of errors, of which nobody is told that they are not acceptable. */
export function formOfErrors(accept: string | undefined, protobuf: Protobuf | undefined): Form {
  try {
    return negotiate(accept, { converts: false, protobuf });
  } catch (error) {
    if (error instanceof ApiError) return PLAIN;
    throw error;
  }
}

function formOf({ type, parameters }: Clause, { converts, protobuf, custom = false }: Offer): Form | undefined {
  const media = mediaOf(type, protobuf);
  const stream = parameters.get('stream') ?? '';
  if (media === undefined || (stream !== '' && stream !== 'watch') || (parameters.get('sv') ?? '') !== '') return undefined;
  const [as, group, version] = ['as', 'g', 'v'].map((name) => parameters.get(name));
  const isMessage = media.protobuf !== undefined;
  if (as === undefined && group === undefined && version === undefined) return isMessage && custom ? undefined : media;
  if (!converts || group !== 'meta.k8s.io' || (version !== 'v1' && version !== 'v1beta1')) return undefined;
  if (as === undefined || !CONVERSIONS.includes(as) || (isMessage && as === 'Table')) return undefined;
  return { ...media, as: as as 'Table', version };
}

function mediaOf(type: string, protobuf: Protobuf | undefined): Form | undefined {
  if (type === 'application/yaml') return { mediaType: type };
  if (type === PROTOBUF) return protobuf === undefined ? undefined : { mediaType: type, protobuf };
  return ['application/json', 'application/*', '*/*'].includes(type) ? PLAIN : undefined;
}
