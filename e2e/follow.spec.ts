/** Following what was done, sentence by sentence; and clips of the picture. */
import type { Locator, Page } from '@playwright/test';
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
  await expect(page.getByTestId('follow-foot')).toContainText('Looking back');
  await faultless(page, 'a story looked back on', '[data-testid=follow]');
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

test('the last seconds are saved as an animated picture and as a film that plays, with the control plane in it', async ({ page }) => {
  await visit(page);
  await page.getByRole('button', { name: 'Save the picture' }).click();
  await page.getByTestId('clip-keep').check();
  await page.getByTestId('stage').focus();
  await page.keyboard.press('c');
  const plate = await within(page.getByTestId('station-etcd'), page.getByTestId('stage'));
  await expect(page.getByTestId('clip-status')).toContainText(/[2-9] seconds kept/, { timeout: 10_000 });
  await page.getByTestId('hall-leave').click();
  const film = await saved(page, 'webm');
  const { duration, ink } = await played(page, film, plate);
  expect(duration).toBeGreaterThan(1);
  expect(duration).toBeLessThan(10);
  expect(ink).toBeGreaterThan(20);
  await page.getByRole('button', { name: 'Save the picture' }).click();
  const bytes = await saved(page, 'gif');
  expect(bytes.subarray(0, 6).toString()).toBe('GIF89a');
  expect(bytes.at(-1)).toBe(0x3b);
  expect(bytes.length).toBeGreaterThan(2000);
});

async function saved(page: Page, kind: 'gif' | 'webm'): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId(`save-${kind}`).click()]);
  expect(download.suggestedFilename()).toBe(`kubarium.${kind}`);
  const pieces: Buffer[] = [];
  for await (const piece of await download.createReadStream()) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

interface Share {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where one thing is in another, as shares of it. */
async function within(inner: Locator, outer: Locator): Promise<Share> {
  const [a, b] = [await inner.boundingBox(), await outer.boundingBox()];
  if (a === null || b === null) throw new Error('one of them is not to be seen');
  return { x: (a.x - b.x) / b.width, y: (a.y - b.y) / b.height, width: a.width / b.width, height: a.height / b.height };
}

/** How long a film lasts, and how many dark points a part of its picture has once it has any. The page's own policy plays no films. */
async function played(page: Page, film: Buffer, part: Share): Promise<{ readonly duration: number; readonly ink: number }> {
  const cinema = await page.context().newPage();
  const answer = await cinema.evaluate(
    async ({ source, share }) => {
      const video = document.createElement('video');
      const heard = (event: string) => new Promise((resolve) => video.addEventListener(event, resolve, { once: true }));
      const loaded = heard('loadeddata');
      video.src = source;
      await loaded;
      const { duration } = video;
      const canvas = document.createElement('canvas');
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      const pen = canvas.getContext('2d', { willReadFrequently: true });
      const { x, y, width, height } = share;
      const [wide, high] = [canvas.width, canvas.height];
      let ink = 0;
      for (let at = 0.2; at < duration && ink === 0; at += 0.3) {
        const sought = heard('seeked');
        video.currentTime = at;
        await sought;
        pen?.drawImage(video, 0, 0);
        const points = pen?.getImageData(x * wide, y * high, width * wide, height * high).data ?? [];
        ink = Array.from(points).filter((value, index) => index % 4 === 1 && value < 120).length;
      }
      return { duration, ink };
    },
    { source: `data:video/webm;base64,${film.toString('base64')}`, share: part },
  );
  await cinema.close();
  return answer;
}
