/** One cluster and one page: answers requests, serves frames, paces time, saves itself now and then. */
import { type ResourceType, groupResource } from '../api/object.ts';
import type { Status } from '../api/types.gen.ts';
import type {
  Answers,
  Boot,
  ClockState,
  FaultRequest,
  FromWorker,
  Inspection,
  Request,
  SchedulingVerdict,
  TrafficResult,
} from '../protocol/messages.ts';
import type { Cluster } from '../sim/engine.ts';
import { bootCluster, newMachine } from './boot.ts';
import { type CommandLine, createCommandLine } from './command-lines.ts';
import { causesOf, eventsAfter } from './history.ts';
import { loadTools } from './late.ts';
import { createPicture } from './picture.ts';
import { type Pump, createPump } from './pump.ts';
import { createSaver, snapshotNow } from './saver.ts';
import { createSleepers } from './sleepers.ts';

export interface SessionHost {
  post(message: FromWorker, transfer?: Transferable[]): void;
  wallNow(): number;
  defer(run: () => void, afterMs: number): void;
}

/** Whoever clicks and types in the page is the cluster's administrator. */
const USER = 'kubernetes-admin';

export function createSession(host: SessionHost): { receive(request: Request): void } {
  let running: Running | undefined;
  const answer = (id: number, reply: Answers[keyof Answers], transfer: Transferable[] = []) =>
    host.post({ type: 'answer', id, answer: reply }, transfer);
  const refuse = (id: number, why: 'not-available' | 'not-booted' | 'failed', error: unknown) =>
    host.post({ type: 'refused', id, why, message: error instanceof Error ? error.message : String(error) });
  const replace = (next: Running | undefined) => {
    running?.stop();
    running = next;
  };
  const restart = async (boot: Boot): Promise<ClockState> => {
    replace(undefined);
    const next = await start(host, boot);
    replace(next);
    return next.pump.clock();
  };

  return {
    receive: (request) => {
      if (request.type === 'boot') {
        restart(request.boot).then(
          (clock) => answer(request.id, clock),
          (error: unknown) => refuse(request.id, 'failed', error),
        );
      } else if (running === undefined) {
        refuse(request.id, 'not-booted', 'no cluster has been booted');
      } else if (request.type === 'frame') {
        running.pump.setVisible(request.visible);
        running.picture.ask((frame, transfer) => answer(request.id, frame, transfer));
      } else {
        respond(running, request).then(
          (reply) => answer(request.id, reply),
          (error: unknown) => refuse(request.id, 'failed', error),
        );
      }
    },
  };
}

interface Running {
  readonly cluster: Cluster;
  readonly pump: Pump;
  readonly picture: ReturnType<typeof createPicture>;
  /** Resolves when so much virtual time has passed. */
  sleep(milliseconds: number): Promise<void>;
  /** Resolves at once, or when messages that wait have been read. */
  rest(): Promise<void>;
  readonly changed: () => void;
  /** Lines of kubectl at work, by the page's number. */
  readonly lines: Map<number, CommandLine>;
  stop(): void;
}

async function start(host: SessionHost, boot: Boot): Promise<Running> {
  const cluster = await bootCluster(boot);
  const sleepers = createSleepers(cluster);
  const saver = createSaver(cluster, host);
  const changed = () => {
    sleepers.wake();
    picture.offer();
  };
  const pump = createPump(cluster, {
    wallNow: host.wallNow,
    defer: host.defer,
    held: () => saver.busy,
    advanced: () => {
      changed();
      saver.advanced();
    },
    crashed: (error) => host.post({ type: 'crashed', message: String(error), report: crashReport(cluster, error) }),
  });
  const picture = createPicture(cluster, pump.clock);
  return {
    cluster,
    pump,
    picture,
    sleep: sleepers.sleep,
    lines: new Map(),
    rest: createRest(host),
    changed,
    stop: () => {
      pump.stop();
      saver.stop();
    },
  };
}

/** Wall time that one request may work before it makes room for others. */
const WORK_MS = 8;

function createRest(host: SessionHost): () => Promise<void> {
  let rested = host.wallNow();
  const rest = (resolve: () => void) => {
    rested = host.wallNow();
    resolve();
  };
  return () => (host.wallNow() - rested < WORK_MS ? Promise.resolve() : new Promise((resolve) => host.defer(() => rest(resolve), 0)));
}

/** Seed and command log: all that it takes to see the same failure again. */
function crashReport(cluster: Cluster, error: unknown): string {
  const { seed, spec, commands, now, handled } = cluster.state;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return JSON.stringify({ error: stack, seed, now, handled, spec, commands }, undefined, 1);
}

