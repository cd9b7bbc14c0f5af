/** What axe finds on the page, in both themes. */
import AxeBuilder from '@axe-core/playwright';
import { type Page, expect } from '@playwright/test';

const ALL = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];
/** What is not a matter of colour is the same in both themes. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block'];

/** Fails where the whole page, or only the parts that are new, have a fault. Monaco answers for itself. */
export async function faultless(page: Page, state: string, ...parts: readonly string[]): Promise<void> {
  const dark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  await examine(page, state, parts, ALL, undefined);
  await page.emulateMedia({ colorScheme: dark ? 'light' : 'dark' });
  await examine(page, `${state}, in the other theme`, parts, undefined, OF_COLOUR);
  await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
}

async function examine(
  page: Page,
  state: string,
  parts: readonly string[],
  tags: string[] | undefined,
  rules: string[] | undefined,
): Promise<void> {
  await page.evaluate(settled);
  // The page has no frames of other origins, for which axe would go over to a page of its own.
  const axe = new AxeBuilder({ page }).setLegacyMode().exclude('.monaco-editor');
  if (tags !== undefined) axe.withTags(tags);
  if (rules !== undefined) axe.withRules(rules);
  for (const part of parts) axe.include(part);
  const { violations } = await axe.analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  expect.soft(found, state).toEqual([]);
}

/** Runs in the page: colours on their way from one to another are neither. */
async function settled(): Promise<void> {
  const ends = document.getAnimations().filter((animation) => animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
  await Promise.allSettled(ends.map(({ finished }) => finished));
}
