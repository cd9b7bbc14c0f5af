import { ApiError } from '../../../api/errors.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { LogTarget } from '../../../api/request.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import type { Pod } from '../../../api/types.gen.ts';
import { CommandError } from '../../errors.ts';
import { bool, duration, list, text } from '../../parse/flags.ts';
import { resolveType } from '../../parse/types.ts';
import { PRINT_FLAGS, WRITTEN_FORMATS, type OutputFormat, formatValue, outputOf } from '../../printer/output.ts';
import { type Session, listObjects, out, targetOf } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { typedJson } from '../typed.ts';

/** What is dumped of each namespace, in this order. */
const RESOURCES = [
  'events',
  'replicationcontrollers',
  'services',
  'daemonsets.apps',
  'deployments.apps',
  'replicasets.apps',
  'pods',
] as const;

const FILES: Readonly<Record<string, string>> = { replicationcontrollers: 'replication-controllers' };

export const dump = defineVerb({
  name: 'dump',
  summary: 'Dump relevant information for debugging and diagnosis',
  usage: '[flags]',
  flags: {
    ...PRINT_FLAGS,
    output: text('json', 'o'),
    allNamespaces: bool('A'),
    namespaces: list(),
    outputDirectory: text(),
    podRunningTimeout: duration(20_000),
  },
  async run(session, { flags }) {
    const format = outputOf(session, flags, WRITTEN_FORMATS);
    const extension = flags.output === 'yaml' ? '.yaml' : '.json';
    const write = writerTo(session, flags.outputDirectory);
    await dumpList(session, 'nodes', '', format, (shown) => write(`nodes${extension}`, shown));
    for (const namespace of await namespacesOf(session, flags)) {
      for (const type of RESOURCES) {
        const name = type.split('.')[0] ?? type;
        const pods = await dumpList(session, type, namespace, format, (shown) =>
          write(`${namespace}/${FILES[name] ?? name}${extension}`, shown),
        );
        if (type === 'pods') await dumpLogs(session, pods as readonly Pod[], namespace, write);
      }
    }
    const { outputDirectory } = flags;
    if (outputDirectory !== '' && outputDirectory !== '-') out(session, `Cluster info dumped to ${outputDirectory}`);
  },
});

type Write = (file: string, content: string) => void;

function writerTo(session: Session, folder: string): Write {
  if (folder === '' || folder === '-') return (_file, content) => session.stdout.push(content);
  return (file, content) => {
    if (session.io.writeFile?.(`${folder}/${file}`, content) !== true) throw new CommandError(`can't write to ${folder} here`);
  };
}

async function namespacesOf(
  session: Session,
  { allNamespaces, namespaces }: { readonly allNamespaces: boolean; readonly namespaces: readonly string[] },
): Promise<readonly string[]> {
  if (!allNamespaces) return namespaces.length > 0 ? namespaces : ['kube-system', session.namespace];
  const { items } = await listObjects(session, { resource: await resolveType(session, 'namespaces'), namespace: '' });
  return items.map(({ metadata }) => metadata.name ?? '');
}

async function dumpList(
  session: Session,
  type: string,
  namespace: string,
  format: OutputFormat,
  write: (content: string) => void,
): Promise<readonly KubeObject[]> {
  const resource = await resolveType(session, type);
  const { items, metadata, apiVersion, kind } = await listObjects(session, { resource, namespace });
  const bare = items.map(({ apiVersion: _apiVersion, kind: _kind, ...rest }) => rest as unknown as JsonValue);
  const head = { kind, apiVersion, metadata: { resourceVersion: metadata.resourceVersion ?? '' } };
  write(format.type === 'json' ? typedList(head, items) : formatValue(format, { ...head, items: bare }));
  return items;
}

/** As Go writes the struct: the fields of each object as they are declared, without its type. */
function typedList(head: JsonValue, items: readonly KubeObject[]): string {
  const bare = items.map((item) => {
    const { apiVersion: _apiVersion, kind: _kind, ...rest } = JSON.parse(typedJson(item)) as { readonly [key: string]: JsonValue };
    return rest;
  });
  return `${JSON.stringify({ ...(head as object), items: bare }, undefined, 4)}\n`;
}

async function dumpLogs(session: Session, pods: readonly Pod[], namespace: string, write: Write): Promise<void> {
  const resource = await resolveType(session, 'pods');
  for (const { metadata, spec } of pods) {
    const name = metadata.name ?? '';
    const texts: string[] = [];
    for (const container of [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])]) {
      const about = `logs for container ${container.name} of pod ${namespace}/${name} ====\n`;
      const text = await logOf(session, { ...targetOf({ resource, namespace }), name }, container.name);
      texts.push(`==== START ${about}${text}==== END ${about}`);
    }
    write(`${namespace}/${name}/logs.txt`, texts.join(''));
  }
}

async function logOf(session: Session, target: LogTarget, container: string): Promise<string> {
  try {
    let text = '';
    for await (const part of session.port.log(target, { container })) text += part;
    return text;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return `Request log error: ${error.message}\n`;
  }
}
