/**
 * What things look like: the stage at 3, 30, 300 and 5,000 nodes, and the page's main views, in both themes, wide, on a laptop and on a
 * phone, each beside the picture of it in `pictures/`. `npm run pictures` takes them anew: look at them before they are committed.
 * The letters come with the tests (`letters.ts`).
 */
import type { Page } from '@playwright/test';
import { bringLetters } from './letters.ts';
import { apply, item, kubectl, line, openSample, showLeft, untilMonaco } from './page.ts';
import { expect, test } from './test.ts';

const SCREENS = {
  wide: { width: 1920, height: 1080 },
  laptop: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
} as const;
const THEMES = { paper: 'light', night: 'dark' } as const;

test.use({ contextOptions: { reducedMotion: 'reduce' } });

// Elsewhere the same letters are drawn with other edges.
test.skip(process.platform !== 'linux', 'The pictures were taken on Linux.');

test.beforeEach(({ page }) => bringLetters(page));

for (const [nodes, picture] of [
  ['3', 'demo'],
  ['30', 'thirty'],
  ['300', 'three-hundred'],
  ['5000', 'huge'],
] as const)
  test(`the stage with ${nodes} nodes`, async ({ page }) => {
    await page.goto(`./?gallery=${picture}&services`);
    await expect(page.getByTestId('stage')).toBeVisible();
    await expect(page.getByTestId('legend')).toContainText('pending', { timeout: 20_000 });
    await expect(page.getByTestId('overlay-legend')).toContainText('endpoint', { timeout: 20_000 });
    for (const [screen, size] of Object.entries(SCREENS)) {
      await page.setViewportSize(size);
      for (const theme of Object.keys(THEMES)) {
        await page.evaluate((name) => (document.documentElement.dataset['theme'] = name), theme);
        await looksAs(page, `stage-${nodes}-${screen}-${theme}`);
      }
    }
  });

test('the main views on a laptop', async ({ page }) => {
  await standStill(page, SCREENS.laptop);
  await untilMonaco(page);
  await expect(page.getByTestId('legend')).toContainText('7');
  await expect(page.getByText('Container started').first()).toBeVisible();
  await inBothThemes(page, 'first-sight');
  await openSample(page, 'broken.yaml');
  await apply(page);
  await inBothThemes(page, 'refused');
  await kubectl(page, 'get nodes,services -o name');
  await page.getByTestId('left-tab-control-plane').click();
  await expect(page.getByTestId('part-kube-scheduler')).toBeVisible();
  await inBothThemes(page, 'control-plane');
  await showLeft(page, 'objects');
  await item(page, 'Deployment', 'web').click();
  await expect(page.getByText('MinimumReplicasAvailable')).toBeVisible();
  await inBothThemes(page, 'inspector');
  await page.keyboard.press('ControlOrMeta+K');
  await expect(page.getByTestId('palette-row').first()).toBeVisible();
  await inBothThemes(page, 'palette');
});

for (const screen of ['wide', 'laptop', 'phone'] as const)
  test(`what the stage can show besides, ${screen}`, async ({ page }) => {
    await standStill(page, SCREENS[screen]);
    await expect(page.getByTestId('legend')).toContainText('7');
    const stage = page.getByTestId('stage');
    await stage.focus();
    await page.keyboard.press('c');
    await expect(page.getByTestId('hall').getByTestId('station-etcd')).toContainText('revision');
    await inBothThemes(page, `hall-${screen}`);
    await page.keyboard.press('Escape');
    await expect(stage).toBeFocused();
    await page.keyboard.press('t');
    await expect(page.getByTestId('table-row')).toHaveCount(7);
    await inBothThemes(page, `table-${screen}`);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'What is shown' }).click();
    await page.getByTestId('layer-requests').check();
    await expect(page.getByTestId('overlay-legend')).toContainText('used: cpu');
    await inBothThemes(page, `layers-${screen}`);
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('stage-layers')).toHaveCount(0);
    await inBothThemes(page, `requests-${screen}`);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await expect(page.getByTestId('stage-spoken')).toContainText('Pod');
    for (let times = 0; times < 7; times += 1) await page.keyboard.press('+');
    // It was asked of the cluster what is in the pod.
    await page.waitForTimeout(1500);
    await inBothThemes(page, `near-${screen}`);
  });

test('the main views on a phone', async ({ page }) => {
  await standStill(page, SCREENS.phone);
  await expect(page.getByTestId('legend')).toContainText('7');
  await inBothThemes(page, 'phone-first-sight');
  await page.getByTestId('drawer-tab-objects').click();
  await item(page, 'Deployment', 'web').click();
  await expect(page.getByText('nginx:1.29')).toBeVisible();
  await inBothThemes(page, 'phone-inspector');
});

/** A cluster of a given moment, and with it of a given seed, that nobody starts. */
async function standStill(page: Page, size: { readonly width: number; readonly height: number }): Promise<void> {
  await page.setViewportSize(size);
  await page.clock.setFixedTime(new Date('2026-03-01T12:00:00Z'));
  await page.goto('./?paused');
  await expect(line(page)).toContainText('7 pods', { timeout: 15_000 });
}

async function inBothThemes(page: Page, name: string): Promise<void> {
  for (const [theme, colorScheme] of Object.entries(THEMES)) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await looksAs(page, `${name}-${theme}`);
  }
}

async function looksAs(page: Page, name: string): Promise<void> {
  await expect(page).toHaveScreenshot(`${name}.png`, {
    mask: [page.locator('.monaco-editor .cursor')],
    animations: 'disabled',
    timeout: 20_000,
    maxDiffPixelRatio: 0.004,
    threshold: 0.15,
  });
}
