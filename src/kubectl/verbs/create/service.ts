import { dns1123Subdomain, portName } from '../../../api/names.ts';
import { CommandError, helpError } from '../../errors.ts';
import { type FlagSpecs, int, list, text } from '../../parse/flags.ts';
import { type Generator, defineGenerator, requireName } from './generator.ts';

const TCP = { tcp: list() };
/** What each type can be given; no other flag is known to it. */
const TYPES = {
  clusterip: { type: 'ClusterIP', flags: { ...TCP, clusterip: text() } },
  externalname: { type: 'ExternalName', flags: { ...TCP, externalName: text() } },
  loadbalancer: { type: 'LoadBalancer', flags: TCP },
  nodeport: { type: 'NodePort', flags: { ...TCP, nodePort: int(0) } },
} as const satisfies Readonly<Record<string, { type: string; flags: FlagSpecs }>>;
type Subcommand = keyof typeof TYPES;

export const serviceGenerator = defineGenerator({
  name: 'service',
  aliases: ['svc'],
  summary: 'Create a service using a specified subcommand',
  usage: '[flags]',
  flags: {},
  subcommands: [service('clusterip'), service('externalname'), service('loadbalancer'), service('nodeport')],
  generate(_session, { args }) {
    throw helpError(
      'kubectl create service',
      args.length === 0 ? 'a subcommand is required' : `unknown command ${JSON.stringify(args.join(' '))}`,
    );
  },
});

interface ServiceFlags {
  readonly tcp: readonly string[];
  readonly clusterip?: string;
  readonly externalName?: string;
  readonly nodePort?: number;
}

function service(subcommand: Subcommand): Generator {
  const { type, flags } = TYPES[subcommand];
  const specs: FlagSpecs = flags;
  return defineGenerator({
    name: subcommand,
    summary: `Create ${type === 'ExternalName' ? 'an' : 'a'} ${type} service`,
    usage: `NAME ${type === 'ExternalName' ? '--external-name external.name' : type === 'ClusterIP' ? '[--tcp=<port>:<targetPort>]' : '[--tcp=port:targetPort]'} [--dry-run=server|client|none]`,
    flags: specs,
    required: subcommand === 'externalname' ? ['external-name'] : [],
    failure: `failed to create ${type} service:`,
    generate(_session, call) {
      const given = call.flags as unknown as ServiceFlags;
      const name = requireName(call.args, `create service ${subcommand}`);
      return {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { labels: { app: name }, name },
        spec: specOf(name, type, given),
        status: { loadBalancer: {} },
      };
    },
  });
}

function specOf(name: string, type: string, { tcp, clusterip = '', externalName = '', nodePort = 0 }: ServiceFlags) {
  if (tcp.length === 0 && type !== 'ExternalName' && clusterip !== 'None')
    throw new CommandError('at least one tcp port specifier must be provided');
  if (type === 'ExternalName' && dns1123Subdomain(externalName).length > 0)
    throw new CommandError(`invalid service external name ${externalName}`);
  const ports = tcp.map((specifier) => tcpPort(specifier, nodePort));
  return {
    ...(clusterip === '' ? {} : { clusterIP: clusterip }),
    ...(externalName === '' ? {} : { externalName }),
    ...(ports.length === 0 ? {} : { ports }),
    selector: { app: name },
    type,
  };
}

/** `80:8080` or `80`; the port's name is the text with a dash. */
function tcpPort(specifier: string, nodePort: number) {
  const [port = '', target] = specifier.split(':');
  const number = portNumber(port);
  const targetPort = target === undefined ? number : targetOf(target);
  return { name: specifier.replaceAll(':', '-'), ...(nodePort === 0 ? {} : { nodePort }), port: number, protocol: 'TCP', targetPort };
}

function portNumber(port: string): number {
  const refuse = (why: string) => new CommandError(`strconv.ParseUint: parsing ${JSON.stringify(port)}: ${why}`);
  if (!/^\d+$/.test(port)) throw refuse('invalid syntax');
  if (Number(port) > 0xffff) throw refuse('value out of range');
  return Number(port);
}

function targetOf(target: string): number | string {
  const isNumber = /^[+-]?\d+$/.test(target);
  const inRange = Number(target) >= 1 && Number(target) <= 65535;
  const findings = isNumber ? (inRange ? [] : ['must be between 1 and 65535, inclusive']) : portName(target);
  if (findings.length > 0) throw new CommandError(findings.join(','));
  return isNumber ? Number(target) : target;
}
