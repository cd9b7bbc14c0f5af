/** The worker may die; the page does not. */
import type { Page, Worker } from '@playwright/test';
import { allReady, apply, kubectl, line, openSample, pods, podsOnce, setSpeed, virtualNow, visit } from './page.ts';
import { expect, test } from './test.ts';

/** The one that holds the cluster; the editor has workers of its own. */
function clusterWorker(page: Page): Worker {
  const worker = page.workers().find((one) => /\/worker-[^/]*\.js$/.test(one.url()));
  if (!worker) throw new Error('the cluster has no worker');
  return worker;
}

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

/** Lets more time pass than lies between two snapshots: nothing on the page tells of one. */
async function savedAfter(page: Page): Promise<void> {
  await page.waitForTimeout(7_000);
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
