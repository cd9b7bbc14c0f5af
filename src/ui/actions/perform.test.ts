import { afterEach, expect, test, vi } from 'vitest';
import type { Answers } from '../../protocol/messages.ts';
import type { Engine } from '../engine/engine.ts';
import { createFrameStore } from '../engine/frame-store.ts';
import { usePreferences } from '../state/preferences.ts';
import { perform } from './perform.ts';
import { ACTIONS } from './registry.ts';

const pod = { kind: 'Pod', namespace: 'default', name: 'web' };
const service = { kind: 'Service', namespace: 'default', name: 'web' };

afterEach(() => usePreferences.setState({ done: [] }));

/** An engine that gives one answer to everything. */
function answering(answer: () => Answers['kubectl'] | Answers['traffic'] | Answers['fault']): Engine {
  return { frames: createFrameStore(), request: vi.fn(async () => answer()) } as unknown as Engine;
}

async function doIt(id: string, target: typeof pod, engine: Engine): Promise<readonly string[]> {
  const action = ACTIONS.find((candidate) => candidate.id === id);
  if (action === undefined) throw new Error(`no action ${id}`);
  const doing = perform(engine, action, target, '');
  // What comes of it is told from the first moment on.
  expect(usePreferences.getState().done).toContain(`${id}:${target.kind}`);
  await doing;
  return usePreferences.getState().done;
}

const kubectl = (exitCode: number): Answers['kubectl'] => ({ parts: [], stdout: '', stderr: 'refused', exitCode });

const fine = answering(() => kubectl(0));
const refusing = answering(() => kubectl(1));
const broken = answering(() => {
  throw new Error('the worker is gone');
});

test('what went well has been tried, and stays so when it is refused later', async () => {
  expect(await doIt('delete', pod, fine)).toEqual(['delete:Pod']);
  expect(await doIt('delete', pod, refusing)).toEqual(['delete:Pod']);
});

test.each([
  { name: 'refused', engine: refusing },
  { name: 'never answered', engine: broken },
])('what was $name has not been tried', async ({ engine }) => {
  expect(await doIt('delete', pod, engine)).toEqual([]);
});

test('requests that no pod answered have not been tried', async () => {
  const results = [{ ok: false, pod: '' }] as unknown as Answers['traffic']['results'];
  const engine = answering(() => ({ results }));
  expect(await doIt('send-requests', service, engine)).toEqual([]);
});
