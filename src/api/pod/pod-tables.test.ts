import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compareQuantities, quantityMilli } from '../quantity.ts';
import { parseTime } from '../time.ts';
import type { Container, Pod, PodSpec, PodStatus, ResourceRequirements } from '../types.gen.ts';
import { isPodAvailable } from './conditions.ts';
import { findPort } from './ports.ts';
import { qosClassOf } from './qos.ts';
import { type ResourceList, containersList, podLimitList, podLimits, podRequestList, podRequests } from './resources.ts';

/** Case tables recorded from Kubernetes' own tests. */
interface Case<In, Out> {
  readonly name: string;
  readonly in: In;
  readonly out: Out;
}

function read(table: string): { readonly cases: unknown } {
  return JSON.parse(readFileSync(new URL(`../../testing/data/tables/${table}.json`, import.meta.url), 'utf8'));
}

function expectSameResources(actual: ResourceList, expected: ResourceList | undefined): void {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected ?? {}).sort());
  for (const [name, quantity] of Object.entries(expected ?? {})) {
    expect(`${name} ${compareQuantities(actual[name] ?? '0', quantity)}`).toBe(`${name} 0`);
  }
}

interface Given {
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly overhead?: ResourceList;
  readonly podResources?: ResourceRequirements;
  readonly options?: { readonly [option: string]: boolean };
  readonly opts?: { readonly [option: string]: boolean };
}

function specOf({ containers = [], initContainers, overhead, podResources, options }: Given): PodSpec {
  return {
    containers,
    ...(initContainers === undefined ? {} : { initContainers }),
    ...(overhead === undefined || options?.['excludeOverhead'] === true ? {} : { overhead }),
    ...(podResources === undefined ? {} : { resources: podResources }),
  };
}

/** What a kubelet reports of a resize under way is not looked at, nor are single parts of the sum asked for. */
const FOREIGN = ['useStatusResources', 'skipContainerLevelResources', 'skipPodLevelResources', 'useDRANodeAllocatableResourceClaimStatus'];

function isPlain({ in: { opts = {}, options = opts } }: { readonly in: Given }): boolean {
  return !FOREIGN.some((option) => options[option] === true);
}

describe('effective resources', () => {
  test.each((read('resources-pod-requests').cases as readonly Case<Given, { requests?: ResourceList }>[]).filter(isPlain))(
    '$name',
    (each) => {
      expectSameResources(podRequestList(specOf(each.in)), each.out.requests);
    },
  );

  test.each((read('resources-pod-limits').cases as readonly Case<Given, { limits?: ResourceList }>[]).filter(isPlain))('$name', (each) => {
    expectSameResources(podLimitList(specOf(each.in)), each.out.limits);
  });

  test.each(
    (read('resources-aggregate').cases as readonly Case<Given, { requests?: ResourceList; limits?: ResourceList }>[]).filter(isPlain),
  )('$name', (each) => {
    expectSameResources(containersList(specOf(each.in), 'requests'), each.out.requests);
    expectSameResources(containersList(specOf(each.in), 'limits'), each.out.limits);
  });

  test.each((read('resources-pod-level').cases as readonly Case<Given, { requests?: ResourceList }>[]).filter(isPlain))('$name', (each) => {
    expectSameResources(podRequestList(specOf(each.in)), each.out.requests);
  });

  test.each(
    (
      read('resources-requests-and-limits').cases as readonly Case<{ pod: Pod }, { requests?: ResourceList; limits?: ResourceList }>[]
    ).slice(0, 5),
  )('$name', ({ in: { pod }, out }) => {
    expectSameResources(podRequestList(pod.spec ?? { containers: [] }), out.requests);
    expectSameResources(podLimitList(pod.spec ?? { containers: [] }), out.limits);
  });

  test.each((read('resources-pod-requests').cases as readonly Case<Given, unknown>[]).filter(isPlain))(
    '$name: numbers say what quantities say',
    (each) => {
      const spec = specOf(each.in);
      expect(podRequests(spec).cpuMilli).toBe(quantityMilli(podRequestList(spec)['cpu']));
      expect(podLimits(spec).cpuMilli).toBe(quantityMilli(podLimitList(spec)['cpu']));
      expect(podRequests(spec)).toBe(podRequests(spec));
    },
  );
});

describe('quality of service', () => {
  const cases = read('qos-class').cases as readonly Case<{ pod: Pod; podLevelResourcesEnabled: boolean }, { qosClass: string }>[];
  test.each(cases)('$name', ({ in: { pod }, out }) => {
    expect(qosClassOf(pod.spec ?? { containers: [] })).toBe(out.qosClass);
  });
});

describe('availability', () => {
  const cases = read('pods-available').cases as readonly Case<
    { pod: { status: PodStatus }; minReadySeconds: number; now: string },
    { result: boolean }
  >[];
  test.each(cases)('$name', ({ in: { pod, minReadySeconds, now }, out }) => {
    const whole: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: {}, status: pod.status };
    expect(isPodAvailable(whole, minReadySeconds, parseTime(now))).toBe(out.result);
  });
});

describe('target ports', () => {
  const cases = read('endpointslice-find-port').cases as readonly Case<
    Given & { port: number | string },
    { result?: number; found: boolean }
  >[];
  test.each(cases)('$name', ({ in: given, out }) => {
    const pod: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: {}, spec: specOf(given) };
    expect(findPort(pod, { port: 1, protocol: 'TCP', targetPort: given.port })).toBe(out.found ? out.result : undefined);
  });
});
