/** Facts about pods: what they ask for, their class, their phase and conditions, their environment. */
import { isPodAvailable } from '../../../api/pod/conditions.ts';
import { oomScoreOf } from '../../../api/pod/oom-score.ts';
import { qosClassOf } from '../../../api/pod/qos.ts';
import { grantedSpec } from '../../../api/pod/granted.ts';
import { type ResourceList, containersList, podLimitList, podRequestList } from '../../../api/pod/resources.ts';
import { compareQuantities } from '../../../api/quantity.ts';
import { parseTime } from '../../../api/time.ts';
import type {
  ConfigMap,
  Container,
  ContainerStatus,
  Pod,
  PodCondition,
  PodSpec,
  PodStatus,
  ResourceRequirements,
  Secret,
  Service,
} from '../../../api/types.gen.ts';
import { type Verdict, containersReady, podInitialized, podReady } from '../../../sim/node/conditions.ts';
import { expandVariables, makeEnvironment } from '../../../sim/node/environment.ts';
import { phaseOf } from '../../../sim/node/phase.ts';
import { type Outcome, type Subject, like, subject } from '../subject.ts';

interface Parts {
  readonly containerStatus?: readonly ContainerStatus[];
  readonly containerStatuses?: readonly ContainerStatus[];
  readonly initContainerStatuses?: readonly ContainerStatus[];
  readonly podResizeStatus?: readonly PodCondition[];
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly overhead?: ResourceList;
  readonly podResources?: ResourceRequirements;
  readonly options?: Switches;
  readonly opts?: Switches;
}

type Switches = { readonly [option: string]: boolean };
type Lists = { readonly requests?: ResourceList; readonly limits?: ResourceList };

const RESOURCES: readonly Subject[] = [
  subject<Parts, Lists>('resources/pod-requests', /^effective pod requests/, ({ in: parts, out }) =>
    sameAmounts(out.requests, podRequestList(specOf(parts))),
  ),
  subject<Parts, Lists>('resources/pod-limits', /^effective pod limits/, ({ in: parts, out }) =>
    sameAmounts(out.limits, podLimitList(specOf(parts))),
  ),
  subject<Parts, Lists>('resources/pod-level', /^pod-level resources/, ({ in: parts, out }) =>
    sameAmounts(out.requests, podRequestList(specOf(parts))),
  ),
  subject<Parts, Lists>('resources/aggregate', /^aggregate container requests/, ({ in: parts, out }) =>
    both(out, containersList(specOf(parts), 'requests'), containersList(specOf(parts), 'limits')),
  ),
  subject<{ pod: Pod }, Lists>('resources/requests-and-limits', /^pod requests and limits with/, ({ name, in: { pod }, out }) => {
    const spec = completeSpec(pod.spec);
    const counted = Number(/\d+$/.exec(name)?.[0]) <= WITH_OVERHEAD ? spec : withoutOverhead(spec);
    return both(out, podRequestList(counted), podLimitList(counted));
  }),
];

/** As many cases count the overhead, as the table's index says; the rest do not. */
const WITH_OVERHEAD = 5;

/** The spec of a pod whose parts are those of the case, with what its status reports if that is asked for. */
function specOf(parts: Parts): PodSpec {
  const { opts = {}, options = opts } = parts;
  return options['useStatusResources'] === true ? grantedSpec(podOfParts(parts)) : askedSpec(parts);
}

function podOfParts(parts: Parts): Pod {
  const { containerStatus, containerStatuses = containerStatus, initContainerStatuses, podResizeStatus } = parts;
  const status: PodStatus = {
    ...(containerStatuses && { containerStatuses }),
    ...(initContainerStatuses && { initContainerStatuses }),
    ...(podResizeStatus && { conditions: podResizeStatus }),
  };
  return { apiVersion: 'v1', kind: 'Pod', metadata: {}, spec: askedSpec(parts), status };
}

