/** The picture under the hand: what can be pointed at, moved and zoomed. */
import type { Page } from '@playwright/test';
import { line, pause, pointAt, setSpeed, visit } from './page.ts';
import { expect, test } from './test.ts';

test('a pod is deleted from its menu in the picture, and another comes', async ({ page }) => {
  await visit(page);
  const at = await pointAt(page, /^Pod greeter-/);
  const name = ((await page.getByTestId('peek').locator('p').first().textContent()) ?? '').replace('Pod ', '');
  await page.mouse.click(at.x, at.y, { button: 'right' });
  await expect(page.getByTestId('menu')).toContainText(name);
  await page.getByTestId('menu-delete').hover();
  await expect(page.getByTestId('menu')).toContainText(`kubectl delete pod ${name}`);
  // Slowly, so that the moment in which there is one more can't be missed.
  await setSpeed(page, 0.1);
  await page.getByTestId('menu-delete').click();
  await expect(page.getByTestId('toast')).toContainText(`pod "${name}" deleted`);
  await expect(line(page)).toContainText('8 pods');
  await setSpeed(page, 20);
  await expect(line(page)).toHaveText(/7 pods.*7 ready/s, { timeout: 20_000 });
});

test('the wheel zooms, dragging moves without selecting, and a button shows everything again', async ({ page }) => {
  await visit(page);
  await pause(page);
  const whole = await pointAt(page, /^Node node-3/);
  await page.mouse.wheel(0, -600);
  await expect.poll(() => pointedAt(page, whole)).toContain('node-3');
  await page.mouse.move(whole.x - 300, whole.y + 160);
  await page.mouse.down();
  await page.mouse.move(whole.x - 500, whole.y + 260, { steps: 8 });
  await page.mouse.up();
  await expect(page.getByTestId('inspector')).toHaveCount(0);
  await expect.poll(() => pointedAt(page, whole)).not.toContain('node-3');
  await page.getByRole('button', { name: 'Show everything' }).click();
  await expect.poll(() => pointedAt(page, whole)).toContain('node-3');
});

/** What the card beside the pointer says at a place. */
async function pointedAt(page: Page, { x, y }: { readonly x: number; readonly y: number }): Promise<string> {
  await page.mouse.move(x - 2, y);
  await page.mouse.move(x, y);
  return page.evaluate(() => document.querySelector('[data-testid=peek]')?.textContent ?? '');
}

test('the control plane can be asked too: what a component has in its queue', async ({ page }) => {
  await visit(page);
  await page.getByTestId('stage').focus();
  await page.keyboard.press('End');
  await expect(page.getByTestId('stage-spoken')).toHaveText(/: \d+ in the queue, \d+ revisions behind$/);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('inspector')).toContainText('Component of the control plane');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('inspector')).toHaveCount(0);
});
