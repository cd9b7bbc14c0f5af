import { describe, expect, it } from 'vitest';
import containersReadyTable from '../../testing/data/tables/pods-containers-ready-condition.json' with { type: 'json' };
import initializedTable from '../../testing/data/tables/pods-initialized-condition.json' with { type: 'json' };
import phaseTable from '../../testing/data/tables/pods-phase.json' with { type: 'json' };
import readyTable from '../../testing/data/tables/pods-ready-condition.json' with { type: 'json' };
import type { ContainerStatus, PodCondition, PodSpec } from '../../api/types.gen.ts';
import { type Verdict, containersReady, podInitialized, podReady } from './conditions.ts';
import { phaseOf } from './phase.ts';

interface Given {
  readonly spec: PodSpec;
  readonly containerStatuses?: readonly ContainerStatus[];
  readonly initContainerStatuses?: readonly ContainerStatus[];
  readonly conditions?: readonly PodCondition[];
  readonly podPhase?: string;
  readonly podIsTerminal?: boolean;
  readonly podHasInitialized?: boolean;
}

interface Case<Out> {
  readonly name: string;
  readonly in: Given;
  readonly out: Out;
}

/** Some cases of the source leave `message` to be anything: they were written down without it. */
function expectVerdict(verdict: Verdict, expected: Verdict): void {
  expect(verdict.status).toBe(expected.status);
  expect(verdict.reason).toBe(expected.reason);
  if (expected.message !== undefined) expect(verdict.message).toBe(expected.message);
}

describe('phase', () => {
  it.each(phaseTable.cases as unknown as Case<{ readonly phase: string }>[])('$name', ({ in: given, out }) => {
    const statuses = [...(given.initContainerStatuses ?? []), ...(given.containerStatuses ?? [])];
    expect(phaseOf(given.spec, statuses, given.podIsTerminal === true, given.podHasInitialized === true)).toBe(out.phase);
  });
});

describe('ContainersReady', () => {
  it.each(containersReadyTable.cases as unknown as Case<{ readonly ready: Verdict }>[])('$name', ({ in: given, out }) => {
    expectVerdict(containersReady(given.spec, given.containerStatuses, given.podPhase), out.ready);
  });
});

describe('Ready', () => {
  it.each(readyTable.cases as unknown as Case<{ readonly ready: Verdict }>[])('$name', ({ in: given, out }) => {
    const containers = containersReady(given.spec, given.containerStatuses, given.podPhase);
    expectVerdict(podReady(given.spec, given.conditions, containers), out.ready);
  });
});

describe('Initialized', () => {
  it.each(initializedTable.cases as unknown as Case<{ readonly result: Verdict }>[])('$name', ({ in: given, out }) => {
    expectVerdict(podInitialized(given.spec, given.containerStatuses, given.podPhase), out.result);
  });
});
