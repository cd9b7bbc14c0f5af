/** One cluster and one page: answers requests, serves frames, paces time, saves itself now and then. */
import type { Answers, Boot, ClockState, FromWorker, Request } from '../protocol/messages.ts';
import type { DiscoveryCache, KubeconfigFiles } from '../kubectl/index.ts';
import type { CommandLine } from './command-lines.ts';
import { eventsAfter } from './history.ts';
import { createKubeconfig } from './kubeconfig.ts';
import { completeKubectl, kubectl, kubectlSoFar, readKubectl } from './kubectl.ts';
import { loadTools } from './late.ts';
import { type Live, startLive } from './live.ts';
import type { Following } from './story/follow.ts';
import { createPicture } from './picture.ts';
import { type Saver, createSaver, snapshotNow } from './saver.ts';
import { USER } from './user.ts';

export interface SessionHost {
  post(message: FromWorker, transfer?: Transferable[]): void;
  wallNow(): number;
  defer(run: () => void, afterMs: number): void;
}

/** Where a session finds its cluster. */
export interface Place {
  /** Starts a cluster in the place of the one that runs. */
  boot(boot: Boot): Promise<Live>;
  /** Time stands still while nobody sees the page. */
  readonly pausesUnseen: boolean;
}

export interface Session {
  receive(request: Request): void;
  /** The page is gone. The cluster is not touched. */
  close(): void;
}

/** The cluster of one page, in a worker of its own. */
export function createSession(host: SessionHost): Session {
  let live: Live | undefined;
  let saver: Saver | undefined;
  const stop = () => {
    live?.stop();
    saver?.stop();
    live = undefined;
  };
  return openSession(host, {
    pausesUnseen: true,
    boot: async (boot) => {
      stop();
      const next = await startLive({ ...host, crashed: host.post }, boot);
      const saves = createSaver(next.cluster, host);
      next.onChange(saves.advanced);
      next.hold(() => saves.busy);
      stop();
      saver = saves;
      live = next;
      return next;
    },
  });
}

export function openSession(host: SessionHost, place: Place): Session {
  let running: Running | undefined;
  const answer = (id: number, reply: Answers[keyof Answers], transfer: Transferable[] = []) =>
    host.post({ type: 'answer', id, answer: reply }, transfer);
  const refuse = (id: number, why: 'not-available' | 'not-booted' | 'failed', error: unknown) =>
    host.post({ type: 'refused', id, why, message: error instanceof Error ? error.message : String(error) });
  const leave = () => {
    running?.leave();
    running = undefined;
  };
  const restart = async (boot: Boot): Promise<ClockState> => {
    leave();
    const next = attend(await place.boot(boot), place.pausesUnseen);
    leave();
    running = next;
    return next.pump.clock();
  };

  return {
    close: leave,
    receive: (request) => {
      if (request.type === 'boot') {
        restart(request.boot).then(
          (clock) => answer(request.id, clock),
          (error: unknown) => refuse(request.id, 'failed', error),
        );
      } else if (running === undefined) {
        refuse(request.id, 'not-booted', 'no cluster has been booted');
      } else if (request.type === 'frame') {
        if (running.pausesUnseen) running.pump.setVisible(request.visible);
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

/** A cluster as one page sees it. */
interface Running extends Live {
  readonly picture: ReturnType<typeof createPicture>;
  readonly pausesUnseen: boolean;
  readonly kubeconfig: KubeconfigFiles;
  /** Lines of kubectl at work, by the page's number. */
  readonly lines: Map<number, CommandLine>;
  /** What kubectl remembers from one line to the next. */
  readonly discovery: DiscoveryCache;
  /** The story that is followed; comes with the first. */
  readonly following: Following;
  leave(): void;
}

function attend(live: Live, pausesUnseen: boolean): Running {
  const hints = live.listen();
  const picture = createPicture(live.cluster, live.pump.clock, hints.take, live.wallNow);
  const lines = new Map<number, CommandLine>();
  const ignore = live.onChange(picture.offer);
  const leave = () => {
    ignore();
    hints.leave();
    for (const line of lines.values()) line.interrupt();
  };
  const kubeconfig = createKubeconfig();
  return { ...live, picture, pausesUnseen, kubeconfig, lines, discovery: { items: [], until: 0 }, following: {}, leave };
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
      return loadTools().then(({ apply }) => apply(running, request));
    case 'kubectl':
      return kubectl(running, request);
    case 'kubectl-so-far':
      return kubectlSoFar(running, request);
    case 'kubectl-read':
      return readKubectl(request.text);
    case 'kubectl-complete':
      return completeKubectl(running, request);
    case 'inspect':
      return loadTools().then(({ inspectOne }) => inspectOne(running, request));
    case 'describe':
      return loadTools().then(({ describeOne }) => describeOne(running, request));
    case 'events':
      return eventsAfter(cluster, request.after, request.limit);
    case 'ping':
      return null;
    case 'clock':
      pump.command(request.clock);
      return pump.clock();
    case 'fault':
      return loadTools().then(({ fault }) => fault(cluster, request.fault));
    case 'control-plane':
      return loadTools().then(({ controlPlane }) => controlPlane(cluster));
    case 'scheduler-configuration':
      return loadTools().then(({ schedulerConfiguration }) => schedulerConfiguration(cluster));
    case 'part':
      return loadTools().then(() => cluster.part(request.name, request.instance) ?? null);
    case 'traffic':
      return loadTools().then(({ traffic }) => traffic(cluster, request));
    case 'explain':
      return loadTools().then(({ explainOne }) => explainOne(cluster, request));
    case 'spread':
      return loadTools().then(({ spread }) => spread(cluster, request.kind, request.namespace, request.name) ?? null);
    case 'what-if':
      return loadTools().then(({ whatIfOf }) => whatIfOf(cluster, request.pods, request.fit));
    case 'reach':
      return loadTools().then(({ reach }) => reach(cluster, request.namespace, request.name));
    case 'affinities':
      return loadTools().then(({ affinities }) => affinities(cluster, request.namespace, request.name));
    case 'use':
      return loadTools().then(({ use }) => use(cluster, request.node));
    case 'causes':
      return loadTools().then(({ causes }) => causes(cluster, request));
    case 'story-open':
    case 'story-next':
    case 'story-leave':
    case 'story-look':
      return loadTools().then(({ follow }) => follow(running, request));
    case 'audit':
      return loadTools().then(({ auditTrail }) => ({ records: auditTrail(cluster.state, request.limit) }));
    case 'snapshot':
      return { bytes: snapshotNow(cluster) };
  }
}