/** What an option leaves out is left out. */
function askedSpec({ containers = [], initContainers, overhead, podResources, opts = {}, options = opts }: Parts): PodSpec {
  return {
    containers: options['skipContainerLevelResources'] === true ? [] : containers,
    ...(initContainers === undefined ? {} : { initContainers }),
    ...(overhead === undefined || options['excludeOverhead'] === true ? {} : { overhead }),
    ...(podResources === undefined || options['skipPodLevelResources'] === true ? {} : { resources: podResources }),
  };
}

function withoutOverhead({ overhead: _overhead, ...spec }: PodSpec): PodSpec {
  return spec;
}

function completeSpec(spec: PodSpec | undefined): PodSpec {
  return spec?.containers === undefined ? { containers: [], ...spec } : spec;
}

function both(out: Lists, requests: ResourceList, limits: ResourceList): Outcome {
  const asked = sameAmounts(out.requests, requests);
  const limited = sameAmounts(out.limits, limits);
  return { expected: [asked.expected, limited.expected], got: [asked.got, limited.got] };
}

/** Amounts are compared, not how they are written. */
function sameAmounts(expected: ResourceList = {}, got: ResourceList): Outcome {
  const equal = (name: string, text: string): boolean => expected[name] !== undefined && compareQuantities(expected[name], text) === 0;
  return {
    expected,
    got: Object.fromEntries(Object.entries(got).map(([name, text]) => [name, equal(name, text) ? expected[name] : text])),
  };
}

interface Seen {
  readonly spec: PodSpec;
  readonly containerStatuses?: readonly ContainerStatus[];
  readonly initContainerStatuses?: readonly ContainerStatus[];
  readonly conditions?: readonly PodCondition[];
  readonly podPhase?: string;
  readonly podIsTerminal?: boolean;
  readonly podHasInitialized?: boolean;
}

const STATUS: readonly Subject[] = [
  subject<{ pod: Pod }>('qos/class', /^pod QoS class/, ({ in: { pod }, out }) =>
    like(out, { qosClass: qosClassOf(completeSpec(pod.spec)) }),
  ),
  subject<{ pod: Pod; memoryCapacity: number }, { bounds: Bounds }>(
    'pods/oom-score',
    /^oom_score_adj by QoS/,
    ({ in: { pod, memoryCapacity }, out: { bounds } }) => {
      const whole = { ...pod, spec: completeSpec(pod.spec) };
      const scores = [...(whole.spec.initContainers ?? []), ...whole.spec.containers].map(
        (container) => [container.name, oomScoreOf(whole, container, memoryCapacity)] as const,
      );
      const within = scores.map(([name, score]): readonly [string, unknown] => {
        const bound = bounds[name];
        return [name, bound !== undefined && score >= bound.lowOOMScoreAdj && score <= bound.highOOMScoreAdj ? bound : score];
      });
      return { expected: bounds, got: Object.fromEntries(within.filter(([name]) => name in bounds)) };
    },
  ),
  subject<{ pod: { status: PodStatus }; minReadySeconds: number; now: string }>(
    'pods/available',
    /^IsPodAvailable/,
    ({ in: { pod, minReadySeconds, now }, out }) => {
      const whole: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: {}, status: pod.status };
      return like(out, { result: isPodAvailable(whole, minReadySeconds, parseTime(now)) });
    },
  ),
  subject<Seen>('pods/phase', /^kubelet pod phase/, ({ in: given, out }) => {
    const statuses = [...(given.initContainerStatuses ?? []), ...(given.containerStatuses ?? [])];
    return like(out, { phase: phaseOf(given.spec, statuses, given.podIsTerminal === true, given.podHasInitialized === true) });
  }),
  subject<Seen, { ready: Verdict }>('pods/containers-ready-condition', /^ContainersReady condition/, ({ in: given, out }) =>
    sameVerdict(out.ready, containersReady(given.spec, given.containerStatuses, given.podPhase)),
  ),
  subject<Seen, { ready: Verdict }>('pods/ready-condition', /^Ready condition/, ({ in: given, out }) => {
    const containers = containersReady(given.spec, given.containerStatuses, given.podPhase);
    return sameVerdict(out.ready, podReady(given.spec, given.conditions, containers));
  }),
  subject<Seen, { result: Verdict }>('pods/initialized-condition', /^Initialized condition/, ({ in: given, out }) =>
    sameVerdict(out.result, podInitialized(given.spec, given.containerStatuses, given.podPhase)),
  ),
];

