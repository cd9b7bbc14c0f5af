import type { KubeObject } from '../../../api/object.ts';
import { SERVICE } from '../../../api/resources.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import type { LabelSelector, PodTemplateSpec, Pod, Service } from '../../../api/types.gen.ts';
import { CommandError } from '../../errors.ts';
import { type FlagSpecs, type FlagValues, list, text } from '../../parse/flags.ts';
import { type Found, SELECT_FLAGS, eachObject } from '../../parse/select.ts';
import { resolveType } from '../../parse/types.ts';
import { type Session, createObject } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { WRITE_FLAGS, dryRunOf, report, writeOptions } from '../write.ts';

const FLAGS = {
  ...WRITE_FLAGS,
  filename: list('f'),
  port: text(),
  targetPort: text(),
  protocol: text(),
  type: text(),
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
  flags: FLAGS,
  async run(session, { args, flags }) {
    await eachObject(session, args, { ...SELECT_DEFAULTS, filename: flags.filename }, (found) => exposeOne(session, found, flags));
  },
});

const SELECT_DEFAULTS = Object.fromEntries(Object.entries(SELECT_FLAGS).map(([key, { initial }]) => [key, initial]));

async function exposeOne(session: Session, found: Found, flags: Flags): Promise<void> {
  const { kind, group, resource } = found.resource;
  if (!EXPOSABLE.has(kind)) throw new CommandError(`cannot expose a ${kind}${group === '' ? '' : `.${group}`}`);
  const service = serviceFor(found, flags);
  const type = await resolveType(session, SERVICE.resource);
  const place = { resource: type, namespace: found.namespace };
  const pretend = dryRunOf(session, flags) === 'client';
  const created = pretend
    ? service
    : await createObject(session, place, service as unknown as JsonValue, writeOptions(session, flags, 'kubectl-expose'));
  report(session, flags, type, created, resource === '' ? '' : 'exposed');
}

function serviceFor(found: Found, flags: Flags): KubeObject {
  const ports = portsFor(found.object, flags);
  if (ports.length === 0)
    throw new CommandError("couldn't find port via --port flag or introspection\nSee 'kubectl expose -h' for help and examples");
  const labels = flags.labels === '' ? found.object.metadata.labels : pairs(flags.labels);
  const spec = {
    ports,
    selector: flags.selector === '' ? selectorOf(found.object) : pairs(flags.selector),
    ...(flags.type === '' ? {} : { type: flags.type }),
    ...(flags.clusterIp === '' ? {} : { clusterIP: flags.clusterIp }),
    ...(flags.externalIp === '' ? {} : { externalIPs: [flags.externalIp] }),
    ...(flags.loadBalancerIp === '' ? {} : { loadBalancerIP: flags.loadBalancerIp }),
    ...(flags.sessionAffinity === '' ? {} : { sessionAffinity: flags.sessionAffinity }),
  };
  const metadata = {
    ...(labels === undefined ? {} : { labels }),
    name: flags.name === '' ? found.name : flags.name,
    namespace: found.namespace,
  };
  const service = { apiVersion: 'v1', kind: 'Service', metadata, spec, status: { loadBalancer: {} } };
  return service;
}

interface Exposed {
  readonly spec?: { readonly selector?: LabelSelector | { readonly [key: string]: string }; readonly template?: PodTemplateSpec };
}

function selectorOf(object: KubeObject): { readonly [key: string]: string } {
  if (object.kind === 'Pod') {
    if (object.metadata.labels === undefined) throw new CommandError('the pod has no labels and cannot be exposed');
    return object.metadata.labels;
  }
  const selector = (object as Exposed).spec?.selector ?? {};
  if (object.kind === 'Service' || object.kind === 'ReplicationController') return selector as { readonly [key: string]: string };
  const { matchLabels = {}, matchExpressions = [] } = selector as LabelSelector;
  if (matchExpressions.length > 0) throw new CommandError('couldn\'t convert expressions - "[...]" to map-based selector format');
  return matchLabels;
}

/** Ports from `--port`, or those that the containers (or the Service) name. */
function portsFor(object: KubeObject, flags: Flags): readonly JsonValue[] {
  const targetPort = (port: number) => (flags.targetPort === '' ? port : numeric(flags.targetPort));
  const given =
    flags.port === ''
      ? []
      : flags.port.split(',').map((port) => ({ port: numeric(port) as number, protocol: protocolOf(flags, undefined) }));
  const found =
    given.length > 0 ? given : containerPorts(object).map(({ port, protocol }) => ({ port, protocol: protocolOf(flags, protocol) }));
  return found.map(({ port, protocol }, i) => ({
    ...(found.length > 1 ? { name: `port-${i + 1}` } : {}),
    port,
    protocol,
    targetPort: targetPort(port),
  }));
}

function protocolOf({ protocol }: Flags, own: string | undefined): string {
  return protocol === '' ? (own ?? 'TCP') : protocol;
}

function containerPorts(object: KubeObject): readonly { readonly port: number; readonly protocol: string | undefined }[] {
  if (object.kind === 'Service') return ((object as Service).spec?.ports ?? []).map(({ port, protocol }) => ({ port, protocol }));
  const spec = object.kind === 'Pod' ? (object as Pod).spec : (object as Exposed).spec?.template?.spec;
  const ports = (spec?.containers ?? []).flatMap((container) => container.ports ?? []);
  return ports.map(({ containerPort, protocol }) => ({ port: containerPort, protocol }));
}

function numeric(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}

function pairs(text: string): { readonly [key: string]: string } {
  return Object.fromEntries(text.split(',').map((pair) => [pair.split('=')[0] ?? '', pair.split('=')[1] ?? '']));
}
