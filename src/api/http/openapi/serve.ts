/** Documents over HTTP (kube-openapi/pkg/handler and handler3): in which form, and whether a client has them already. */
import type { OpenApiDocument } from '../../request.ts';
import { first } from '../parameters.ts';
import type { HttpAnswer, HttpRequest } from '../types.ts';
import { swaggerBytes } from './protobuf-v2.ts';
import { openApiBytes } from './protobuf-v3.ts';
import type { JsonObject } from './types.ts';

interface Form {
  /** What may be asked for, and what is answered. */
  readonly asked: string;
  readonly answered: string;
  encode(document: OpenApiDocument): HttpAnswer['body'];
}

const JSON_FORM: Form = {
  asked: 'application/json',
  answered: 'application/json',
  encode: ({ body }) => JSON.stringify(body),
};
/** An at sign is not allowed in a media type, but older clients have one. */
function protobufForms(version: 'v2' | 'v3', bytesOf: (document: JsonObject) => Uint8Array): readonly Form[] {
  const answered = `application/com.github.proto-openapi.spec.${version}.v1.0+protobuf`;
  const asked = [`application/com.github.proto-openapi.spec.${version}@v1.0+protobuf`, answered];
  return asked.map((type) => ({ asked: type, answered, encode: ({ body }) => bytesOf(body) }));
}

const FORMS: Readonly<Record<string, readonly Form[]>> = {
  v2: [JSON_FORM, ...protobufForms('v2', swaggerBytes)],
  v3: [JSON_FORM, ...protobufForms('v3', openApiBytes)],
};
const NOTHING = { contentType: '', warnings: [], headers: {}, body: '' };

/** Answers a GET of a path below `/openapi`; `document` is what the API has there. */
export function serveDocument(http: HttpRequest, path: readonly string[], document: OpenApiDocument): HttpAnswer {
  const isIndex = path.join('/') === 'openapi/v3';
  const form = isIndex ? JSON_FORM : accepted(http.headers['accept'], FORMS[path[1] ?? ''] ?? []);
  if (form === undefined) return { ...NOTHING, code: 406, headers: { Vary: 'Accept' } };
  const wanted = first(http.query, 'hash') ?? '';
  const isPart = path[1] === 'v3' && !isIndex;
  if (isPart && wanted !== '' && wanted !== document.hash) return moved(path, document, form);
  const etag = JSON.stringify(document.hash);
  const headers = { ...(isIndex ? {} : { Vary: 'Accept' }), Etag: etag, ...(isPart && wanted !== '' ? CACHED : {}) };
  if (isKnown(http.headers['if-none-match'], etag)) return { ...NOTHING, code: 304, headers };
  return { code: 200, contentType: form.answered, warnings: [], headers, body: form.encode(document) };
}

/** The contents of an address with a hash never change. */
const CACHED = { 'Cache-Control': 'public, immutable' };

function moved(path: readonly string[], { hash }: OpenApiDocument, { answered }: Form): HttpAnswer {
  const location = `/${path.join('/')}?hash=${hash}`;
  const headers = { Location: location, Vary: 'Accept', Etag: JSON.stringify(hash) };
  return { code: 301, contentType: answered, warnings: [], headers, body: '' };
}

/** The first form that the client's list of media types has. */
function accepted(accept: string | undefined, forms: readonly Form[]): Form | undefined {
  const clauses = accept === undefined || accept === '' ? ['*/*'] : accept.split(',');
  const types = clauses.map((clause) => ({ type: (clause.split(';')[0] ?? '').trim(), quality: qualityOf(clause) }));
  for (const { type } of types.toSorted((a, b) => b.quality - a.quality)) {
    const found = forms.find(({ asked }) => type === asked || type === '*/*' || type === 'application/*');
    if (found !== undefined) return found;
  }
  return undefined;
}

function qualityOf(clause: string): number {
  const [, quality = '1'] = /;\s*q=([\d.]+)/.exec(clause) ?? [];
  return Number(quality);
}

function isKnown(given: string | undefined, etag: string): boolean {
  const tags = (given ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etag);
}
