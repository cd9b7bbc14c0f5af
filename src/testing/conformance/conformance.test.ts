import { expect, test } from 'vitest';
import { countAgain, readCommitted, readPins } from './pin.ts';
import { runScenario } from './run.ts';
import { scenarioOf } from './scenario.ts';

/**
 * Recordings of a real control plane, replayed. The numbers may rise, never fall; `UPDATE=1 npx vitest run src/testing/conformance`
 * counts them again. `npm run conformance -- <folder>` shows what differs.
 */
const pins = process.env['UPDATE'] === undefined ? readPins() : await countAgain();

test.each(Object.entries(pins))('%s: at least %i steps match', async (id, matched) => {
  const result = await runScenario(scenarioOf(readCommitted(id)));
  const failed = result.steps.filter(({ differences }) => differences.length > 0).map(({ title }) => title);
  expect(result.crash).toBeUndefined();
  expect(result.matched, `these differ: ${failed.join('; ')}`).toBeGreaterThanOrEqual(matched);
});
