import { expect, it } from 'vitest';
import { matchesFields, parseFieldSelector } from './fields.ts';

it('matches by every requirement', () => {
  const requirements = parseFieldSelector('status.phase=Running,spec.nodeName!=node-1');
  const pod = (phase: string, node: string) => (field: string) => (field === 'status.phase' ? phase : node);
  expect(matchesFields(requirements, pod('Running', 'node-2'))).toBe(true);
  expect(matchesFields(requirements, pod('Running', 'node-1'))).toBe(false);
  expect(matchesFields(requirements, pod('Pending', ''))).toBe(false);
});
