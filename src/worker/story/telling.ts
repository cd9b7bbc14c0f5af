/** What one link of the causal chain has to tell: nothing for most of them. */
import type { Event } from '../../api/types.gen.ts';
import type { StorySubjectObject } from '../../protocol/story.ts';
import { type CauseRecord, NO_CAUSE } from '../../sim/kernel/causes.ts';
import type { LogEntry } from '../../sim/store/store.ts';
import { type Telling, tellingsOf } from './changes.ts';

export interface Link extends CauseRecord {
  /** What it wrote; undefined for a note, and for a write that the log has forgotten. */
  readonly entry: LogEntry | undefined;
  /** The same of what led to it. */
  readonly parentWhat: string;
  /** The pod that is spoken of further up, `namespace/name`. */
  readonly pod: string;
}

/** Writes say what they are about: `create pods default/web-x`. */
export function writtenBy(what: string): { readonly verb: string; readonly resource: string; readonly key: string } | undefined {
  const [, verb = '', resource = '', key = ''] = /^(create|update|patch|delete|bind) ([a-z.]+) (\S+)$/.exec(what) ?? [];
  return verb === '' ? undefined : { verb, resource, key };
}

export function actorOf(actor: string): { readonly name: string; readonly machine: string } {
  const slash = actor.indexOf('/');
  return slash < 0 ? { name: actor, machine: '' } : { name: actor.slice(0, slash), machine: actor.slice(slash + 1) };
}

export function tell(link: Link): readonly Telling[] {
  const { entry, actor } = link;
  if (entry === undefined) return writtenBy(link.what) === undefined ? note(link) : [];
  if (entry.object.kind === 'Event') return entry.type !== 'DELETED' ? happening(entry.object as Event) : [];
  if (UNTOLD.has(entry.object.kind)) return [];
  const tellings = tellingsOf(entry.type, entry.object, entry.previous);
  return tellings.map((telling) => coloured(telling, actorOf(actor).name, link));
}

/** What the older API for endpoints says, slices have said; the rest is bookkeeping. */
const UNTOLD: ReadonlySet<string> = new Set(['Endpoints', 'Lease', 'IPAddress', 'ControllerRevision']);

function coloured(telling: Telling, actor: string, { parentWhat }: Link): Telling {
  const { act, detail } = telling;
  if (act === 'bind') return { ...telling, detail: { feasible: BEST.exec(parentWhat)?.[1] ?? '' } };
  if (act === 'delete' && actor === 'taint-eviction-controller') return { ...telling, act: 'evict' };
  return { ...telling, detail };
}

const BEST = /is the best of (\d+) feasible nodes$/;

function happening(event: Event): readonly Telling[] {
  const { reason = '', message = '', type = '', involvedObject, source } = event;
  const { kind = '', namespace = '', name = '', uid = '' } = involvedObject;
  const subjects: readonly StorySubjectObject[] = [{ kind, namespace, name, uid, node: source?.host ?? '' }];
  switch (reason) {
    case 'Pulling':
      return [{ act: 'pull', subjects, detail: { image: /"(.+)"/.exec(message)?.[1] ?? '' } }];
    case 'Started':
      return [{ act: 'start', subjects, detail: {} }];
    case 'Killing':
      return [{ act: 'stop', subjects, detail: {} }];
    case 'FailedScheduling':
      return [{ act: 'nowhere', subjects, detail: { message } }];
    default:
      // The write that follows says it of the object itself.
      return type === 'Warning' && reason !== 'NodeNotReady' ? [{ act: 'trouble', subjects, detail: { reason, message } }] : [];
  }
}

const EXIT = /^container (\S+) exited with (\d+)$/;
/** What follows says it, and more. */
const SAID_AGAIN = [BEST, /^no node fits /, / does not tolerate the taints of /, / was silent for too long$/, /^processes of \S+ killed$/];

function note({ what, actor, pod, parent }: Link): readonly Telling[] {
  if (actor === 'world') return parent === NO_CAUSE ? [faultOf(what)] : [];
  if (parent === NO_CAUSE || SAID_AGAIN.some((known) => known.test(what))) return [];
  const [, container, code] = EXIT.exec(what) ?? [];
  if (container !== undefined && code !== undefined) return [{ act: 'exit', subjects: podOf(pod), detail: { container, code } }];
  return [{ act: 'note', subjects: podOf(pod), detail: { message: what } }];
}

function podOf(key: string): readonly StorySubjectObject[] {
  const [namespace = '', name = ''] = key.split('/');
  return name === '' ? [] : [{ kind: 'Pod', namespace, name, uid: '', node: '' }];
}

/** `node-stop node-2`, `component-stop kube-scheduler`. */
function faultOf(what: string): Telling {
  const [fault = '', about = '', machine = ''] = what.split(' ');
  const isNode = fault.startsWith('node-');
  const name = machine === '' ? about : machine;
  const kind = isNode || machine !== '' ? 'Node' : about.includes('/') ? 'Pod' : 'Station';
  const subjects =
    kind === 'Pod' ? podOf(about) : name === '' ? [] : [{ kind, namespace: '', name, uid: '', node: kind === 'Node' ? name : '' }];
  return { act: 'fault', subjects, detail: { fault, part: kind === 'Pod' || isNode ? '' : about } };
}
