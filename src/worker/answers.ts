/** Answers to a page that need what is loaded late. */
import { kindNamed } from '../api/kinds/registry.ts';
import type { Answers, Inspection, RequestBody, TrafficResult } from '../protocol/messages.ts';
import type { Cluster } from '../sim/engine.ts';
import { explain } from '../sim/explain.ts';
import { type Files, applyText } from './apply.ts';
import { briefExplanation } from './brief.ts';
import { describe, inspect } from './inspect.ts';
import type { Live } from './live.ts';
import { createPort } from './port.ts';
import { configureFrom, isSchedulerConfiguration } from './scheduler-configuration.ts';
import { USER } from './user.ts';

type Asked<Type extends RequestBody['type']> = Extract<RequestBody, { readonly type: Type }>;
type Runs = Pick<Live, 'cluster' | 'sleep' | 'rest'>;

export function apply({ cluster, sleep, rest }: Runs, { text, namespace, dryRun }: Asked<'apply'>): Promise<Answers['apply']> {
  const files: Files = { isFile: isSchedulerConfiguration, place: (document, dry) => configureFrom(cluster, document, dry) };
  return applyText(createPort(cluster, USER, sleep, rest), text, namespace, dryRun ?? false, files);
}

export function inspectOne({ cluster }: Runs, { kind, namespace, name }: Asked<'inspect'>): Inspection | null {
  const type = kindNamed(kind)?.type;
  return type === undefined ? null : inspect(cluster, type, namespace, name);
}

export async function describeOne(
  { cluster, sleep, rest }: Runs,
  { kind, namespace, name }: Asked<'describe'>,
): Promise<Answers['describe']> {
  const type = kindNamed(kind)?.type;
  return type === undefined ? null : describe(createPort(cluster, USER, sleep, rest), type, namespace, name);
}

export function explainOne(cluster: Cluster, { namespace, name, propose }: Asked<'explain'>): Answers['explain'] {
  const explanation = explain(cluster, namespace, name, propose);
  return explanation === undefined ? null : briefExplanation(explanation);
}

export function traffic(cluster: Cluster, { url, from, count }: Asked<'traffic'>): Answers['traffic'] {
  const results = cluster.traffic({ url, ...(from === undefined ? {} : { from }), ...(count === undefined ? {} : { count }) });
  return { results: (results ?? []) as unknown as readonly TrafficResult[] };
}
