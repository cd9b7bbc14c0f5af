/**
 * Who of several may work: a Lease that its holder renews and that others take when it has expired (client-go/tools/leaderelection).
 * A candidate is one process on one host of the control plane. When it can't renew any more it exits, and the kubelet of its host
 * starts it again, as it does with static pods: at once after the first crash, after 10 s, 20 s and so on after those that follow.
 */
import { ApiError, ifFound } from '../../api/errors.ts';
import { LEASE } from '../../api/resources.ts';
import { formatMicroTime } from '../../api/time.ts';
import type { Lease } from '../../api/types.gen.ts';
import { type ComponentContext, type ComponentDefinition, defineComponent } from '../kernel/component.ts';

const NAMESPACE = 'kube-system';
const LEASE_SECONDS = 15;
const RENEW_DEADLINE_MS = 10_000;
const RETRY_MS = 2000;
/** Who waits for its turn tries again after up to 1 + 1.2 times the period. */
const JITTER = 1.2;
/** CrashLoopBackOff of the host's kubelet; a process that has run twice the maximum begins anew. */
const FIRST_BACKOFF_MS = 10_000;
const MOST_BACKOFF_MS = 300_000;

export interface CandidateMemory {
  /** `<host>_<uuid>`, '' while the process does not run. */
  identity: string;
  leads: boolean;
  /** The Lease as it was seen or written last, and when: what counts is this clock, not the times that stand in it. */
  seen: Lease | undefined;
  seenAt: number;
  /** Since when renewing has failed; 0 when it has not. */
  failingSince: number;
  /** Timers of an earlier life of the process are void. */
  life: number;
  startedAt: number;
  /** How long it waits after its next exit, and when it is started again, 0 when it runs. */
  backoffMs: number;
  restartAt: number;
}

type Candidate = ComponentContext<CandidateMemory>;

/** `process`: whose components run while a candidate leads; its Lease has the same name. */
export function candidateOf(process: string, eventSource: string): ComponentDefinition<CandidateMemory> {
  return defineComponent<CandidateMemory>({
    name: process,
    process,
    candidateFor: process,
    eventSource,
    user: `system:${process}`,
    watches: [],
    worksOffline: true,
    init: newMemory,
    start: begin,
    onTimer: (context, name, life) => onTimer(context, process, name, Number(life)),
    onSignal: (context) => resign(context, process),
  });
}

function newMemory(): CandidateMemory {
  const never = { failingSince: 0, startedAt: 0, backoffMs: 0, restartAt: 0 };
  return { identity: '', leads: false, seen: undefined, seenAt: 0, life: 0, ...never };
}

function begin(context: Candidate): void {
  const { memory, now } = context;
  memory.identity = `${context.instance}_${uuid(context)}`;
  memory.startedAt = now;
  memory.restartAt = 0;
  memory.life += 1;
  context.timer('try', 0, memory.life);
}

function onTimer(context: Candidate, process: string, name: string, life: number): void {
  if (life !== context.memory.life) return;
  if (name === 'restart') begin(context);
  else if (context.memory.leads) renew(context, process);
  else acquire(context, process);
}

function acquire(context: Candidate, process: string): void {
  const { memory } = context;
  if (!tryAcquireOrRenew(context, process)) return context.timer('try', RETRY_MS * (1 + JITTER * context.random()), memory.life);
  memory.leads = true;
  tell(context, 'became leader');
  context.lead(true);
  return context.timer('try', RETRY_MS, memory.life);
}

function renew(context: Candidate, process: string): void {
  const { memory, now } = context;
  if (tryAcquireOrRenew(context, process)) memory.failingSince = 0;
  else if (memory.failingSince === 0) memory.failingSince = now;
  else if (now - memory.failingSince >= RENEW_DEADLINE_MS) return exit(context);
  return context.timer('try', RETRY_MS, memory.life);
}

