/** Whose logs are meant: containers of pods, found by name, by selector, or through what has pods. */
import { ApiError } from '../../../api/errors.ts';
import { type Selector, selectorOf, selectorOfSet, selectorText } from '../../../api/labels.ts';
import { type KubeObject, groupVersionOf } from '../../../api/object.ts';
import { isPodReady, podCondition } from '../../../api/pod/conditions.ts';
import { DEFAULT_CONTAINER } from '../../../api/pod/default-container.ts';
import { parseTime } from '../../../api/time.ts';
import type { LabelSelector, Pod } from '../../../api/types.gen.ts';
import { CommandError } from '../../errors.ts';
import { readArguments } from '../../parse/arguments.ts';
import { resolveType } from '../../parse/types.ts';
import { type Session, type Target, err, getObject, listObjects } from '../../session.ts';
import { poll } from '../../waiting.ts';
import type { LogFlags } from './logs.ts';

export interface Source {
  readonly pod: Target;
  readonly container: string;
}

/** `named`: a pod, or TYPE/NAME; '' and undefined for none. */
export async function findSources(
  session: Session,
  named: string | undefined,
  container: string,
  flags: LogFlags,
): Promise<readonly Source[]> {
  const pods = await podsFor(session, named, flags);
  return pods.flatMap((pod) => sourcesOf(session, pod, container, flags.allContainers));
}

async function podsFor(session: Session, named: string | undefined, flags: LogFlags): Promise<readonly Found[]> {
  if (named === undefined) return selected(session, flags.selector);
  const target = await targetFor(session, named);
  const object = await read(session, target);
  if (target.resource.group === '' && target.resource.resource === 'pods') return [{ target, pod: object as Pod }];
  const selector = selectorText(selectorFor(object));
  if (!flags.allPods) return best(session, selector, flags.podRunningTimeout);
  return (await selected(session, selector)).map((one) => ({ ...one, isQuiet: true }));
}

interface Found {
  readonly target: Target;
  readonly pod: Pod;
  /** Nothing is said of which container was chosen. */
  readonly isQuiet?: boolean;
}

async function targetFor(session: Session, named: string): Promise<Target> {
  const { namespace } = session;
  if (!named.includes('/')) return { resource: await resolveType(session, 'pods'), namespace, name: named };
  const [mention] = await readArguments(session, [named]);
  if (mention?.name === undefined) throw new CommandError('expected a resource');
  return { resource: mention.resource, namespace, name: mention.name };
}

/** The client says itself what is not there, and where. */
async function read(session: Session, target: Target): Promise<KubeObject> {
  try {
    return await getObject(session, target);
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error;
    throw new CommandError(`error from server (NotFound): ${error.message} in namespace ${JSON.stringify(target.namespace)}`);
  }
}

async function selected(session: Session, labelSelector: string): Promise<readonly Found[]> {
  const found = await podsWith(session, labelSelector);
  if (found.length === 0) err(session, `No resources found in ${session.namespace} namespace.`);
  return found;
}

async function podsWith(session: Session, labelSelector: string): Promise<readonly Found[]> {
  const { namespace } = session;
  const resource = await resolveType(session, 'pods');
  const { items } = await listObjects(session, { resource, namespace }, { labelSelector });
  return items.map((pod) => ({ target: { resource, namespace, name: pod.metadata.name ?? '' }, pod: pod as Pod }));
}

/** The one of several pods whose log tells most; one that is to come is waited for. */
async function best(session: Session, selector: string, timeoutMs: number): Promise<readonly Found[]> {
  let found: readonly Found[] = [];
  const isThere = async () => {
    found = await podsWith(session, selector);
    return found.length > 0;
  };
  if (!(await poll(session, timeoutMs, isThere))) throw new CommandError('timed out waiting for the condition');
  const [first] = found.toSorted((a, b) => byLogging(a.pod, b.pod));
  if (first === undefined) return [];
  if (found.length > 1) err(session, `Found ${found.length} pods, using pod/${first.target.name}`);
  return [first];
}

const PHASES: readonly (string | undefined)[] = ['Running', 'Unknown', 'Pending'];

