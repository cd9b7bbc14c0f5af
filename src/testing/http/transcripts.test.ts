import { expect, test } from 'vitest';
import { countAgain, readCommitted, readPins } from './pin.ts';
import { runTranscript } from './run.ts';

/**
 * Conversations with a real API server, replayed. The numbers may rise, never fall; `UPDATE=1 npx vitest run src/testing/http`
 * counts them again. `npm run transcripts -- <folder>` shows what differs.
 */
const pins = process.env['UPDATE'] === undefined ? readPins() : await countAgain();

test.each(Object.entries(pins))('%s: at least %i steps match', async (id, matched) => {
  const result = await runTranscript(readCommitted(id));
  const failed = result.steps
    .filter(({ differences }) => differences.length > 0)
    .map(({ title, differences }) => `${title} (${differences[0]})`);
  expect(result.crash).toBeUndefined();
  expect(result.matched, `these differ: ${failed.join('; ')}`).toBeGreaterThanOrEqual(matched);
});