/** The lease is lost: whoever works on without one would work beside its successor. */
function exit(context: Candidate): void {
  const { memory, now } = context;
  tell(context, 'stopped leading');
  context.because(`${memory.identity} lost its lease and exits`);
  context.lead(false);
  const waitMs = now - memory.startedAt >= 2 * MOST_BACKOFF_MS ? 0 : memory.backoffMs;
  Object.assign(memory, { ...newMemory(), life: memory.life + 1, startedAt: memory.startedAt });
  memory.backoffMs = waitMs === 0 ? FIRST_BACKOFF_MS : Math.min(2 * waitMs, MOST_BACKOFF_MS);
  memory.restartAt = now + waitMs;
  context.timer('restart', waitMs, memory.life);
}

/** A graceful end gives the lease back, so that nobody has to wait for it (ReleaseOnCancel). */
function resign(context: Candidate, process: string): void {
  const { memory } = context;
  if (!memory.leads || memory.seen === undefined) return;
  const { leaseTransitions = 0 } = memory.seen.spec ?? {};
  const now = formatMicroTime(context.now);
  write(context, process, {
    ...memory.seen,
    spec: { acquireTime: now, leaseDurationSeconds: 1, leaseTransitions, renewTime: now },
  });
  tell(context, 'stopped leading');
  memory.leads = false;
}

/** True when the candidate holds the lease from now on. */
function tryAcquireOrRenew(context: Candidate, process: string): boolean {
  const { memory, now } = context;
  if (!context.reachable) return false;
  // Who leads expects that nobody else has written.
  if (memory.leads && memory.seen !== undefined && isValid(memory, now) && write(context, process, held(context, memory.seen))) return true;
  const found = read(context, process);
  if (found === undefined) return write(context, process, undefined);
  if (found.metadata.resourceVersion !== memory.seen?.metadata.resourceVersion) {
    memory.seen = found;
    memory.seenAt = now;
  }
  const { holderIdentity = '' } = found.spec ?? {};
  if (holderIdentity !== '' && holderIdentity !== memory.identity && isValid(memory, now)) return false;
  return write(context, process, held(context, found));
}

function isValid({ seen, seenAt }: CandidateMemory, now: number): boolean {
  return seenAt + (seen?.spec?.leaseDurationSeconds ?? 0) * 1000 > now;
}

function held(context: Candidate, lease: Lease): Lease {
  const { identity } = context.memory;
  const now = formatMicroTime(context.now);
  const { holderIdentity = '', acquireTime = now, leaseTransitions = 0 } = lease.spec ?? {};
  const isOwn = holderIdentity === identity;
  return {
    ...lease,
    spec: {
      holderIdentity: identity,
      leaseDurationSeconds: LEASE_SECONDS,
      acquireTime: isOwn ? acquireTime : now,
      renewTime: now,
      leaseTransitions: isOwn ? leaseTransitions : leaseTransitions + 1,
    },
  };
}

function read(context: Candidate, process: string): Lease | undefined {
  return ifFound(() => context.client.get(LEASE, NAMESPACE, process));
}

/** Undefined: there is no Lease yet. False when somebody else was quicker. */
function write(context: Candidate, process: string, lease: Lease | undefined): boolean {
  const { memory, client, now } = context;
  const fresh: Lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: process, namespace: NAMESPACE } };
  try {
    memory.seen = lease === undefined ? client.create(LEASE, firstOf(context, fresh)) : client.update(LEASE, lease);
    memory.seenAt = now;
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return false;
  }
}

function firstOf(context: Candidate, fresh: Lease): Lease {
  const { spec } = held(context, fresh);
  return { ...fresh, spec: { ...spec, leaseTransitions: 0 } };
}

function tell(context: Candidate, what: string): void {
  const { seen, identity } = context.memory;
  if (seen !== undefined) context.event(seen, 'Normal', 'LeaderElection', `${identity} ${what}`);
}

function uuid(context: Candidate): string {
  const digits = (count: number) => Array.from({ length: count }, () => Math.floor(context.random() * 16).toString(16)).join('');
  return `${digits(8)}-${digits(4)}-4${digits(3)}-${'89ab'[Math.floor(context.random() * 4)] ?? '8'}${digits(3)}-${digits(12)}`;
}
