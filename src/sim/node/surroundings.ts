/** What a command in a container sees: its files, its pod's network, the rest of the cluster through DNS and packets. */
import type { Completed, Surroundings } from '../images/shell/machine.ts';
import { parseReference } from '../images/reference.ts';
import { containerSpec } from './containers.ts';
import { listenerOn } from './listeners.ts';
import type { ContainerRecord, Kubelet, PodWorker } from './memory.ts';
import { hostnameOf } from './call.ts';

/** What a request costs of a script's budget, so that a loop without a sleep does not flood the network. */
const REQUEST_STEPS = 100;

function surroundingsOf(context: Kubelet, worker: PodWorker, record: ContainerRecord): Surroundings {
  const { namespace = '', name = '' } = worker.pod.metadata;
  const { shell } = context.given;
  const budget = { steps: shell.stepBudget };
  const files = record.script?.files ?? new Map<string, boolean>();
  return {
    hostname: hostnameOf(worker),
    podIP: worker.podIP,
    namespace,
    clock: { at: context.now },
    env: record.env,
    exists: (file) => shell.fileExists(files, file),
    request: (url) => {
      budget.steps -= REQUEST_STEPS;
      const answer = context.ask('network', '', { type: 'request', url, from: `${namespace}/${name}` });
      return (answer ?? { status: 0, body: 'network is unreachable' }) as unknown as ReturnType<Surroundings['request']>;
    },
    resolve: (host) => {
      const addresses = context.ask('network', '', { type: 'resolve', name: host, namespace });
      return Array.isArray(addresses) ? addresses.map(String) : [];
    },
    listening: (port) => listenerOn(worker, port, context.now) !== undefined,
    write: (at, stream, line) => context.given.logs.note(record, at, stream, line),
    strict: isStrict(containerSpec(worker, record).image ?? ''),
    budget,
  };
}

/** Images in which only busybox's own commands exist. */
function isStrict(image: string): boolean {
  const parsed = parseReference(image);
  return 'reference' in parsed && parsed.reference.repository.endsWith('/busybox');
}

/** Runs a container's script as far as it goes now. */
export function continueScript(context: Kubelet, worker: PodWorker, record: ContainerRecord): void {
  const script = record.behaviour?.script;
  if (script === undefined || record.script === undefined) return;
  const progress = context.given.shell.runScript(script, record.script, surroundingsOf(context, worker, record));
  record.scriptAt = progress.type === 'sleep' ? context.now + Math.max(1, progress.ms) : 0;
  if (progress.type === 'forever' && progress.rests === true) record.script.restsAt = context.now;
  if (progress.type !== 'exit') return;
  record.exitAt = context.now;
  record.exitCode = progress.exitCode;
}

export function execIn(context: Kubelet, worker: PodWorker, record: ContainerRecord, argv: readonly string[]): Completed {
  return context.given.shell.execCommand(argv, record.script?.files ?? new Map(), surroundingsOf(context, worker, record));
}
