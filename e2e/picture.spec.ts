/** The stage's own tools: find, arrange, lay over, save. */
import AxeBuilder from '@axe-core/playwright';
import { type Page } from '@playwright/test';
import { pause, visit } from './page.ts';
import { expect, test } from './test.ts';

test('pods are found by what is typed, counted, and lit until the search is closed', async ({ page }) => {
  await visit(page);
  await page.getByTestId('stage').focus();
  await page.keyboard.press('/');
  await page.getByTestId('stage-search').fill('app=web');
  await expect(page.getByTestId('stage-found')).toHaveText('3 pods');
  await page.getByTestId('stage-search').fill('app=web node:node-1');
  await expect(page.getByTestId('stage-found')).toHaveText(/^[012] pods?$/);
  await faultless(page, 'search');
  await page.getByTestId('stage-search').press('Enter');
  await page.getByTestId('stage-search').press('Escape');
  await expect(page.getByTestId('stage-search')).toHaveCount(0);
  await expect(page.getByTestId('stage')).toBeFocused();
});

test('what is shown is chosen in the picture, has a legend, and is remembered', async ({ page }) => {
  await visit(page);
  await pause(page);
  await page.getByRole('button', { name: 'What is shown' }).click();
  await page.getByTestId('stage-arrange').selectOption('namespace');
  await page.getByTestId('overlay-requests').check();
  await expect(page.getByTestId('overlay-legend')).toContainText('requested: cpu');
  await faultless(page, 'layers');
  await page.getByTestId('overlay-colour').selectOption('qos');
  await expect(page.getByTestId('legend')).toContainText('Burstable');
  await page.reload();
  await expect(page.getByTestId('overlay-legend')).toContainText('requested: cpu');
  await page.getByRole('button', { name: 'What is shown' }).click();
  await expect(page.getByTestId('stage-arrange')).toHaveValue('namespace');
  await page.getByTestId('language').click();
  await expect(page.getByTestId('overlay-legend')).toContainText('已请求');
});

test('the view is saved as an image and as a drawing', async ({ page }) => {
  await visit(page);
  for (const kind of ['png', 'svg'] as const) {
    await page.getByRole('button', { name: 'Save the picture' }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId(`save-${kind}`).click()]);
    expect(download.suggestedFilename()).toBe(`kubarium.${kind}`);
    await expect(page.getByTestId('stage-save')).toHaveCount(0);
  }
});

async function faultless(page: Page, state: string): Promise<void> {
  const axe = new AxeBuilder({ page }).include('#stage').withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']);
  const { violations } = await axe.analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  expect.soft(found, state).toEqual([]);
}
