import { decodeBase64, utf8Text } from '../../../base/base64.ts';
import { envVarName } from '../../../api/names.ts';
import type { ConfigMap, Container, EnvVar, Secret } from '../../../api/types.gen.ts';
import { CommandError } from '../../errors.ts';
import { bool, list, text } from '../../parse/flags.ts';
import { readArguments, splitPairs } from '../../parse/arguments.ts';
import type { Found } from '../../parse/select.ts';
import { resolveType } from '../../parse/types.ts';
import { type Session, err, getObject, out } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { chosenContainers, podSpecOf, withContainers } from './containers.ts';
import { SET_FLAGS, change, eachTarget, targetsOf } from './target.ts';

export const setEnv = defineVerb({
  name: 'env',
  summary: 'Update environment variables on a pod template',
  usage: 'RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N',
  examples: [
    ['Set a variable, and take another away', 'kubectl set env deployment/web LEVEL=debug OLD-'],
    ['Take variables from a config map', 'kubectl set env deployment/web --from=configmap/settings'],
  ],
  args: {
    beyond: true,
    of: 'objects',
    types: ['daemonsets', 'deployments', 'pods', 'cronjobs', 'replicasets', 'replicationcontrollers', 'statefulsets'],
    once: true,
  },
  flags: {
    ...SET_FLAGS,
    env: list('e'),
    containers: text('*', 'c'),
    from: text(),
    prefix: text(),
    keys: list(),
    list: bool(),
    resolve: bool(),
    overwrite: bool('', true),
  },
  async run(session, { args, flags }) {
    const { resources, pairs } = splitPairs(args);
    if (resources.length === 0 && flags.filename.length === 0 && flags.kustomize === '')
      throw new CommandError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
    const words = [...flags.env, ...pairs];
    const wanted = [...words.filter((pair) => pair.includes('=')).map(variable), ...(await fromObject(session, flags))];
    const removed = words.filter((pair) => !pair.includes('=')).map((pair) => pair.replace(/-$/, ''));
    const targets = await targetsOf(session, resources, flags);
    await eachTarget(targets, async (found) => {
      const names = chosenContainers(podSpecOf(found).containers, flags.containers);
      if (names.length === 0)
        return err(
          session,
          `Warning: ${found.object.kind}/${found.name} does not have any containers matching ${JSON.stringify(flags.containers)}`,
        );
      if (!flags.overwrite) checkOverwrite(found, names, wanted);
      const after = withContainers(found, names, (container) => ({ ...container, ...envAfter(container, wanted, removed) }));
      if (flags.list) return listEnv(session, { ...found, object: after }, names, flags.resolve);
      await change(session, found, after, flags, { failure: 'failed to patch env update to pod template:', done: 'env updated' });
    });
  },
});

function variable(pair: string): EnvVar {
  const name = pair.slice(0, pair.indexOf('='));
  const findings = envVarName(name);
  if (findings.length > 0) throw new CommandError(`${JSON.stringify(name)} is not a valid key name: ${findings.join(';')}`);
  return { name, value: pair.slice(pair.indexOf('=') + 1) };
}

interface FromFlags {
  readonly from: string;
  readonly prefix: string;
  readonly keys: readonly string[];
}

/** `--from=configmap/name`: one variable for each key, that refers to it. */
async function fromObject(session: Session, flags: FromFlags): Promise<readonly EnvVar[]> {
  if (flags.from === '') return [];
  const [mention] = await readArguments(session, [flags.from]);
  const { resource, name } = mention ?? {};
  const isKnown = resource?.kind === 'ConfigMap' || resource?.kind === 'Secret';
  if (resource === undefined || name === undefined || !isKnown) throw new CommandError('unsupported resource specified in --from');
  const object = (await getObject(session, { resource, name, namespace: session.namespace })) as ConfigMap;
  const keys = Object.keys(object.data ?? {}).filter((key) => flags.keys.length === 0 || flags.keys.includes(key));
  const reference = resource.kind === 'Secret' ? 'secretKeyRef' : 'configMapKeyRef';
  for (const key of keys.toSorted()) if (envName(key) !== key) err(session, `Warning: key ${key} transferred to ${envName(key)}`);
  return keys.toSorted().map((key) => ({ name: `${flags.prefix}${envName(key)}`, valueFrom: { [reference]: { name, key } } }));
}

