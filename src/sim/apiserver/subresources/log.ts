/**
 * pods/log (pkg/registry/core/pod/strategy.go: LogLocation): finds the container and asks the kubelet of its node, whose answers and
 * refusals are passed on (pkg/kubelet: GetKubeletContainerLogs, validateContainerLogStatus).
 */
import { ApiError, badRequestError, failure, invalidError } from '../../../api/errors.ts';
import { isGateOn } from '../../../api/feature-gates.ts';
import { type FieldError, forbidden, invalid, notSupported } from '../../../api/field-error.ts';
import type { ApiResponse, LogOptions, LogPosition, LogText } from '../../../api/request.ts';
import { parseTime } from '../../../api/time.ts';
import type { ContainerStatus, Pod } from '../../../api/types.gen.ts';
import { textOfBytes } from '../../../base/utf8.ts';
import { utf8Bytes } from '../../../base/base64.ts';
import type { RequestScope, Server } from '../server.ts';
import { getObject } from '../verbs/get.ts';
import { KUBELET_PORT, addressOf } from './kubelet-address.ts';

export function readLog({ server, kind }: RequestScope, namespace: string, name: string, log: LogOptions): ApiResponse {
  const errors = flaws(server, log);
  if (errors.length > 0) throw invalidError({ group: '', kind: 'PodLogOptions' }, name, errors);
  const pod = podOf(log, () => getObject(server, kind, namespace, name) as Pod);
  if (pod === undefined) return textOf({ kind: 'LogText', text: '' });
  const container = containerOf(pod, name, log.container ?? '');
  const node = pod.spec?.nodeName ?? '';
  // On no node yet: there is nobody to ask.
  if (node === '') return { code: 204, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' }, warnings: [] };
  return textOf(ask(server, pod, container, node, log));
}

function textOf(body: LogText): ApiResponse {
  return { code: 200, body, warnings: [] };
}

/** For who follows a log that comes to its end it just ends. */
function podOf({ after }: LogOptions, find: () => Pod): Pod | undefined {
  try {
    return find();
  } catch (error) {
    if (after !== undefined && error instanceof ApiError) return undefined;
    throw error;
  }
}

const STREAMS: readonly string[] = ['All', 'Stderr', 'Stdout'];

/** ValidatePodLogOptions. */
function flaws({ spec }: Server, { tailLines, limitBytes, sinceSeconds, sinceTime, stream }: LogOptions): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (tailLines !== undefined && tailLines < 0) errors.push(invalid('tailLines', tailLines, 'must be greater than or equal to 0'));
  if (limitBytes !== undefined && limitBytes < 1) errors.push(invalid('limitBytes', limitBytes, 'must be greater than 0'));
  if (sinceSeconds !== undefined && sinceTime !== undefined)
    errors.push(forbidden('', 'at most one of `sinceTime` or `sinceSeconds` may be specified'));
  else if (sinceSeconds !== undefined && sinceSeconds < 1) errors.push(invalid('sinceSeconds', sinceSeconds, 'must be greater than 0'));
  if (stream === undefined) return errors;
  if (!isGateOn(spec.featureGates, 'PodLogsQuerySplitStreams')) errors.push(forbidden('stream', 'may not be specified'));
  else if (!STREAMS.includes(stream)) errors.push(notSupported('stream', stream, STREAMS));
  else if (stream !== 'All' && tailLines !== undefined)
    errors.push(forbidden('', '`tailLines` and specific `stream` are mutually exclusive for now'));
  return errors;
}

function containerOf({ spec }: Pod, name: string, wanted: string): string {
  const containers = (spec?.containers ?? []).map((container) => container.name);
  const inits = (spec?.initContainers ?? []).map((container) => container.name);
  const others = [...inits, ...(spec?.ephemeralContainers ?? []).map((container) => container.name)];
  if (wanted !== '') {
    if (containers.includes(wanted) || others.includes(wanted)) return wanted;
    throw badRequestError(`container ${wanted} is not valid for pod ${name}`);
  }
  const [first] = containers;
  if (first !== undefined && containers.length === 1) return first;
  const also = inits.length === 0 ? '' : ` or one of the init containers: [${inits.join(' ')}]`;
  throw badRequestError(`a container name must be specified for pod ${name}, choose one of: [${containers.join(' ')}]${also}`);
}

/** What a kubelet answers: see `sim/node/data-plane.ts`. */
interface Answer {
  readonly stopped?: true;
  readonly lines?: readonly Line[];
  readonly runs?: boolean;
}

interface Line {
  readonly at: number;
  readonly stream: 1 | 2;
  readonly text: string;
}

function ask(server: Server, pod: Pod, container: string, node: string, log: LogOptions): LogText {
  const kubelet = `kubelet/${node}`;
  const isThere = server.spec.images === 'registry';
  const power = isThere ? (server.ask(kubelet, { type: 'power' }) ?? 'on') : 'on';
  const attempt = (id: string): Answer | undefined =>
    isThere
      ? (server.ask(kubelet, { type: 'logs', uid: pod.metadata.uid ?? '', container, id }) as unknown as Answer | undefined)
      : undefined;
  if (log.after !== undefined) return rest(attempt(log.after.id), log, log.after);
  const reached = attempt('');
  if (reached === undefined || reached.stopped === true) throw unreachable(server, pod, container, node, log, power !== 'on');
  const id = attemptOf(pod, container, log.previous ?? false);
  const { lines, runs = false } = attempt(id) ?? {};
  if (lines === undefined) throw badRequestError(`unable to retrieve container logs for ${id}`);
  return read(lines, runs, id, log, server.now());
}