type Answerable = Exclude<Request, { type: 'boot' | 'frame' }>;

async function respond(running: Running, request: Answerable): Promise<Answers[keyof Answers]> {
  const reply = await carryOut(running, request);
  running.changed();
  return reply;
}

function carryOut(running: Running, request: Answerable): Answers[keyof Answers] | Promise<Answers[keyof Answers]> {
  const { cluster, pump } = running;
  switch (request.type) {
    case 'api':
      return loadTools().then(() => cluster.request(request.request, USER));
    case 'apply':
      return apply(running, request);
    case 'kubectl':
      return kubectl(running, request);
    case 'kubectl-so-far':
      return soFar(running, request.number, request.interrupt);
    case 'inspect':
      return inspect(running, request.kind, request.namespace, request.name);
    case 'events':
      return eventsAfter(cluster, request.after, request.limit);
    case 'ping':
      return null;
    case 'clock':
      pump.command(request.clock);
      return pump.clock();
    case 'fault':
      return fault(cluster, request.fault);
    case 'traffic':
      return traffic(cluster, request);
    case 'verdict':
      return (cluster.ask('default-scheduler', '', { verdict: request.uid }) ?? null) as unknown as SchedulingVerdict | null;
    case 'causes':
      return causes(cluster, request.kind, request.namespace, request.name);
    case 'audit':
      return loadTools().then(({ auditTrail }) => ({ records: auditTrail(cluster.state, request.limit) }));
    case 'snapshot':
      return { bytes: snapshotNow(cluster) };
  }
}

async function apply(
  { cluster, sleep, rest }: Running,
  { text, namespace, dryRun }: Extract<Answerable, { type: 'apply' }>,
): Promise<Answers['apply']> {
  const { applyText, createPort } = await loadTools();
  return applyText(createPort(cluster, USER, sleep, rest), text, namespace, dryRun ?? false);
}

async function kubectl(running: Running, { line, files, number }: Extract<Answerable, { type: 'kubectl' }>): Promise<Answers['kubectl']> {
  const { InterruptError, createPort, runKubectl, splitCommandLine } = await loadTools();
  const argv = splitCommandLine(line);
  const own = createCommandLine(running.sleep, () => new InterruptError());
  const port = createPort(running.cluster, USER, own.sleep, running.rest);
  const io = { port, namespace: 'default', readFile: (name: string) => files[name], stdin: '', write: own.say };
  const exit = runKubectl(argv[0] === 'kubectl' ? argv.slice(1) : argv, io);
  if (number === undefined) return exit;
  running.lines.set(number, own);
  return exit.finally(() => running.lines.delete(number));
}

function soFar(running: Running, number: number, interrupt: boolean): Answers['kubectl-so-far'] {
  const line = running.lines.get(number);
  if (interrupt) line?.interrupt();
  return { stdout: line?.said.stdout ?? '', stderr: line?.said.stderr ?? '' };
}

async function inspect(running: Running, kind: string, namespace: string, name: string): Promise<Inspection | null> {
  const tools = await loadTools();
  const type = await typeOfKind(kind);
  if (type === undefined) return null;
  return tools.inspect(running.cluster, tools.createPort(running.cluster, USER, running.sleep, running.rest), type, namespace, name);
}

async function causes(cluster: Cluster, kind: string, namespace: string, name: string): Promise<Answers['causes']> {
  const type = await typeOfKind(kind);
  const key = type?.namespaced ? `${namespace}/${name}` : name;
  return { links: type === undefined ? [] : causesOf(cluster, groupResource(type), key) };
}

async function typeOfKind(kind: string): Promise<ResourceType | undefined> {
  const { KINDS } = await loadTools();
  return KINDS.find(({ type }) => type.kind === kind)?.type;
}

function fault(cluster: Cluster, request: FaultRequest): Answers['fault'] {
  const { code, body } = cluster.execute({
    type: 'fault',
    fault: request.type === 'node-add' ? { type: 'node-add', machine: newMachine(cluster, request) } : request,
  });
  return { error: code < 400 ? '' : ((body as Status).message ?? '') };
}

function traffic(cluster: Cluster, { url, from, count }: Extract<Answerable, { type: 'traffic' }>): Answers['traffic'] {
  const results = cluster.traffic({ url, ...(from === undefined ? {} : { from }), ...(count === undefined ? {} : { count }) });
  return { results: (results ?? []) as unknown as readonly TrafficResult[] };
}
