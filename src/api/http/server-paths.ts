/** The paths that are about the server itself rather than about resources. */
import { ApiError, notAllowedError, unknownResourceError } from '../errors.ts';
import type { ApiResource } from '../request.ts';
import { formOfErrors, negotiate } from './accept.ts';
import { objectAnswer, refusalOf, textAnswer } from './answer.ts';
import { aggregated, apiVersions, groupList, groupOf, resourceList } from './discovery.ts';
import { openApiDocument } from './openapi/documents.ts';
import { serveDocument } from './openapi/serve.ts';
import type { Prose } from './openapi/types.ts';
import type { HttpAnswer, HttpRequest, Protobuf } from './types.ts';

export interface ServerFacts {
  readonly served: readonly ApiResource[];
  /** `host:port` that clients are told. */
  readonly address: string;
  readonly gitVersion: string;
  /** False while etcd does not answer. */
  readonly etcd?: boolean;
  /** Of the server's own types, for the documents that describe the API. */
  readonly prose?: Prose | undefined;
}

const HEALTH: ReadonlySet<string> = new Set(['healthz', 'livez', 'readyz']);
const ROOTS: ReadonlySet<string> = new Set(['api', 'apis', 'version', 'openapi']);
const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

export function serverAnswer(http: HttpRequest, path: readonly string[], facts: ServerFacts, protobuf?: Protobuf): HttpAnswer {
  const [root = '', ...rest] = path;
  if (HEALTH.has(root)) return facts.etcd === false ? unhealthy(root) : textAnswer(200, 'ok');
  try {
    if (!ROOTS.has(root)) return nowhere();
    if (http.method !== 'GET') throw notAllowedError();
    if (root === 'openapi') return described(http, path, facts);
    if (root === 'version') return rest.length === 0 ? objectAnswer(versionOf(facts)) : nowhere();
    if (rest.length === 0 && wantsAggregated(http))
      return { ...objectAnswer(aggregated(facts.served, root === 'api')), contentType: AGGREGATED };
    const form = negotiate(http.headers['accept'], { converts: false, protobuf });
    const found = discoveryOf(root, rest, facts);
    return found === undefined ? nowhere() : objectAnswer(found, form);
  } catch (error) {
    if (error instanceof ApiError) return refusalOf(error.status, [], formOfErrors(http.headers['accept'], protobuf));
    throw error;
  }
}

/** One line for each check, as the server writes it when one of them fails. Who asks is not told why. */
function unhealthy(endpoint: string): HttpAnswer {
  const failed = (name: string) => `[-]${name} failed: reason withheld\n`;
  const ready = endpoint === 'readyz' ? `${failed('etcd-readiness')}[+]informer-sync ok\n` : '';
  return textAnswer(500, `[+]ping ok\n[+]log ok\n${failed('etcd')}${ready}${endpoint} check failed\n`);
}

/** What answers a path that nobody serves. */
export function nowhere(): HttpAnswer {
  return textAnswer(404, '404 page not found\n');
}

function described(http: HttpRequest, path: readonly string[], { served, prose }: ServerFacts): HttpAnswer {
  const document = openApiDocument(path.join('/'), served, prose);
  return document === undefined ? nowhere() : serveDocument(http, path, document);
}

function discoveryOf(root: string, rest: readonly string[], { served, address }: ServerFacts): object | undefined {
  if (root === 'api') {
    if (rest.length > 1) throw unknownResourceError();
    return rest[0] === undefined ? apiVersions(address) : resourceList('', rest[0], served);
  }
  const [group, version] = rest;
  if (group === undefined) return groupList(served);
  return version === undefined ? groupOf(group, served) : resourceList(group, version, served);
}

function wantsAggregated({ headers }: HttpRequest): boolean {
  const parts =
    (headers['accept'] ?? '')
      .split(',')[0]
      ?.split(';')
      .map((part) => part.trim()) ?? [];
  return ['g=apidiscovery.k8s.io', 'v=v2', 'as=APIGroupDiscoveryList'].every((part) => parts.includes(part));
}

function versionOf({ gitVersion }: ServerFacts): object {
  const [major = '', minor = ''] = gitVersion.replace(/^v/, '').split('.');
  return {
    major,
    minor,
    emulationMajor: major,
    emulationMinor: minor,
    minCompatibilityMajor: major,
    minCompatibilityMinor: String(Number(minor) - 1),
    gitVersion,
    gitCommit: '',
    gitTreeState: 'clean',
    buildDate: '1970-01-01T00:00:00Z',
    goVersion: '',
    compiler: '',
    platform: 'linux/amd64',
  };
}
