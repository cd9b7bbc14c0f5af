import { expect, it } from 'vitest';
import { quantityMilli, quantityValue } from '../quantity.ts';
import type { Container, Pod, PodSpec } from '../types.gen.ts';
import { grantedSpec } from './granted.ts';
import { podLimitList, podLimits, podRequestList, podRequests } from './resources.ts';

const container = (cpu: string, memory: string): Container => ({
  name: 'a',
  resources: { requests: { cpu, memory }, limits: { cpu, memory: '1Gi' } },
});

const SPECS: readonly PodSpec[] = [
  { containers: [container('250m', '64Mi'), container('1', '1G')] },
  {
    containers: [container('100m', '1Mi')],
    initContainers: [{ ...container('50m', '2Mi'), restartPolicy: 'Always' }, container('2', '1')],
  },
  { containers: [container('1', '1Mi')], overhead: { cpu: '10m', memory: '1Mi' }, resources: { requests: { cpu: '3' } } },
];

it.each(SPECS)('numbers say what quantities say', (spec) => {
  expect(podRequests(spec).cpuMilli).toBe(quantityMilli(podRequestList(spec)['cpu']));
  expect(podRequests(spec).memoryBytes).toBe(quantityValue(podRequestList(spec)['memory']));
  expect(podLimits(spec).cpuMilli).toBe(quantityMilli(podLimitList(spec)['cpu']));
  expect(podRequests(spec)).toBe(podRequests(spec));
});

it('what no status says anything about counts as it is asked for', () => {
  const spec: PodSpec = { containers: [container('1', '1')] };
  const pod: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: {}, spec, status: { phase: 'Running' } };
  expect(grantedSpec(pod)).toBe(spec);
});