function unreachable(server: Server, { metadata }: Pod, container: string, node: string, log: LogOptions, lost: boolean): ApiError {
  const address = `${addressOf(server, node)}:${KUBELET_PORT}`;
  const query = queryOf(log);
  const url = `https://${address}/containerLogs/${metadata.namespace ?? ''}/${metadata.name ?? ''}/${container}${query === '' ? '' : `?${query}`}`;
  return failure(500, '', `Get ${JSON.stringify(url)}: dial tcp ${address}: connect: ${lost ? 'no route to host' : 'connection refused'}`);
}

function queryOf({ follow, previous, timestamps, sinceSeconds, sinceTime, tailLines, limitBytes }: LogOptions): string {
  const asked = { follow, limitBytes, previous, sinceSeconds, sinceTime, tailLines, timestamps };
  return Object.entries(asked)
    .flatMap(([name, value]) => (value === undefined || value === false ? [] : [`${name}=${encodeURIComponent(String(value))}`]))
    .join('&');
}

/** Id of the attempt whose log it is, by the pod's status. */
function attemptOf({ metadata, status }: Pod, container: string, previous: boolean): string {
  const found = [
    ...(status?.containerStatuses ?? []),
    ...(status?.initContainerStatuses ?? []),
    ...(status?.ephemeralContainerStatuses ?? []),
  ].find(({ name }) => name === container);
  const [own, pod] = [JSON.stringify(container), JSON.stringify(metadata.name ?? '')];
  if (found === undefined) throw badRequestError(`container ${own} in pod ${pod} is not available`);
  const last = found.lastState?.terminated?.containerID ?? '';
  if (previous) {
    if (last === '') throw badRequestError(`previous terminated container ${own} in pod ${pod} not found`);
    return last;
  }
  const id = presentOf(found, last);
  if (id !== '') return id;
  const { terminated, waiting } = found.state ?? {};
  const ended = terminated !== undefined || found.lastState?.terminated !== undefined;
  if (ended) throw badRequestError(`container ${own} in pod ${pod} is terminated`);
  const why = waiting === undefined ? ' - no logs yet' : `: ${WAITING[waiting.reason ?? ''] ?? waiting.reason ?? ''}`;
  throw badRequestError(`container ${own} in pod ${pod} is waiting to start${why}`);
}

function presentOf({ state, containerID = '' }: ContainerStatus, last: string): string {
  if (state?.running !== undefined) return containerID;
  return state?.terminated?.containerID || last;
}

const WAITING: { readonly [reason: string]: string } = {
  ErrImagePull: "image can't be pulled",
  ImagePullBackOff: 'trying and failing to pull image',
};

function read(all: readonly Line[], runs: boolean, id: string, log: LogOptions, now: number): LogText {
  const tail = log.tailLines === undefined ? all : all.slice(Math.max(0, all.length - log.tailLines));
  const from = log.sinceSeconds === undefined ? parseTime(log.sinceTime ?? '') : now - log.sinceSeconds * 1000;
  const text = written(Number.isNaN(from) ? tail : tail.filter(({ at }) => at >= from), log);
  return given(text, all, runs, log, { id, at: 0, count: 0, bytes: 0 });
}

/** What came after a position. */
function rest({ lines = [], runs = false }: Answer = {}, log: LogOptions, after: LogPosition): LogText {
  const at = lines.findIndex((line) => line.at >= after.at);
  const now = lines.filter((line) => line.at === after.at).length;
  const fresh = at < 0 ? [] : lines.slice(at + Math.min(after.count, now));
  return given(written(fresh, log), lines, runs, log, after);
}

/** No more than the limit; who follows goes on from the last line that there is. */
function given(text: string, all: readonly Line[], runs: boolean, { limitBytes, follow }: LogOptions, after: LogPosition): LogText {
  const bytes = utf8Bytes(text);
  const left = (limitBytes ?? Infinity) - after.bytes;
  const isCut = bytes.length >= left;
  const shown = bytes.length > left ? textOfBytes(Uint8Array.from(bytes), 0, left) : text;
  if (follow !== true || !runs || isCut) return { kind: 'LogText', text: shown };
  const at = all.at(-1)?.at ?? after.at;
  const count = all.filter((line) => line.at === at).length;
  return { kind: 'LogText', text: shown, next: { id: after.id, at, count, bytes: after.bytes + bytes.length } };
}

function written(lines: readonly Line[], { timestamps, stream = 'All' }: LogOptions): string {
  const wanted = stream === 'All' ? lines : lines.filter((line) => line.stream === (stream === 'Stdout' ? 1 : 2));
  return wanted.map(({ at, text }) => `${timestamps === true ? `${nanoseconds(at)} ` : ''}${text}\n`).join('');
}

/** RFC 3339 in nanoseconds, as the runtime writes them; virtual time knows milliseconds. */
function nanoseconds(at: number): string {
  return new Date(at).toISOString().replace('Z', '000000Z');
}
