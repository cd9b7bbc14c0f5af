/** The parts of the control plane that end and are started again. */
import type { Fault } from '../../../sim/kernel/command.ts';
import { VOLUME_DRIVER } from '../../../sim/kernel/spec.ts';
import type { Dice } from '../dice.ts';

type Stop = Extract<Fault, { type: 'component-stop' }>;

/** What the plan has stopped so far, and what there is to stop. */
export interface Surroundings {
  readonly nodes: readonly string[];
  /** Of the control plane: `control-plane-1` and on. None: nobody is elected. */
  readonly hosts: readonly string[];
  readonly stopped: Pick<Stop, 'component' | 'instance'>[];
}

const PROCESSES = ['cloud-controller-manager', 'kube-proxy', 'coredns', VOLUME_DRIVER] as const;
const ELECTED = ['kube-scheduler', 'kube-controller-manager'] as const;

export function randomStop(dice: Dice, { nodes, hosts, stopped }: Surroundings): Stop {
  const host = () => (hosts.length === 0 ? {} : dice.maybe(0.5, () => ({ instance: dice.pick(hosts) })));
  const part = dice.weighted<() => Pick<Stop, 'component' | 'instance'>>([
    [3, () => ({ component: 'kube-apiserver' })],
    [1.5, () => ({ component: 'etcd' })],
    [6, () => ({ component: dice.pick(ELECTED), ...host() })],
    [6, () => ({ component: dice.pick(CONTROLLERS) })],
    [4, () => ({ component: 'kubelet', instance: dice.pick(nodes) })],
    [1.5, () => ({ component: dice.pick(PROCESSES) })],
  ])();
  stopped.push(part);
  return { type: 'component-stop', ...part, ...dice.maybe(0.4, () => ({ graceful: true })) };
}

/** Mostly something that is stopped. */
export function randomStart(dice: Dice, { stopped }: Surroundings): Fault {
  const part = stopped.length === 0 ? { component: dice.pick(ELECTED) } : dice.pick(stopped);
  if (stopped.includes(part)) stopped.splice(stopped.indexOf(part), 1);
  return { type: 'component-start', ...part };
}

/** Those that random plans give something to do. */
const CONTROLLERS = [
  'namespace-controller',
  'serviceaccount-controller',
  'garbage-collector-controller',
  'replicationcontroller-controller',
  'replicaset-controller',
  'replicaset-controller',
  'deployment-controller',
  'deployment-controller',
  'endpoints-controller',
  'endpointslice-controller',
  'endpointslice-mirroring-controller',
  'node-lifecycle-controller',
  'taint-eviction-controller',
  'pod-garbage-collector-controller',
  'persistentvolume-attach-detach-controller',
  'cronjob-controller',
  'disruption-controller',
  'daemonset-controller',
  'job-controller',
  'job-controller',
  'persistentvolume-binder-controller',
  'resourcequota-controller',
  'persistentvolumeclaim-protection-controller',
  'persistentvolume-protection-controller',
  'statefulset-controller',
  'ttl-after-finished-controller',
  'ttl-controller',
  'node-ipam-controller',
] as const;
