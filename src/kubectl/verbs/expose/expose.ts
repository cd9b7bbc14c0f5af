import { type KubeObject, groupResource } from '../../../api/object.ts';
import { SERVICE } from '../../../api/resources.ts';
import type { ApiResource } from '../../../api/request.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import type { LabelSelector, PodTemplateSpec, Pod, Service } from '../../../api/types.gen.ts';
import { FILE_FLAGS } from '../../parse/documents.ts';
import { CommandError } from '../../errors.ts';
import { type FlagSpecs, type FlagValues, bool, text, withValues } from '../../parse/flags.ts';
import { type Found, eachObject } from '../../parse/select.ts';
import { resolveType } from '../../parse/types.ts';
import { type Session, createObject } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { overridden } from '../overrides.ts';
import { parseLabelSpec } from '../label-spec.ts';
import { savedTyped } from '../typed.ts';
import { writeFlags, checkOutput, dryRunOf, report, writeOptions } from '../write.ts';

const FLAGS = {
  ...writeFlags('kubectl-expose'),
  ...FILE_FLAGS,
  saveConfig: bool(),
  overrides: text(),
  overrideType: text('merge', '', 'merge'),
  port: text(),
  targetPort: text(),
  protocol: text(),
  type: withValues(text(), ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName']),
  name: text(),
  labels: text('', 'l'),
  selector: text(),
  clusterIp: text(),
  externalIp: text(),
  loadBalancerIp: text(),
  sessionAffinity: text(),
} satisfies FlagSpecs;
type Flags = FlagValues<typeof FLAGS>;

const EXPOSABLE = new Set(['Pod', 'Service', 'ReplicationController', 'Deployment', 'ReplicaSet']);

export const exposeVerb = defineVerb({
  name: 'expose',
  summary: 'Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service',
  usage:
    '(-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name] [--name=name] [--external-ip=external-ip-of-service] [--type=type]',
  args: { of: 'objects', types: ['pod', 'service', 'replicationcontroller', 'deployment', 'replicaset'] },
  flags: FLAGS,
  async run(session, { args, flags }) {
    checkOutput(session, flags);
    const { filename, kustomize, recursive } = flags;
    await eachObject(session, args, { filename, kustomize, recursive }, (found) => exposeOne(session, found, flags));
  },
});

async function exposeOne(session: Session, found: Found, flags: Flags): Promise<void> {
  const { kind, group } = found.resource;
  if (!EXPOSABLE.has(kind)) throw new CommandError(`cannot expose a ${groupResource({ group, resource: kind })}`);
  const service = overridden(serviceFor(found, flags), flags.overrides, flags.overrideType);
  const type = await resolveType(session, SERVICE.resource);
  report(session, flags, type, await create(session, type, service, flags), 'exposed');
}

async function create(session: Session, type: ApiResource, service: KubeObject, flags: Flags): Promise<KubeObject> {
  const { namespace } = session;
  const pretend = dryRunOf(session, flags) === 'client';
  if (pretend && !session.namespaceGiven) return service;
  const wanted = flags.saveConfig && !pretend ? savedTyped(service) : service;
  const placed = { ...wanted, metadata: { ...wanted.metadata, namespace } };
  if (pretend) return placed;
  const body = placed as unknown as JsonValue;
  return createObject(session, { resource: type, namespace }, body, writeOptions(session, flags, 'kubectl-expose'));
}

const NAME_MAX = 63;

function serviceFor(found: Found, flags: Flags): KubeObject {
  const selector = flags.selector === '' ? selectorOf(found.object) : parseLabelSpec(flags.selector);
  const ports = portsFor(found.object, flags);
  const labels = flags.labels === '' ? found.object.metadata.labels : parseLabelSpec(flags.labels);
  const name = flags.name === '' ? found.name.slice(0, NAME_MAX) : flags.name;
  const spec = {
    ...(ports.length === 0 ? {} : { ports }),
    selector,
    ...(flags.type === '' ? {} : { type: flags.type }),
    ...(flags.clusterIp === '' ? {} : { clusterIP: flags.clusterIp }),
    ...(flags.externalIp === '' ? {} : { externalIPs: [flags.externalIp] }),
    ...(flags.loadBalancerIp === '' || flags.type !== 'LoadBalancer' ? {} : { loadBalancerIP: flags.loadBalancerIp }),
    ...(flags.sessionAffinity === '' ? {} : { sessionAffinity: affinityOf(flags.sessionAffinity) }),
  };
  const hasLabels = labels !== undefined && Object.keys(labels).length > 0;
  const metadata = { ...(hasLabels ? { labels } : {}), name };
  const service = { apiVersion: 'v1', kind: 'Service', metadata, spec, status: { loadBalancer: {} } };
  return service;
}

function affinityOf(given: string): string {
  if (given !== 'None' && given !== 'ClientIP') throw new CommandError(`unknown session affinity: ${given}`);
  return given;
}

interface Exposed {
  readonly spec?: { readonly selector?: LabelSelector | { readonly [key: string]: string }; readonly template?: PodTemplateSpec };
}

function selectorOf(object: KubeObject): { readonly [key: string]: string } {
  const selector = (object as Exposed).spec?.selector;
  switch (object.kind) {
    case 'Pod':
      return someLabels(object.metadata.labels, 'the pod has no labels and cannot be exposed');
    case 'Service':
      return someLabels(selector as { readonly [key: string]: string }, 'the service has no pod selector set');
    case 'ReplicationController':
      return someLabels(selector as { readonly [key: string]: string }, undefined);
    default:
      return labelsOf(selector ?? {}, object.kind);
  }
}

function someLabels(
  labels: { readonly [key: string]: string } | undefined,
  problem: string | undefined,
): { readonly [key: string]: string } {
  if (labels !== undefined && Object.keys(labels).length > 0) return labels;
  throw problem === undefined ? new CommandError('selector must be specified') : unselectable(problem);
}

function labelsOf({ matchLabels, matchExpressions = [] }: LabelSelector, kind: string): { readonly [key: string]: string } {
  const camelKind = kind.charAt(0).toLowerCase() + kind.slice(1);
  const labels = someLabels(matchLabels, `invalid ${camelKind}: no selectors, therefore cannot be exposed`);
  if (matchExpressions.length === 0) return labels;
  const shown = matchExpressions.map(({ key, operator, values = [] }) => `{Key:${key} Operator:${operator} Values:[${values.join(' ')}]}`);
  throw unselectable(`couldn't convert expressions - "[${shown.join(' ')}]" to map-based selector format`);
}

function unselectable(problem: string): CommandError {
  return new CommandError(`couldn't retrieve selectors via --selector flag or introspection: ${problem}`);
}

interface Port {
  readonly port: number;
  readonly protocol: string;
}

/** Ports from `--port`, or those that the containers (or the Service) name, each with the protocols that it has there. */
function portsFor(object: KubeObject, flags: Flags): readonly JsonValue[] {
  const own = containerPorts(object);
  const numbers = flags.port === '' ? [...new Set(own.map(({ port }) => port))] : flags.port.split(',').map(portNumber);
  if (numbers.length === 0 && flags.clusterIp !== 'None') throw new CommandError("couldn't find port via --port flag or introspection");
  const { targetPort } = flags;
  return numbers.flatMap((port, i) => {
    const found = own.filter((candidate) => candidate.port === port).map(({ protocol }) => protocol);
    const protocols = flags.protocol !== '' ? [flags.protocol] : found.length === 0 ? ['TCP'] : found;
    const name = (protocol: string) => `port-${i + 1}${protocols.length > 1 ? `-${protocol.toLowerCase()}` : ''}`;
    const isNamed = numbers.length > 1 || protocols.length > 1;
    return protocols.map((protocol) => ({
      ...(isNamed ? { name: name(protocol) } : {}),
      port,
      protocol,
      targetPort: targetPort === '' ? port : /^[+-]?\d+$/.test(targetPort) ? Number(targetPort) : targetPort,
    }));
  });
}

function portNumber(port: string): number {
  if (!/^[+-]?\d+$/.test(port)) throw new CommandError(`strconv.Atoi: parsing ${JSON.stringify(port)}: invalid syntax`);
  return Number(port);
}

function containerPorts(object: KubeObject): readonly Port[] {
  if (object.kind === 'Service')
    return ((object as Service).spec?.ports ?? []).map(({ port, protocol }) => ({ port, protocol: protocol ?? 'TCP' }));
  const spec = object.kind === 'Pod' ? (object as Pod).spec : (object as Exposed).spec?.template?.spec;
  const ports = (spec?.containers ?? []).flatMap((container) => container.ports ?? []);
  return ports.map(({ containerPort, protocol }) => ({ port: containerPort, protocol: protocol ?? 'TCP' }));
}