type Bounds = { readonly [container: string]: { readonly lowOOMScoreAdj: number; readonly highOOMScoreAdj: number } };

/** Some cases of the source leave the message to be anything: they were written down without it. */
function sameVerdict({ status, reason, message }: Verdict, got: Verdict): Outcome {
  return {
    expected: { status, reason, message },
    got: { status: got.status, reason: got.reason, message: message === undefined ? undefined : got.message },
  };
}

interface Environment {
  readonly container: Container;
  readonly ns: string;
  readonly enableServiceLinks?: boolean;
  readonly nilLister: boolean;
  readonly staticPod: boolean;
  readonly unsyncedServices: boolean;
  readonly podIPs?: readonly string[];
  readonly configMap?: ConfigMap;
  readonly secret?: Secret;
}

type Variable = { readonly name: string; readonly value?: string };

const ENVIRONMENT: readonly Subject[] = [
  subject<Environment, { envs?: readonly Variable[]; error: boolean }>('pods/env', /^container environment/, ({ in: given, out }) => {
    const result = environmentOf(given);
    const expected = {
      error: out.error,
      env: out.error ? {} : Object.fromEntries((out.envs ?? []).map(({ name, value }) => [name, value ?? ''])),
    };
    return { expected, got: { error: 'error' in result, env: 'env' in result ? result.env : {} } };
  }),
  subject<{ container: Container; envs?: readonly Variable[] }>(
    'pods/env-expansion',
    /^\$\(VAR\) expansion/,
    ({ in: { container, envs = [] }, out }) => {
      const values = new Map(envs.map(({ name, value = '' }) => [name, value]));
      const expand = (texts: readonly string[] | undefined) => texts?.map((text) => expandVariables(text, (name) => values.get(name)));
      return like(out, { command: expand(container.command), args: expand(container.args) });
    },
  ),
];

function environmentOf(given: Environment): ReturnType<typeof makeEnvironment> {
  return makeEnvironment(given.container, {
    pod: podOf(given),
    podIPs: given.podIPs ?? [],
    hostIPs: ['127.0.0.1', '::1'],
    allocatable: {},
    services: given.unsyncedServices ? undefined : given.nilLister ? [] : SERVICES,
    configMap: (name) => (name.startsWith('missing') ? undefined : given.configMap),
    secret: (name) => (name.startsWith('missing') ? undefined : given.secret),
  });
}

function podOf({ ns, enableServiceLinks, staticPod }: Environment): Pod {
  const links = enableServiceLinks === undefined ? {} : { enableServiceLinks };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'dapi-test-pod-name',
      namespace: ns,
      annotations: staticPod ? { 'kubernetes.io/config.source': 'file' } : {},
    },
    spec: { containers: [], serviceAccountName: 'special', nodeName: 'node-name', ...links },
  };
}

function service(name: string, namespace: string, clusterIP: string, port: number): Service {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec: { clusterIP, ports: [{ protocol: 'TCP', port }] } };
}

/** The fixture that the table describes in words. */
const SERVICES: readonly Service[] = [
  service('kubernetes', 'default', '1.2.3.1', 8081),
  service('test', 'test1', '1.2.3.3', 8083),
  service('kubernetes', 'test2', '1.2.3.4', 8084),
  service('test', 'test2', '1.2.3.5', 8085),
  service('test', 'test2', 'None', 8085),
  service('test', 'test2', '', 8085),
  service('not-special', 'default', '1.2.3.8', 8088),
  service('not-special', 'default', 'None', 8088),
  service('not-special', 'default', '', 8088),
];

export const PODS: readonly Subject[] = [...RESOURCES, ...STATUS, ...ENVIRONMENT];
