import { CommandError, helpError } from '../../errors.ts';
import { array, int, text } from '../../parse/flags.ts';
import { type Generator, defineGenerator, requireName } from './generator.ts';

const TYPES = { clusterip: 'ClusterIP', nodeport: 'NodePort', loadbalancer: 'LoadBalancer', externalname: 'ExternalName' } as const;
type Subcommand = keyof typeof TYPES;

export const serviceGenerator = defineGenerator({
  name: 'service',
  aliases: ['svc'],
  summary: 'Create a service using a specified subcommand',
  usage: '(clusterip | externalname | loadbalancer | nodeport)',
  flags: {},
  subcommands: [service('clusterip'), service('externalname'), service('loadbalancer'), service('nodeport')],
  generate(_session, { args }) {
    throw helpError(
      'kubectl create service',
      args.length === 0 ? 'a subcommand is required' : `unknown command ${JSON.stringify(args[0])}`,
    );
  },
});

function service(subcommand: Subcommand): Generator {
  const type = TYPES[subcommand];
  return defineGenerator({
    name: subcommand,
    summary: `Create a ${type} service`,
    usage: 'NAME [--tcp=<port>:<targetPort>] [--dry-run=server|client|none]',
    flags: { tcp: array(), clusterip: text(), nodePort: int(0), externalName: text() },
    failure: `failed to create ${type} service:`,
    generate(_session, call) {
      const { tcp, clusterip, nodePort, externalName } = call.flags;
      const name = requireName(call.args, `create service ${subcommand}`);
      if (subcommand === 'externalname' && externalName === '') throw new CommandError('required flag(s) "external-name" not set');
      if (tcp.length === 0 && subcommand !== 'externalname' && clusterip !== 'None')
        throw new CommandError('at least one tcp port specifier must be provided');
      const ports = tcp.map((text) => tcpPort(text, nodePort));
      const spec = {
        ...(clusterip === '' ? {} : { clusterIP: clusterip }),
        ...(externalName === '' ? {} : { externalName }),
        ...(ports.length === 0 ? {} : { ports }),
        selector: { app: name },
        type,
      };
      return { apiVersion: 'v1', kind: 'Service', metadata: { labels: { app: name }, name }, spec, status: { loadBalancer: {} } };
    },
  });
}

/** `80:8080` or `80`; the port's name is the text with a dash. */
function tcpPort(text: string, nodePort: number) {
  const [port = '', target = port] = text.split(':');
  if (!/^\d+$/.test(port))
    throw new CommandError(`invalid service port ${JSON.stringify(port)}: strconv.Atoi: parsing ${JSON.stringify(port)}: invalid syntax`);
  const targetPort = /^\d+$/.test(target) ? Number(target) : target;
  return { name: text.replaceAll(':', '-'), ...(nodePort > 0 ? { nodePort } : {}), port: Number(port), protocol: 'TCP', targetPort };
}
