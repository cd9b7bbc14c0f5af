import { expect, test } from 'vitest';
import { alignTabs } from './table.ts';

test('tabs align within neighbouring lines that have them', () => {
  const text = 'Port:\t<unset>\t80/TCP\nEndpoints:\tnone\nLabels:\n  a:\tb\n';
  expect(alignTabs(text)).toBe('Port:       <unset>  80/TCP\nEndpoints:  none\nLabels:\n  a:  b\n');
});
