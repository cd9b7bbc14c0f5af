import { relaxedEnvVarName } from '../../../api/names.ts';
import type { KubeObject } from '../../../api/object.ts';
import { POD, SERVICE } from '../../../api/resources.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { CommandError, helpError } from '../../errors.ts';
import { type FlagSpecs, type FlagValues, array, bool, duration, int, required, text } from '../../parse/flags.ts';
import { FILE_FLAGS } from '../../parse/documents.ts';
import { resolveType } from '../../parse/types.ts';
import { type Session, createObject } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { overridden } from '../overrides.ts';
import { parseLabelSpec } from '../label-spec.ts';
import { reportTyped, savedTyped } from '../typed.ts';
import { writeFlags, checkOutput, dryRunOf, writeOptions } from '../write.ts';
import { isImageReference } from './image-reference.ts';

/** Of `--rm`, which needs a terminal. */
const DELETION_FLAGS = {
  ...FILE_FLAGS,
  cascade: text('background', '', 'background'),
  force: bool(),
  gracePeriod: int(-1),
  timeout: duration(),
  wait: bool(),
} satisfies FlagSpecs;

const FLAGS = {
  ...writeFlags('kubectl-run'),
  image: required(text()),
  env: array(),
  port: text(),
  labels: text('', 'l'),
  annotations: array(),
  restart: text('Always'),
  imagePullPolicy: text(),
  command: bool(),
  expose: bool(),
  overrides: text(),
  overrideType: text('merge', '', 'merge'),
  detachKeys: text('ctrl-p,ctrl-q'),
  podRunningTimeout: duration(60_000),
  ...DELETION_FLAGS,
  privileged: bool(),
  saveConfig: bool(),
  rm: bool(),
  stdin: bool('i'),
  tty: bool('t'),
  leaveStdinOpen: bool(),
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
  async run(session, { args, flags, given, rest }) {
    if (!given.has('image')) throw new CommandError('required flag(s) "image" not set');
    checkOutput(session, flags);
    const [name, ...words] = args;
    if (name === undefined || args.length === rest.length) throw usageError('NAME is required for run');
    check(session, flags, given.has('attach') ? flags.attach : flags.stdin || flags.tty);
    const pod = await make(session, POD.resource, overridden(podOf(name, flags, words), flags.overrides, flags.overrideType), flags);
    if (flags.expose) await exposed(session, name, flags);
    reportTyped(session, flags, await resolveType(session, POD.resource), pod, 'created');
  },
});

function usageError(message: string): CommandError {
  return helpError('kubectl run', message);
}

const PULL_POLICIES = ['', 'Always', 'IfNotPresent', 'Never'];
const RESTART_POLICIES = ['', 'Always', 'OnFailure', 'Never'];

/** In kubectl's order. */
function check(session: Session, flags: Flags, attach: boolean): void {
  if (flags.image === '') throw new CommandError('--image is required');
  if (!isImageReference(flags.image)) throw new CommandError(`Invalid image name ${JSON.stringify(flags.image)}: invalid reference format`);
  if (flags.tty && !flags.stdin) throw usageError('-i/--stdin is required for containers with -t/--tty=true');
  if (flags.expose && flags.port === '') throw usageError('--port must be set when exposing a service');
  if (!RESTART_POLICIES.includes(flags.restart)) throw usageError(`invalid restart policy: ${flags.restart}`);
  if (flags.rm && !attach) throw usageError('--rm should only be used for attached containers');
  if (attach && dryRunOf(session, flags) !== 'none')
    throw usageError("--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)");
  if (!PULL_POLICIES.includes(flags.imagePullPolicy)) throw usageError(`invalid image pull policy: ${flags.imagePullPolicy}`);
  if (attach) throw new CommandError('containers can not be attached to here; leave out -i, -t and --attach');
}

/** The Service is told of before the Pod that was made first. */
async function exposed(session: Session, name: string, flags: Flags): Promise<void> {
  const service = await make(session, SERVICE.resource, serviceOf(name, flags), flags);
  reportTyped(session, flags, await resolveType(session, SERVICE.resource), service, 'created');
}

async function make(session: Session, type: string, object: KubeObject, flags: Flags): Promise<KubeObject> {
  const { namespace } = session;
  const pretend = dryRunOf(session, flags) === 'client';
  if (pretend && !session.namespaceGiven) return object;
  const wanted = flags.saveConfig && !pretend ? savedTyped(object) : object;
  const placed = { ...wanted, metadata: { ...wanted.metadata, namespace } };
  if (pretend) return placed;
  const body = placed as unknown as JsonValue;
  return createObject(
    session,
    { resource: await resolveType(session, type), namespace },
    body,
    writeOptions(session, flags, 'kubectl-run'),
  );
}

function podOf(name: string, flags: Flags, words: readonly string[]): KubeObject {
  const { image, imagePullPolicy, port, restart, stdin, tty } = flags;
  const container = {
    ...(words.length === 0 ? {} : flags.command ? { command: words } : { args: words }),
    ...(flags.env.length === 0 ? {} : { env: flags.env.map(envVar) }),
    image,
    ...(imagePullPolicy === '' ? {} : { imagePullPolicy }),
    name,
    ...(port === '' ? {} : { ports: [{ containerPort: portNumber(port) }] }),
    resources: {},
    ...(flags.privileged ? { securityContext: { privileged: true } } : {}),
    ...(stdin ? { stdin } : {}),
    ...(stdin && !flags.leaveStdinOpen ? { stdinOnce: true } : {}),
    ...(tty ? { tty } : {}),
  };
  const annotations = flags.annotations.length === 0 ? {} : { annotations: annotationsOf(flags.annotations) };
  const restartPolicy = restart !== '' ? restart : stdin ? 'OnFailure' : 'Always';
  const spec = { containers: [container], dnsPolicy: 'ClusterFirst', restartPolicy };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { ...annotations, labels: labelsOf(name, flags), name }, spec, status: {} };
  return pod;
}

function labelsOf(name: string, { labels }: Flags): { readonly [key: string]: string } {
  return labels === '' ? { run: name } : parseLabelSpec(labels);
}

function portNumber(port: string): number {
  if (!/^[+-]?\d+$/.test(port)) throw new CommandError(`strconv.Atoi: parsing ${JSON.stringify(port)}: invalid syntax`);
  return Number(port);
}

function envVar(given: string): { name: string; value: string } {
  const equals = given.indexOf('=');
  const name = given.slice(0, Math.max(equals, 0));
  if (name === '' || relaxedEnvVarName(name).length > 0) throw new CommandError(`invalid env: ${given}`);
  return { name, value: given.slice(equals + 1) };
}

function annotationsOf(pairs: readonly string[]): { readonly [key: string]: string } {
  const odd = pairs.filter((pair) => pair.indexOf('=') < 1);
  if (odd.length > 0) throw new CommandError(`invalid annotations format: ${odd.join(', ')}`);
  return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}

/** It has the labels that were asked for, and selects by them; without any by the Pod's usual one. */
function serviceOf(name: string, flags: Flags): KubeObject {
  const port = portNumber(flags.port);
  const labels = labelsOf(name, flags);
  const metadata = { ...(flags.labels === '' ? {} : { labels }), name };
  const spec = { ports: [{ port, protocol: 'TCP', targetPort: port }], selector: labels };
  const service = { apiVersion: 'v1', kind: 'Service', metadata, spec, status: { loadBalancer: {} } };
  return service;
}
