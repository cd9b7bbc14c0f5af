import { expect, test } from 'vitest';
import compact from '../../../api/schema.gen.json';
import { documentationOf, firstSentence } from './documentation.ts';
import { editorSchema } from './json-schema.ts';

test.each([
  ['One thing. Another.', 'One thing.'],
  ['Without an end', 'Without an end'],
  ['A name, e.g. Pod or Node. More.', 'A name, e.g. Pod or Node.'],
  ['First paragraph\n\nSecond.', 'First paragraph'],
  ['Is 1.5 by default. More info: x', 'Is 1.5 by default.'],
])('%j begins with %j', (text, sentence) => expect(firstSentence(text)).toBe(sentence));

test('what the page says nothing about is said by the documentation', () => {
  const definitions = { 'io.k8s.api.core.v1.ConfigMap': { '': 'All.', data: 'Said here. And more.', immutable: 'Not said.' } };
  const documentation = documentationOf({ edition: '', definitions, parameters: {} });
  const kinds = [{ apiVersion: 'v1', kind: 'ConfigMap', type: 'ConfigMap' }];
  const words = { required: 'required', describe: { immutable: 'For ever.' }, documentation };
  expect(editorSchema(compact, kinds, words).definitions?.['ConfigMap']?.properties).toMatchObject({
    data: { description: 'Said here. (map[string]string)' },
    immutable: { description: 'For ever. (bool)' },
  });
});
