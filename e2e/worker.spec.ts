/** The worker may die; the page does not. */
import type { Page } from '@playwright/test';
import { allReady, apply, kubectl, line, openSample, pods, podsOnce, setSpeed, virtualNow, visit } from './page.ts';
import { clusterWorker } from './own-worker.ts';
import { expect, test } from './test.ts';

test('a worker that is closed: the page says so, brings the cluster back and carries on', async ({ page }) => {
  await visit(page);
  await setSpeed(page, 10);
  await openSample(page, 'hello.yaml');
  await apply(page);
  const before = await podsOnce(page, 'app=hello', allReady(3));
  await savedAfter(page);
  const then = await virtualNow(page);
  await clusterWorker(page).evaluate(() => self.close());
  await expect(page.getByTestId('toast').filter({ hasText: 'was brought back from its last snapshot' })).toBeVisible({ timeout: 30_000 });
  await expect(line(page)).toContainText('10 pods');
  await expect(page.getByTestId('clock-factor')).toHaveText('10×');
  expect((await pods(page, 'app=hello')).map(({ uid }) => uid)).toEqual(before.map(({ uid }) => uid));
  await expect.poll(() => virtualNow(page), { timeout: 15_000 }).toBeGreaterThan(then);
  await kubectl(page, 'scale deployment/hello --replicas=5');
  await podsOnce(page, 'app=hello', allReady(5));
});

/** Waits until the worker has handed over its next snapshot: nothing on the page tells of one. */
function savedAfter(page: Page): Promise<void> {
  return clusterWorker(page).evaluate(
    () =>
      new Promise<void>((done) => {
        const post = self.postMessage.bind(self);
        self.postMessage = (message: { type?: string }, ...rest: []) => {
          post(message, ...rest);
          if (message.type === 'saved') done();
        };
      }),
  );
}

test('a worker that throws is replaced at once', async ({ page, watched }) => {
  watched.allow(/thrown on purpose/);
  await visit(page);
  await clusterWorker(page).evaluate(() => {
    setTimeout(() => {
      throw new Error('thrown on purpose');
    });
  });
  await expect(page.getByTestId('toast').filter({ hasText: 'brought back' })).toBeVisible();
  await expect(line(page)).toContainText('7 pods');
  const then = await virtualNow(page);
  await expect.poll(() => virtualNow(page)).toBeGreaterThan(then);
});

test('a tab that nobody sees sleeps, and goes on where it was', async ({ page }) => {
  await visit(page);
  await setSpeed(page, 10);
  await show(page, false);
  const slept = await virtualNow(page);
  await page.waitForTimeout(1_500);
  await show(page, true);
  const woken = await virtualNow(page);
  // Awake it would have gone on for fifteen seconds.
  expect(woken - slept).toBeLessThan(14_000);
  await expect.poll(() => virtualNow(page)).toBeGreaterThan(woken + 2_000);
  await expect(line(page)).toContainText('7 ready');
});

/** What the browser tells a page whose tab is left or chosen. */
async function show(page: Page, visible: boolean): Promise<void> {
  await page.evaluate((now) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (now ? 'visible' : 'hidden') });
    document.dispatchEvent(new Event('visibilitychange'));
  }, visible);
}
