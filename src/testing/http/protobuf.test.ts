import { expect, test } from 'vitest';
import { readCommitted, readPins } from './pin.ts';
import { runTranscript } from './run.ts';
import { throughProtobuf } from './through-protobuf.ts';

/**
 * The same conversations in protobuf, with the same answers. Fewer match where JSON says what a message does not: the types of a
 * stateful set's claims, a null.
 */
const FEWER: Readonly<Record<string, number>> = { '051-statefulset-crud': 6, '108-serviceaccount-token': 2 };
const CHOSEN = /-crud$|watch|accept|scale|binding|token|reviews|crd|methods|403|delete/;

test.each(Object.entries(readPins()).filter(([id]) => CHOSEN.test(id)))('%s: at least %i steps match', async (id, matched) => {
  const result = await runTranscript(readCommitted(id), throughProtobuf);
  const failed = result.steps
    .filter(({ differences }) => differences.length > 0)
    .map(({ title, differences }) => `${title} (${differences[0]})`);
  expect(result.crash).toBeUndefined();
  expect(result.matched, `these differ: ${failed.join('; ')}`).toBeGreaterThanOrEqual(matched - (FEWER[id] ?? 0));
});
