import type { JsonValue } from '../../../api/scalars.ts';
import type { ConfigMap, Container, EnvVar } from '../../../api/types.gen.ts';
import { CommandError } from '../../errors.ts';
import { list, text, bool } from '../../parse/flags.ts';
import { readArguments, splitPairs } from '../../parse/arguments.ts';
import { type Found, SELECT_FLAGS, eachObject } from '../../parse/select.ts';
import { type Session, getObject, out } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { WRITE_FLAGS } from '../write.ts';
import { patchContainers, podSpecOf, selectContainers } from './containers.ts';

export const setEnv = defineVerb({
  name: 'env',
  summary: 'Update environment variables on a pod template',
  usage: 'RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N',
  args: {
    beyond: true,
    of: 'objects',
    types: ['daemonsets', 'deployments', 'pods', 'cronjobs', 'replicasets', 'replicationcontrollers', 'statefulsets'],
    once: true,
  },
  flags: {
    ...SELECT_FLAGS,
    ...WRITE_FLAGS,
    env: list('e'),
    containers: text('*', 'c'),
    from: text(),
    prefix: text(),
    keys: list(),
    list: bool(),
    overwrite: bool('', true),
  },
  async run(session, { args, flags }) {
    const { resources, pairs } = splitPairs(args);
    const wanted = [...(await fromObject(session, flags)), ...[...flags.env, ...pairs].filter((pair) => pair.includes('=')).map(variable)];
    const removed = pairs.filter((pair) => !pair.includes('=')).map((pair) => pair.slice(0, -1));
    if (wanted.length === 0 && removed.length === 0 && !flags.list)
      throw new CommandError('at least one environment variable must be provided');
    await eachObject(session, resources, flags, async (found) => {
      const containers = selectContainers(podSpecOf(found).spec.containers, flags.containers);
      if (flags.list) return listEnv(session, found, containers);
      const change = { containers: containers.flatMap((container) => changed(container, wanted, removed)) };
      await patchContainers(session, found, change, flags, { doing: 'env update', done: 'env updated' });
    });
  },
});

function variable(pair: string): EnvVar {
  return { name: pair.slice(0, pair.indexOf('=')), value: pair.slice(pair.indexOf('=') + 1) };
}

/** `--from=configmap/name`: one variable for each key, that refers to it. */
async function fromObject(
  session: Session,
  flags: { readonly from: string; readonly prefix: string; readonly keys: readonly string[] },
): Promise<readonly EnvVar[]> {
  if (flags.from === '') return [];
  const [mention] = await readArguments(session, [flags.from]);
  const { resource, name } = mention ?? {};
  if (resource === undefined || name === undefined) throw new CommandError(`unsupported resource specified in --from: ${flags.from}`);
  const object = (await getObject(session, { resource, name, namespace: session.namespace })) as ConfigMap;
  const keys = Object.keys(object.data ?? {}).filter((key) => flags.keys.length === 0 || flags.keys.includes(key));
  const reference = resource.kind === 'Secret' ? 'secretKeyRef' : 'configMapKeyRef';
  return keys.toSorted().map((key) => ({
    name: `${flags.prefix}${key.toUpperCase().replaceAll(/[^A-Z0-9_]/g, '_')}`,
    valueFrom: { [reference]: { name, key } },
  }));
}

function changed({ name, env = [] }: Container, wanted: readonly EnvVar[], removed: readonly string[]): JsonValue[] {
  const gone = removed.filter((key) => env.some((variable) => variable.name === key)).map((key) => ({ name: key, $patch: 'delete' }));
  const differs = (variable: EnvVar) => !env.some((now) => JSON.stringify(now) === JSON.stringify(variable));
  const set = wanted.filter(differs).map((variable) => (variable.value === undefined ? variable : { ...variable, valueFrom: null }));
  const entries = [...set, ...gone] as unknown as JsonValue[];
  return entries.length === 0 ? [] : [{ name, env: entries }];
}

function listEnv(session: Session, { object, name }: Found, containers: readonly Container[]): void {
  for (const container of containers) {
    out(session, `# ${object.kind} ${name}, container ${container.name}`);
    for (const { name: key, value, valueFrom } of container.env ?? [])
      out(session, valueFrom === undefined ? `${key}=${value ?? ''}` : `# ${key} from ${sourceText(valueFrom)}`);
  }
}

function sourceText({ configMapKeyRef, secretKeyRef, fieldRef }: NonNullable<EnvVar['valueFrom']>): string {
  if (configMapKeyRef !== undefined) return `configmap ${configMapKeyRef.name ?? ''}, key ${configMapKeyRef.key}`;
  if (secretKeyRef !== undefined) return `secret ${secretKeyRef.name ?? ''}, key ${secretKeyRef.key}`;
  return fieldRef === undefined ? 'a resource' : `field path ${fieldRef.fieldPath}`;
}
