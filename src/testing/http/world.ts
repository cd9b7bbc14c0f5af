import prose from 'kubernetes-prose';
import type { ApiResourceList, WatchEvent, WatchStart } from '../../api/request.ts';
import { textAnswer, watchFrame } from '../../api/http/answer.ts';
import { credentialsOf } from '../../api/http/credentials.ts';
import { type OpenedWatch, type WatchRequest, exchange as exchangeWith, followUp } from '../../api/http/exchange.ts';
import type { Shape } from '../../api/http/to-request.ts';
import { PROTOBUF_CODEC } from '../../api/http/protobuf/protobuf.ts';
import type { HttpAnswer, HttpRequest } from '../../api/http/types.ts';
import { type Cluster, createCluster } from '../../sim/cluster.ts';
import type { Identity } from '../../sim/kernel/command.ts';
import { lineOfFrame } from './protobuf-json.ts';
import type { Transcript } from './transcript.ts';

/** A cluster behind HTTP, in virtual time. */
export interface World {
  readonly cluster: Cluster;
}

/** A stream that is open. */
export interface Stream {
  readonly shape: Shape;
  readonly request: WatchRequest;
  readonly user: Identity;
  readonly until: number;
  /** Whole Warning headers. */
  readonly warnings: readonly string[];
  cursor: number;
  lines: string;
}

const START_TIME = Date.UTC(2026, 0, 5, 9, 0, 0);
const SETTLE_MS = 3000;
const ADDRESS = '172.18.0.2:6443';

export function bootWorld({ nodes, namespace }: Transcript, seed: number): World {
  const spec = { startTime: START_TIME, machines: nodes, images: 'preloaded', controlPlane: { leaderElection: false } } as const;
  const cluster = createCluster(spec, seed, { freeze: true });
  cluster.advance(START_TIME + SETTLE_MS);
  cluster.request({
    verb: 'create',
    group: '',
    resource: 'namespaces',
    body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
  });
  cluster.advance(cluster.state.now + SETTLE_MS);
  return { cluster };
}

/** The bearers whom the recorded server knew. Other tokens are the cluster's own business. */
export const TOKENS: Readonly<Record<string, Identity>> = {
  'admin-token': { user: 'admin', groups: ['system:masters', 'system:authenticated'] },
  'alice-token': { user: 'alice', groups: ['dev', 'system:authenticated'] },
  'bob-token': { user: 'bob', groups: ['system:authenticated'] },
};
const ANONYMOUS: Identity = { user: 'system:anonymous', groups: ['system:unauthenticated'] };

/** Sends one request; a watch that is let in comes back as its stream. */
export function exchange({ cluster }: World, given: HttpRequest): HttpAnswer | Stream {
  const known = TOKENS[credentialsOf(given).token ?? ''];
  const { authorization: _authorization, ...headers } = given.headers;
  const user = known ?? ANONYMOUS;
  const served = (cluster.request({ verb: 'discover' }).body as ApiResourceList).items;
  const exchanged = exchangeWith(known === undefined ? given : { ...given, headers }, {
    protobuf: PROTOBUF_CODEC,
    facts: { served, address: ADDRESS, gitVersion: 'v1.36.2', prose },
    request: (request) => cluster.request(request, user),
  });
  if ('log' in exchanged) return textAnswer(200, exchanged.log.start.text);
  return 'answer' in exchanged ? exchanged.answer : begun(cluster, user, exchanged.watch);
}

const LONG_SECONDS = 1800;

function begun(cluster: Cluster, user: Identity, { request, shape, warnings, start }: OpenedWatch): Stream {
  const seconds = request.options?.timeoutSeconds ?? LONG_SECONDS;
  const stream: Stream = { request, shape, user, warnings, until: cluster.state.now + seconds * 1000, cursor: start.revision, lines: '' };
  note(stream, start.events);
  return stream;
}

function note(stream: Stream, events: readonly WatchEvent[]): void {
  for (const event of events) {
    const frame = watchFrame(event, stream.shape, stream.lines === '');
    stream.lines += typeof frame === 'string' ? frame : lineOfFrame(frame);
  }
}

/** What happened since, as far as the stream was open then. */
export function follow({ cluster }: World, stream: Stream): void {
  const { body } = cluster.request(followUp(stream.request, stream.cursor), stream.user);
  const { events, revision } = body as WatchStart;
  note(stream, events);
  stream.cursor = revision;
}

/** Lets time pass until the stream's end, looking at it on the way. */
export function awaitEnd(world: World, stream: Stream): void {
  const { cluster } = world;
  while (cluster.state.now < stream.until) {
    cluster.advance(Math.min(stream.until, cluster.state.now + 10));
    follow(world, stream);
  }
}