function envName(key: string): string {
  return key.toUpperCase().replaceAll(/[^A-Z0-9_]/g, '_');
}

function checkOverwrite(found: Found, names: readonly string[], wanted: readonly EnvVar[]): void {
  for (const { name, env = [] } of podSpecOf(found).containers) {
    if (!names.includes(name)) continue;
    const taken = env.find((now) => wanted.some((one) => one.name === now.name));
    if (taken !== undefined)
      throw new CommandError(
        `${found.resource.resource}/${found.name} '${taken.name}' already has a value (${taken.value ?? ''}), and --overwrite is false`,
      );
  }
}

/** What is there is changed in its place, what is new comes last. */
function envAfter({ env = [] }: Container, wanted: readonly EnvVar[], removed: readonly string[]): Pick<Container, 'env'> {
  const replaced = env.map((now) => wanted.findLast(({ name }) => name === now.name) ?? now);
  const added = wanted.filter(
    ({ name }, i) => !env.some((now) => now.name === name) && wanted.findLastIndex((one) => one.name === name) === i,
  );
  const after = [...replaced, ...added].filter(({ name }) => !removed.includes(name));
  return env.length === 0 && after.length === 0 ? {} : { env: after };
}

async function listEnv(session: Session, found: Found, names: readonly string[], resolve: boolean): Promise<void> {
  for (const container of podSpecOf(found).containers.filter(({ name }) => names.includes(name))) {
    out(session, `# ${found.object.kind} ${found.name}, container ${container.name}`);
    for (const entry of container.env ?? []) out(session, await envLine(session, found, entry, resolve));
  }
}

async function envLine(session: Session, found: Found, { name, value, valueFrom }: EnvVar, resolve: boolean): Promise<string> {
  if (valueFrom === undefined) return `${name}=${value ?? ''}`;
  const shown = resolve ? await resolved(session, found, valueFrom) : undefined;
  return shown === undefined ? `# ${name} from ${sourceText(valueFrom)}` : `${name}=${shown}`;
}

type Source = NonNullable<EnvVar['valueFrom']>;

async function resolved(session: Session, { namespace }: Found, { configMapKeyRef, secretKeyRef }: Source): Promise<string | undefined> {
  if (configMapKeyRef !== undefined) {
    const resource = await resolveType(session, 'configmaps');
    const { data } = (await getObject(session, { resource, namespace, name: configMapKeyRef.name ?? '' })) as ConfigMap;
    return data?.[configMapKeyRef.key] ?? '';
  }
  if (secretKeyRef === undefined) return undefined;
  const resource = await resolveType(session, 'secrets');
  const { data } = (await getObject(session, { resource, namespace, name: secretKeyRef.name ?? '' })) as Secret;
  return utf8Text(decodeBase64(data?.[secretKeyRef.key] ?? '') ?? []);
}

function sourceText({ configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef }: Source): string {
  if (configMapKeyRef !== undefined) return `configmap ${configMapKeyRef.name ?? ''}, key ${configMapKeyRef.key}`;
  if (secretKeyRef !== undefined) return `secret ${secretKeyRef.name ?? ''}, key ${secretKeyRef.key}`;
  if (fieldRef !== undefined) return `field path ${fieldRef.fieldPath}`;
  const container = resourceFieldRef?.containerName ?? '';
  return `resource field ${container === '' ? '' : `${container} `}${resourceFieldRef?.resource ?? ''}`;
}
