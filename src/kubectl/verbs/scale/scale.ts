import { unknownResourceError } from '../../../api/errors.ts';
import type { KubeObject } from '../../../api/object.ts';
import { CommandError } from '../../errors.ts';
import { bool, duration, int, text, required } from '../../parse/flags.ts';
import { FILE_FLAGS } from '../../parse/documents.ts';
import { type Found, eachObject } from '../../parse/select.ts';
import { type Session, getObject, patchObject } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { poll } from '../../waiting.ts';
import { WRITE_FLAGS, dryRunOf, report, writeOptions } from '../write.ts';

interface ScaleObject extends KubeObject {
  readonly spec?: { readonly replicas?: number };
  readonly status?: { readonly replicas?: number };
}

export const scaleVerb = defineVerb({
  name: 'scale',
  summary: 'Set a new size for a deployment, replica set, or replication controller',
  usage: '[--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)',
  args: { of: 'objects', types: ['deployment', 'replicaset', 'replicationcontroller', 'statefulset'] },
  flags: {
    ...FILE_FLAGS,
    ...WRITE_FLAGS,
    selector: text('', 'l'),
    all: bool(),
    replicas: required(int(0)),
    currentReplicas: int(-1),
    resourceVersion: text(),
    timeout: duration(),
  },
  async run(session, { args, flags, given }) {
    if (!given.has('replicas')) throw new CommandError('required flag(s) "replicas" not set');
    if (flags.replicas < 0) throw new CommandError('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
    if (flags.currentReplicas < -1) throw new CommandError('The --current-replicas must specify an integer of -1 or greater');
    const count = await eachObject(session, args, flags, async (found) => {
      if (!found.resource.subresources.includes('scale')) throw unknownResourceError();
      if (dryRunOf(session, flags) !== 'client') await scaleOne(session, found, flags, writeOptions(session, flags, 'kubectl'));
      if (flags.timeout > 0 && dryRunOf(session, flags) === 'none') await waitForSize(session, found, flags.replicas, flags.timeout);
      report(session, flags, found.resource, scaled(found, flags.replicas), 'scaled');
    });
    if (count === 0) throw new CommandError('no objects passed to scale');
  },
});

/** The object with its new size, where it is known to keep it: that of others may be anywhere. */
function scaled({ object, resource }: Found, replicas: number): KubeObject {
  if (resource.group !== 'apps' && resource.group !== '') return object;
  return { ...object, spec: { ...(object as ScaleObject).spec, replicas } } as KubeObject;
}

interface Size {
  readonly replicas: number;
  readonly currentReplicas: number;
  readonly resourceVersion: string;
}

async function scaleOne(session: Session, found: Found, size: Size, options: ReturnType<typeof writeOptions>): Promise<void> {
  const { replicas, currentReplicas, resourceVersion } = size;
  if (currentReplicas >= 0 || resourceVersion !== '') await checkPrecondition(session, found, size);
  const metadata = resourceVersion === '' ? {} : { metadata: { resourceVersion } };
  await patchObject(session, found, { patchType: 'merge', subresource: 'scale', body: { ...metadata, spec: { replicas } }, options });
}

async function checkPrecondition(session: Session, found: Found, { currentReplicas, resourceVersion }: Size): Promise<void> {
  const { metadata, spec } = (await getObject(session, found, 'scale')) as ScaleObject;
  const now = spec?.replicas ?? 0;
  if (currentReplicas >= 0 && now !== currentReplicas) throw new CommandError(`Expected replicas to be ${currentReplicas}, was ${now}`);
  if (resourceVersion !== '' && metadata.resourceVersion !== resourceVersion)
    throw new CommandError(`Expected resource version to be ${resourceVersion}, was ${metadata.resourceVersion ?? ''}`);
}

async function waitForSize(session: Session, found: Found, replicas: number, timeoutMs: number): Promise<void> {
  const reached = await poll(
    session,
    timeoutMs,
    async () => ((await getObject(session, found, 'scale')) as ScaleObject).status?.replicas === replicas,
  );
  if (!reached) throw new CommandError('timed out waiting for the condition');
}
