import type { KubeObject } from '../../../api/object.ts';
import type { JsonObject, JsonValue } from '../../../api/scalars.ts';
import { applyMergePatch } from '../../../api/patch/merge.ts';
import { POD, SERVICE } from '../../../api/resources.ts';
import { CommandError, helpError } from '../../errors.ts';
import { type FlagSpecs, type FlagValues, array, bool, int, list, text } from '../../parse/flags.ts';
import { resolveType } from '../../parse/types.ts';
import { type Session, createObject } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { WRITE_FLAGS, dryRunOf, report, writeOptions } from '../write.ts';

const FLAGS = {
  ...WRITE_FLAGS,
  image: text(),
  env: array(),
  port: int(0),
  labels: list('l'),
  annotations: array(),
  restart: text('Always'),
  imagePullPolicy: text(),
  command: bool(),
  expose: bool(),
  overrides: text(),
  rm: bool(),
  stdin: bool('i'),
  tty: bool('t'),
  attach: bool(),
  quiet: bool('q'),
} satisfies FlagSpecs;
type Flags = FlagValues<typeof FLAGS>;

export const runVerb = defineVerb({
  name: 'run',
  summary: 'Run a particular image on the cluster',
  usage:
    'NAME --image=image [--env="key=value"] [--port=port] [--dry-run=server|client] [--overrides=inline-json] [--command] -- [COMMAND] [args...]',
  flags: FLAGS,
  async run(session, { args, flags, rest }) {
    const [name] = args;
    if (name === undefined || args.length === rest.length) throw helpError('kubectl run', 'NAME is required for run');
    if (flags.image === '') throw new CommandError('required flag(s) "image" not set');
    const attached = flags.attach || flags.stdin;
    if (attached) throw new CommandError('containers can not be attached to here; leave out -i, -t and --attach');
    if (flags.rm) throw new CommandError('--rm should only be used for attached containers');
    if (flags.expose && flags.port === 0) throw new CommandError('--port must be set when exposing a service');
    const pod = overridden(podOf(name, flags, rest), flags.overrides);
    await createOne(session, POD.resource, pod, flags, 'created');
    if (flags.expose) await createOne(session, SERVICE.resource, serviceOf(name, pod, flags.port), flags, 'created');
  },
});

async function createOne(session: Session, type: string, object: KubeObject, flags: Flags, done: string): Promise<void> {
  const resource = await resolveType(session, type);
  const { namespace } = session;
  const placed = { ...object, metadata: { ...object.metadata, namespace } };
  const options = writeOptions(session, flags, 'kubectl-run');
  const pretend = dryRunOf(session, flags) === 'client';
  const created = pretend ? object : await createObject(session, { resource, namespace }, placed as unknown as JsonValue, options);
  report(session, flags, resource, created, done);
}

function podOf(name: string, flags: Flags, words: readonly string[]): KubeObject {
  const { image, port, restart, imagePullPolicy } = flags;
  const container = {
    ...(words.length === 0 ? {} : flags.command ? { command: words } : { args: words }),
    ...(flags.env.length === 0 ? {} : { env: flags.env.map(pairOf).map(([key, value]) => ({ name: key, value })) }),
    image,
    ...(imagePullPolicy === '' ? {} : { imagePullPolicy }),
    name,
    ...(port === 0 ? {} : { ports: [{ containerPort: port }] }),
    resources: {},
  };
  const labels = flags.labels.length === 0 ? { run: name } : Object.fromEntries(flags.labels.map(pairOf));
  const annotations = flags.annotations.length === 0 ? {} : { annotations: Object.fromEntries(flags.annotations.map(pairOf)) };
  const spec = { containers: [container], dnsPolicy: 'ClusterFirst', restartPolicy: restartOf(restart) };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { ...annotations, labels, name }, spec, status: {} };
  return pod;
}

function restartOf(restart: string): string {
  if (restart === 'Always' || restart === 'OnFailure' || restart === 'Never') return restart;
  throw new CommandError(`invalid restart policy: ${restart}`);
}

function pairOf(text: string): [string, string] {
  const equals = text.indexOf('=');
  if (equals <= 0) throw new CommandError(`invalid env: ${text}`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}

function overridden(pod: KubeObject, overrides: string): KubeObject {
  if (overrides === '') return pod;
  return applyMergePatch(pod as unknown as JsonValue, parseOverrides(overrides)) as unknown as KubeObject;
}

function parseOverrides(overrides: string): JsonObject {
  try {
    return JSON.parse(overrides) as JsonObject;
  } catch (error) {
    throw new CommandError(`Invalid JSON Patch: ${error instanceof Error ? error.message : ''}`);
  }
}

function serviceOf(name: string, pod: KubeObject, port: number): KubeObject {
  const spec = { ports: [{ port, protocol: 'TCP', targetPort: port }], selector: pod.metadata.labels };
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec, status: { loadBalancer: {} } };
  return service;
}
