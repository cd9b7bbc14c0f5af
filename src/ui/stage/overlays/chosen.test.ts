import { expect, test } from 'vitest';
import { isChosen, parameterOf, withChosen } from './chosen.ts';

test('a choice is remembered with what was said for it', () => {
  const others = withChosen(withChosen(['taints'], 'selector', true, 'app in (a, b)'), 'events', true);
  expect(others).toEqual(['taints', 'selector app in (a, b)', 'events']);
  expect([isChosen(others, 'selector'), parameterOf(others, 'selector'), parameterOf(others, 'taints')]).toEqual([
    true,
    'app in (a, b)',
    '',
  ]);
  expect(withChosen(others, 'selector', true, 'x=y')).toEqual(['taints', 'events', 'selector x=y']);
  expect(withChosen(others, 'selector', false)).toEqual(['taints', 'events']);
});
