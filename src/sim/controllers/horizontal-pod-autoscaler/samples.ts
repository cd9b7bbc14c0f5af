/** What each pod uses of one resource, from what the metrics API says (podautoscaler/metrics/client.go). */
import { parseGoDuration } from '../../../api/go-duration.ts';
import type { PodMetrics, ResourceUse } from '../../../api/metrics.ts';
import { nameOf } from '../../../api/object.ts';
import { quantityMilli } from '../../../api/quantity.ts';
import { parseTime } from '../../../api/time.ts';

export interface PodSample {
  /** Thousandths: of a cpu, of a byte. */
  readonly milli: number;
  /** The end of the window in which it was measured, in milliseconds since the epoch. */
  readonly at: number;
  readonly windowMs: number;
}

/** By the names of pods. */
export type PodSamples = ReadonlyMap<string, PodSample>;

/** Of one container where it is named, else of all; pods of which not all is known are not there. */
export function samplesOf(metrics: readonly PodMetrics[], resource: string, container: string): PodSamples {
  const samples = metrics.map((pod): [string, PodSample | undefined] => [nameOf(pod), sampleOf(pod, resource, container)]);
  return new Map(samples.filter((sample): sample is [string, PodSample] => sample[1] !== undefined));
}

function sampleOf({ containers, timestamp, window }: PodMetrics, resource: string, container: string): PodSample | undefined {
  const counted = container === '' ? containers : containers.filter(({ name }) => name === container).slice(0, 1);
  const uses = counted.map(({ usage }) => usage[resource as keyof ResourceUse] as string | undefined);
  if (uses.length === 0 || uses.includes(undefined)) return undefined;
  const milli = uses.reduce((sum, use) => sum + quantityMilli(use), 0);
  return { milli, at: parseTime(timestamp), windowMs: millisecondsOf(window) };
}

function millisecondsOf(window: string): number {
  const duration = parseGoDuration(window);
  return 'error' in duration ? 0 : duration.nanoseconds / 1e6;
}