/** podutils.ByLogging: on a node, running, ready, ready for long, often restarted, old. */
function byLogging(a: Pod, b: Pod): number {
  const placed = (pod: Pod) => (pod.spec?.nodeName ? 0 : 1);
  const phase = (pod: Pod) => PHASES.indexOf(pod.status?.phase);
  const ready = (pod: Pod) => (isPodReady(pod) ? 0 : 1);
  const readySince = (pod: Pod) => (isPodReady(pod) ? parseTime(podCondition(pod, 'Ready')?.lastTransitionTime ?? '') : 0);
  const restarts = (pod: Pod) => -Math.max(0, ...(pod.status?.containerStatuses ?? []).map(({ restartCount }) => restartCount));
  const created = (pod: Pod) => parseTime(pod.metadata.creationTimestamp ?? '');
  for (const rank of [placed, phase, ready, readySince, restarts, created]) {
    const order = rank(a) - rank(b);
    if (order !== 0) return order;
  }
  return 0;
}

/** polymorphichelpers.SelectorsForObject. */
function selectorFor(object: KubeObject): Selector {
  const { kind, metadata } = object;
  const { selector } =
    (object as { readonly spec?: { readonly selector?: LabelSelector & { readonly [key: string]: string } } }).spec ?? {};
  switch (kind) {
    case 'Deployment':
    case 'ReplicaSet':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'Job':
      return selectorOf(selector);
    case 'ReplicationController':
      return selectorOfSet(selector);
    case 'Service':
      if (Object.keys(selector ?? {}).length > 0) return selectorOfSet(selector);
      throw unlogged(object, `invalid service '${metadata.name ?? ''}': Service is defined without a selector`);
    default:
      throw unlogged(object, `selector for ${goType(object)} not implemented`);
  }
}

function unlogged(object: KubeObject, why: string): CommandError {
  return new CommandError(`cannot get the logs from ${goType(object)}: ${why}`);
}

/** `*v1.ConfigMap`: Go's packages are named after versions. */
function goType({ kind, apiVersion }: KubeObject): string {
  return `*${groupVersionOf(apiVersion).version}.${kind}`;
}

function sourcesOf(session: Session, { target, pod, isQuiet = false }: Found, wanted: string, all: boolean): readonly Source[] {
  const names = containerNames(pod);
  if (all) return names.every.map((container) => ({ pod: target, container }));
  const container = wanted || defaultOf(isQuiet ? { ...session, stderr: NOBODY } : session, pod, names);
  if (names.every.includes(container)) return [{ pod: target, container }];
  throw new CommandError(`container ${container} is not valid for pod ${target.name} out of: ${names.text}`);
}

const NOBODY = { push: () => undefined };

interface Names {
  /** In the order in which they start. */
  readonly every: readonly string[];
  /** `app, sidecar, setup (init)`. */
  readonly text: string;
}

function containerNames({ spec }: Pod): Names {
  const own = (spec?.containers ?? []).map(({ name }) => name);
  const inits = (spec?.initContainers ?? []).map(({ name }) => name);
  const extra = (spec?.ephemeralContainers ?? []).map(({ name }) => name);
  const text = [...own, ...extra.map((name) => `${name} (ephem)`), ...inits.map((name) => `${name} (init)`)].join(', ');
  return { every: [...inits, ...own, ...extra], text };
}

const FORMER_DEFAULT = 'kubectl.kubernetes.io/default-logs-container';

function defaultOf(session: Session, { metadata, spec }: Pod, names: Names): string {
  const { annotations, name = '' } = metadata;
  const former = annotations?.[DEFAULT_CONTAINER] ? undefined : annotations?.[FORMER_DEFAULT];
  if (former) err(session, `Using deprecated annotation \`${FORMER_DEFAULT}\` in pod/${name}. Please use \`${DEFAULT_CONTAINER}\` instead`);
  const annotated = annotations?.[DEFAULT_CONTAINER] || former;
  if (annotated) {
    if (names.every.includes(annotated)) return annotated;
    err(session, `Default container name ${JSON.stringify(annotated)} not found in pod ${name}`);
  }
  const first = spec?.containers[0]?.name ?? '';
  if (names.every.length > 1) err(session, `Defaulted container ${JSON.stringify(first)} out of: ${names.text}`);
  return first;
}
