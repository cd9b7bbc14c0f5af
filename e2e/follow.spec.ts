/** Following what was done, sentence by sentence; and clips of the picture. */
import type { Page } from '@playwright/test';
import { inspect, visit } from './page.ts';
import { faultless } from './axe.ts';
import { expect, test } from './test.ts';

const caption = (page: Page) => page.getByTestId('follow-caption');

/** Goes on by hand until a sentence says it. */
async function nextUntil(page: Page, wanted: RegExp): Promise<void> {
  for (let step = 0; step < 40; step++) {
    const text = (await caption(page).textContent()) ?? '';
    if (wanted.test(text)) return;
    const next = page.getByTestId('follow-next');
    await expect(next).toBeEnabled({ timeout: 30_000 });
    const before = await page.getByTestId('follow-step').textContent();
    await next.click();
    await expect(page.getByTestId('follow-step')).not.toHaveText(before ?? '', { timeout: 30_000 });
  }
  throw new Error(`never said: ${wanted.source}`);
}

test('an apply is followed from kubectl to pods that get requests', async ({ page }) => {
  await visit(page);
  await page.getByTestId('apply').click();
  await page.getByTestId('follow-apply').click();
  await expect(caption(page)).toHaveText('kubectl creates the Deployment hello.');
  await page.getByTestId('follow-hold').click();
  await nextUntil(page, /^The Deployment controller sees it, and makes the ReplicaSet hello-/);
  await nextUntil(page, /^The ReplicaSet controller sees it, and makes 3 pods/);
  await nextUntil(page, /^The scheduler chooses a node for each of 3 pods/);
  await nextUntil(page, /^The kubelets of node-\d, node-\d and node-\d start the containers/);
  await nextUntil(page, /^The endpoint slice of Service hello takes in 3 pods/);
  await expect(page.getByTestId('clock-last-step')).toHaveText('Paused.');
  await faultless(page, 'a story', '#stage', '[data-testid=clock]');
  await page.getByTestId('follow-back').click();
  await expect(caption(page)).toContainText('are ready');
  await page.getByTestId('follow-leave').click();
  await expect(page.getByTestId('follow')).toHaveCount(0);
  await expect(page.getByTestId('clock-last-step')).toHaveText('');
});

test('a machine without power is followed by keyboard, over minutes of the cluster’s time', async ({ page }) => {
  await visit(page);
  await inspect(page, 'node-2');
  await page.getByTestId('more-actions').click();
  await page.getByTestId('menu-stop-node').click();
  await page.getByTestId('toast').getByRole('button', { name: 'Follow' }).click();
  await expect(caption(page)).toContainText('node-2 loses its power');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await expect(caption(page)).toContainText('has not heard of node-2 for too long', { timeout: 30_000 });
  await nextUntil(page, /evicts \d pods?|evicts the pod/);
  await nextUntil(page, /in their place/);
  await page.getByTestId('follow').focus();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('follow')).toHaveCount(0);
});

test('the last seconds are saved as an animated picture', async ({ page }) => {
  await visit(page);
  await page.getByRole('button', { name: 'Save the picture' }).click();
  await page.getByTestId('clip-keep').check();
  await expect(page.getByTestId('clip-status')).toContainText(/[2-9] seconds kept/, { timeout: 10_000 });
  const waiting = page.waitForEvent('download');
  await page.getByTestId('save-gif').click();
  const download = await waiting;
  expect(download.suggestedFilename()).toBe('kubarium.gif');
  const stream = await download.createReadStream();
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  const bytes = Buffer.concat(pieces);
  expect(bytes.subarray(0, 6).toString()).toBe('GIF89a');
  expect(bytes.at(-1)).toBe(0x3b);
  expect(bytes.length).toBeGreaterThan(2000);
});
