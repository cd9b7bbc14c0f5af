import { ApiError } from '../../../api/errors.ts';
import { type KubeObject, apiVersionOf } from '../../../api/object.ts';
import { HORIZONTAL_POD_AUTOSCALER } from '../../../api/resources.ts';
import type { ApiResource } from '../../../api/request.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { FILE_FLAGS } from '../../parse/documents.ts';
import { CommandError } from '../../errors.ts';
import { type FlagSpecs, type FlagValues, bool, int, text, required } from '../../parse/flags.ts';
import { type Found, eachObject } from '../../parse/select.ts';
import { resolveType } from '../../parse/types.ts';
import { type Session, err, send, targetOf } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { reportTyped, savedTyped } from '../typed.ts';
import { writeFlags, checkOutput, dryRunOf, writeOptions } from '../write.ts';
import { type MetricTarget, resourceTarget } from './target.ts';

const FLAGS = {
  ...writeFlags('kubectl-autoscale'),
  ...FILE_FLAGS,
  saveConfig: bool(),
  min: int(-1),
  max: required(int(-1)),
  cpuPercent: { ...int(-1), hidden: true },
  cpu: text(),
  memory: text(),
  name: text(),
} satisfies FlagSpecs;
type Flags = FlagValues<typeof FLAGS>;

const DEPRECATED =
  "Flag --cpu-percent has been deprecated, Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU).";

export const autoscaleVerb = defineVerb({
  name: 'autoscale',
  summary: 'Auto-scale a deployment, replica set, stateful set, or replication controller',
  usage: '(-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu=CPU] [--memory=MEMORY]',
  args: { of: 'objects', types: ['deployment', 'replicaset', 'replicationcontroller', 'statefulset'] },
  flags: FLAGS,
  async run(session, { args, flags, given }) {
    if (given.has('cpuPercent')) err(session, DEPRECATED);
    if (!given.has('max')) throw new CommandError('required flag(s) "max" not set');
    const { max, min } = flags;
    if (max < 1) throw new CommandError(`--max=MAXPODS is required and must be at least 1, max: ${max}`);
    if (max < min) throw new CommandError(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`);
    if (flags.cpuPercent > 0 && flags.cpu !== '') throw new CommandError('--cpu-percent and --cpu are mutually exclusive');
    checkOutput(session, flags);
    const metrics = metricsOf(flags);
    await eachObject(session, args, flags, (found) => autoscale(session, found, flags, metrics));
  },
});

type Metric = { readonly type: 'Resource'; readonly resource: { readonly name: string; readonly target: MetricTarget } };

function metricsOf({ cpuPercent, cpu, memory }: Flags): readonly Metric[] {
  const metric = (name: string, target: MetricTarget): Metric => ({ type: 'Resource', resource: { name, target } });
  return [
    ...(cpuPercent > 0 ? [metric('cpu', { type: 'Utilization', averageUtilization: cpuPercent })] : []),
    ...(cpu === '' ? [] : [metric('cpu', resourceTarget(cpu, 'cpu'))]),
    ...(memory === '' ? [] : [metric('memory', resourceTarget(memory, 'memory'))]),
  ];
}

async function autoscale(session: Session, found: Found, flags: Flags, metrics: readonly Metric[]): Promise<void> {
  const { resource } = found;
  if (!resource.subresources.includes('scale')) {
    const type = `${resource.group}/${resource.version}, Resource=${resource.resource}`;
    throw new CommandError(`cannot autoscale a ${resource.kind}: could not find scale subresource for ${type} in discovery information`);
  }
  const type = await resolveType(session, HORIZONTAL_POD_AUTOSCALER.resource);
  const spec = { ...baseSpec(found, flags), ...(metrics.length === 0 ? {} : { metrics }) };
  const status = { currentMetrics: null, desiredReplicas: 0 };
  const autoscaler = { apiVersion: apiVersionOf(type), kind: type.kind, metadata: metadataOf(session, found, flags), spec, status };
  if (dryRunOf(session, flags) === 'client') return reportTyped(session, flags, type, autoscaler, 'created');
  reportTyped(session, flags, type, await createAny(session, type, found, flags, autoscaler), 'autoscaled');
}

/** What the second version refuses is tried as the first, unless that can't say what was asked for. */
async function createAny(session: Session, type: ApiResource, found: Found, flags: Flags, autoscaler: KubeObject): Promise<KubeObject> {
  try {
    return await create(session, type, flags, autoscaler);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const why = incompatible(flags);
    if (why !== undefined)
      throw new CommandError(`failed to create autoscaling/v2 HPA and the configuration is incompatible with autoscaling/v1: ${why}`);
    const spec = baseSpec(found, flags);
    const old = { apiVersion: 'autoscaling/v1', kind: type.kind, metadata: metadataOf(session, found, flags), spec, status: OLD_STATUS };
    return create(session, { ...type, version: 'v1' }, flags, old);
  }
}

const OLD_STATUS = { currentReplicas: 0, desiredReplicas: 0 };

/** Why the first version can't do. It is asked of `--cpu` alone, so that a plain `--cpu-percent` counts as empty. */
function incompatible({ cpu, memory }: Flags): string | undefined {
  if (cpu.trim() === '') return 'empty input';
  return memory === '' && resourceTarget(cpu, 'cpu').type === 'Utilization' ? undefined : '%!w(<nil>)';
}

async function create(session: Session, type: ApiResource, flags: Flags, object: KubeObject): Promise<KubeObject> {
  const body = (flags.saveConfig ? savedTyped(object) : object) as unknown as JsonValue;
  const options = writeOptions(session, flags, 'kubectl-autoscale');
  const at = targetOf({ resource: type, namespace: session.namespace });
  return (await send(session, { verb: 'create', ...at, version: type.version, body, options })) as KubeObject;
}

function baseSpec({ resource, name }: Found, { min, max }: Flags) {
  const scaleTargetRef = { apiVersion: apiVersionOf(resource), kind: resource.kind, name };
  return { maxReplicas: max, ...(min > 0 ? { minReplicas: min } : {}), scaleTargetRef };
}

function metadataOf(session: Session, found: Found, { name }: Flags) {
  return { name: name === '' ? found.name : name, ...(session.namespaceGiven ? { namespace: session.namespace } : {}) };
}
