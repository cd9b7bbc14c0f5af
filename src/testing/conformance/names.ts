import type { KubeObject } from '../../api/object.ts';
import type { Node, Pod, ReplicaSet, Service } from '../../api/types.gen.ts';
import type { Scenario } from './scenario.ts';

/** What is random or allocated in a run, and the placeholder that the recordings have in its place. */
export interface Names {
  readonly scenario: Scenario;
  /** Everything to replace, by the text itself. */
  readonly replacements: Map<string, string>;
  /** Text of every file and command: what stands there was asked for, and is not replaced. */
  readonly asked: string;
  /** Placeholders of hashes that depend on the time at which something was done. */
  readonly timed: string[];
  /** What comes before the random part of a name, as the recordings have it: also of objects that were refused. */
  readonly prefixes: Set<string>;
  hashes: number;
  nodes: number;
}

export function createNames(scenario: Scenario): Names {
  const asked = JSON.stringify([scenario.files, scenario.steps.map(({ kubectl }) => kubectl)]);
  return { scenario, replacements: new Map(), asked, timed: [], prefixes: new Set(), hashes: 0, nodes: 0 };
}

export function noteObject(names: Names, object: KubeObject): void {
  const { name = '', generateName = '', uid = '' } = object.metadata;
  if (object.kind === 'ReplicaSet') noteHash(names, object as ReplicaSet);
  if (object.kind === 'ControllerRevision') noteRevision(names, object);
  if (object.kind === 'Job') noteScheduled(names, object);
  // Pods of StatefulSets have both kinds of name, and go by the one that is theirs.
  const isOrdinal = object.metadata.labels?.['statefulset.kubernetes.io/pod-name'] === name;
  const isMadeUp = generateName !== '' && name.startsWith(generateName) && !isOrdinal;
  if (isMadeUp) names.replacements.set(name, `${scheduledPrefix(names, generateName)}<rand>`);
  if (GENERATORS.has(object.kind)) names.prefixes.add(replaceNames(names, `${name}-`));
  if (uid !== '') names.replacements.set(uid, '<uid>');
  if (object.kind === 'Pod') notePod(names, object as Pod);
  if (object.kind === 'Service') noteService(names, object as Service);
  if (object.kind === 'Node') noteNode(names, object as Node);
}

/** Kinds whose objects make others that are named after them. */
const GENERATORS: ReadonlySet<string> = new Set(['DaemonSet', 'Job', 'ReplicaSet', 'ReplicationController']);

const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

/** The real hash keeps its real number; another one is counted by appearance. */
function noteHash(names: Names, { metadata, spec }: ReplicaSet): void {
  const hash = metadata.labels?.['pod-template-hash'];
  if (hash === undefined || names.replacements.has(hash)) return;
  names.hashes += 1;
  const real = Object.entries(names.scenario.hashes).find(([, value]) => value === hash);
  const placeholder = real?.[0] ?? `<hash${names.hashes}>`;
  names.replacements.set(hash, placeholder);
  if (spec?.template?.metadata?.annotations?.[RESTARTED_AT] !== undefined) names.timed.push(placeholder);
}

/** Only a real hash has a number: these are the same wherever a template is the same. */
function noteRevision(names: Names, { metadata: { labels = {} } }: KubeObject): void {
  const hash = labels['controller-revision-hash'] ?? labels['controller.kubernetes.io/hash'] ?? '';
  const real = Object.entries(names.scenario.hashes).find(([, value]) => value === hash);
  if (real !== undefined) names.replacements.set(hash, real[0]);
}

/** A job that a CronJob made bears its minute. */
function noteScheduled(names: Names, { metadata: { name = '', annotations = {}, ownerReferences = [] } }: KubeObject): void {
  const owner = ownerReferences[0]?.name ?? '';
  if (SCHEDULED_AT in annotations && owner !== '') names.replacements.set(name, `${owner}-<sched>`);
}

const SCHEDULED_AT = 'batch.kubernetes.io/cronjob-scheduled-timestamp';

/** What the names of such a job's pods begin with. */
function scheduledPrefix({ replacements }: Names, prefix: string): string {
  const job = replacements.get(prefix.slice(0, -1));
  return job?.endsWith('-<sched>') === true ? `${job}-` : prefix;
}

function notePod(names: Names, { spec, status }: Pod): void {
  if (status?.podIP !== undefined && status.podIP !== status.hostIP) names.replacements.set(status.podIP, '<podip>');
  for (const { name } of spec?.volumes ?? [])
    if (name.startsWith('kube-api-access-')) names.replacements.set(name, 'kube-api-access-<rand>');
}

function noteService(names: Names, { spec }: Service): void {
  const { clusterIP = '', ports = [] } = spec ?? {};
  const isAllocated = clusterIP !== '' && clusterIP !== 'None' && clusterIP !== '10.96.0.1';
  if (isAllocated && !names.asked.includes(clusterIP)) names.replacements.set(clusterIP, '<clusterip>');
  for (const { nodePort } of ports)
    if (nodePort !== undefined && nodePort !== 0 && !names.asked.includes(String(nodePort)))
      names.replacements.set(String(nodePort), '<nodeport>');
}

/** Machines of the recordings have the addresses 172.18.0.3, .4 … in the order of their registration. */
function noteNode(names: Names, { status }: Node): void {
  const address = status?.addresses?.find(({ type }) => type === 'InternalIP')?.address;
  if (address === undefined || names.replacements.has(address)) return;
  names.replacements.set(address, `172.18.0.${3 + names.nodes}`);
  names.nodes += 1;
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** The random part of a name (apimachinery's rand.String). */
const RANDOM = /([\w.<>-]+-)[bcdfghjklmnpqrstvwxz2456789]{5}(?![\w-])/g;
/** Names, addresses, hashes and numbers, whole. */
const WORD = /[A-Za-z0-9]+(?:[-.][A-Za-z0-9]+)*/g;

/** A version in an object that a message quotes. */
const VERSION = /(\\*"resourceVersion\\*":\\*")\d+/g;

/** Replaces whatever is random or allocated. Longest names win: a pod's before its ReplicaSet's hash. */
export function replaceNames(names: Names, text: string): string {
  return text
    .replaceAll(UUID, '<uid>')
    .replaceAll(/containerd:\/\/[0-9a-f]{12,}/g, 'containerd://<id>')
    .replaceAll(/sha256:[0-9a-f]+/g, 'sha256:<digest>')
    .replaceAll(WORD, (word) => replaceWord(names, word))
    .replaceAll(VERSION, '$1<rv>');
}

/**
 * Names that were made up for objects which never came to be, such as a pod that its quota refused. In texts the recorder left
 * some of them as they are, so both sides need it.
 */
export function maskMadeUp({ prefixes }: Names, text: string): string {
  return text.replaceAll(RANDOM, (whole, prefix: string) => (prefixes.has(prefix) ? `${prefix}<rand>` : whole));
}

function replaceWord({ replacements }: Names, word: string): string {
  const whole = replacements.get(word);
  if (whole !== undefined) return withHash(replacements, whole);
  return withHash(replacements, word);
}

/** `web-5d4f8c7b9d` → `web-<hash1>`. */
function withHash(replacements: ReadonlyMap<string, string>, word: string): string {
  const parts = word.split('-').map((part) => {
    const found = replacements.get(part);
    return found !== undefined && /^<(hash|rev)/.test(found) ? found : part;
  });
  return parts.join('-');
}
