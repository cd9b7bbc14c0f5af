/** The main flow again without a pointer, with and without motion. */
import type { Page } from '@playwright/test';
import { line, openDocument, untilMonaco, visit } from './page.ts';
import { expect, test } from './test.ts';

test('Tab leads once around the page: each stop is in sight, shows that it has the keyboard, and has a name', async ({ page }) => {
  await visit(page);
  await untilMonaco(page);
  const stops: Stop[] = [];
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(whereOne);
    if (stop === undefined) break;
    stops.push(stop);
  }
  expect(stops.filter(({ seen, ringed, name }) => !seen || !ringed || name === '')).toEqual([]);
  const ids = stops.map(({ id }) => id);
  expect(ids.length).toBeLessThan(80);
  expect(new Set(ids).size).toBe(ids.length);
  const order = ['open-palette', 'left-tab-editor', 'apply', 'stage', 'Save the picture', 'bottom-tab-events', 'clock-play', 'clock-speed'];
  expect(ids.filter((id) => order.includes(id))).toEqual(order);
});

interface Stop {
  readonly id: string;
  readonly name: string;
  readonly seen: boolean;
  readonly ringed: boolean;
}

/** Runs in the page; undefined once round. */
function whereOne(): Stop | undefined {
  const at = document.activeElement;
  if (!(at instanceof HTMLElement) || at === document.body) return undefined;
  const { x, y, width, height } = at.getBoundingClientRect();
  const seen = width > 0 && height > 0 && x < innerWidth && y < innerHeight && x + width > 0 && y + height > 0;
  const style = getComputedStyle(at);
  // Splitters show a line of their own.
  const ringed = style.outlineStyle !== 'none' || at.getAttribute('role') === 'separator' || at.closest('.monaco-editor') !== null;
  const labels = 'labels' in at && at.labels instanceof NodeList ? at.labels[0]?.textContent : undefined;
  const name = at.getAttribute('aria-label') ?? labels ?? at.textContent ?? '';
  return { id: at.dataset['testid'] ?? name, name, seen, ringed };
}

test('in the manifest Tab indents once something was typed there, and Escape leads on', async ({ page }) => {
  await visit(page);
  await untilMonaco(page);
  await tabTo(page, 'editor-open');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Home');
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('document')).toBeVisible();
  await expect(page.getByTestId('editor-text').locator('.view-line').first()).toHaveText(/^\s\sapiVersion/);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('apply')).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByTestId('editor-open')).toBeFocused();
});

test('everything by keyboard alone, under reduced motion', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await visit(page);
  await test.step('skip to the picture and walk in it', async () => {
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await expect(page.getByTestId('stage')).toBeFocused();
    await page.keyboard.press('Home');
    await expect(spoken(page)).toHaveText(/^Node node-1, zone zone-a/);
    await page.keyboard.press('ArrowDown');
    await expect(spoken(page)).toHaveText(/^Pod \S+ in default, Running, 1 of 1/);
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('inspector-status')).toContainText('Running');
  });
  await test.step('read why it is there', async () => {
    await tabTo(page, 'inspector-tab-overview');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect(page.getByTestId('logs')).toContainText('GET /');
    await page.keyboard.press('ArrowRight');
    await expect(page.getByTestId('causes')).toContainText('kubelet');
    await page.keyboard.press('ArrowRight');
    await expect(page.getByTestId('why')).toContainText('node-');
    await page.keyboard.press('Shift+Tab');
    for (let presses = 0; presses < 60 && !(await isFocused(page, 'stage')); presses += 1) await page.keyboard.press('Shift+Tab');
    await expect(page.getByTestId('stage')).toBeFocused();
  });
  await test.step('delete the pod from its menu', async () => {
    const name = (await page.getByTestId('inspector-name').textContent()) ?? '';
    await page.keyboard.press('ContextMenu');
    await expect(page.getByTestId('menu')).toBeVisible();
    await expect(page.getByTestId('menu-inspect')).toBeFocused();
    await pressUntilFocused(page, 'ArrowDown', 'menu-delete');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('toast').first()).toContainText(`pod "${name}" deleted`);
    await expect(page.getByTestId('stage')).toBeFocused();
    await faster(page, 4);
    await expect(page.getByTestId('inspector-gone')).toBeVisible({ timeout: 20_000 });
    await expect(line(page)).toHaveText(/7 pods.*7 ready/s);
  });
  await test.step('open a sample and apply it', async () => {
    await say(page, 'Open nginx.yaml');
    await expect(openDocument(page)).toHaveAttribute('title', 'nginx.yaml');
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(page.getByTestId('apply-result')).toHaveText(['deployment.apps/nginx created', 'service/nginx created']);
    await expect(line(page)).toHaveText(/11 pods.*11 ready/s, { timeout: 20_000 });
  });
  await test.step('scale it, give it another image, take that back', async () => {
    await say(page, 'nginx Deployment');
    await expect(page.getByTestId('inspector-name')).toHaveText('nginx');
    await say(page, 'Scale: nginx');
    await page.keyboard.type('6');
    await page.keyboard.press('Enter');
    await expect(line(page)).toHaveText(/13 pods.*13 ready/s, { timeout: 20_000 });
    await say(page, 'Set image: nginx');
    await page.keyboard.type('nginx=nginx:1.29');
    await page.keyboard.press('Enter');
    await say(page, 'kubectl rollout status deployment/nginx');
    await expect(page.getByTestId('toast').last()).toContainText('successfully rolled out', { timeout: 20_000 });
    await say(page, 'Undo rollout: nginx');
    await expect(page.getByTestId('toast').last()).toContainText('rolled back');
  });
  await test.step('stop a node, and start it', async () => {
    await say(page, 'node-3');
    await expect(page.getByTestId('inspector-name')).toHaveText('node-3');
    await say(page, 'Stop: node-3');
    await faster(page, 3);
    await expect(page.getByTestId('clock-factor')).toHaveText('100×');
    await expect(line(page)).toContainText('1 node not ready', { timeout: 20_000 });
    // Events are forgotten after an hour, which is soon at this speed.
    for (let time = 0; time < 3; time += 1) await page.keyboard.press('[');
    await expect(page.getByTestId('clock-factor')).toHaveText('10×');
    await say(page, 'Start: node-3');
    await expect(line(page)).not.toContainText('not ready', { timeout: 20_000 });
  });
  await test.step('the tree of objects: arrows move, fold and choose', async () => {
    await say(page, 'Objects Panel');
    await expect(page.getByTestId('left-tab-objects')).toBeFocused();
    await tabTo(page, 'outline-item');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('inspector-name')).toHaveText('node-1');
    await page.keyboard.press('ArrowLeft');
    await expect(page.locator(':focus')).toHaveAttribute('aria-expanded', 'false');
    await page.keyboard.press('ContextMenu');
    await pressUntilFocused(page, 'ArrowDown', 'menu-cordon');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('inspector-status')).toContainText('Cordoned');
  });
  await test.step('the events: one stop, arrows from row to row', async () => {
    await say(page, 'Events Panel');
    await expect(page.getByTestId('bottom-tab-events')).toBeFocused();
    await tabTo(page, 'events-filter');
    await page.keyboard.type('NodeNotReady');
    await expect(page.getByTestId('event').first()).toContainText('NodeNotReady');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('inspector-name')).toHaveText((await page.locator(':focus').textContent())?.replace(/^\S+ /, '') ?? '');
  });
});

test('what is shown, what was done, and what is kept of it, by keyboard alone', async ({ page }) => {
  await visit(page);
  await test.step('follow what was done', async () => {
    await say(page, 'kubectl scale deployment web --replicas=4');
    await expect(line(page)).toContainText('8 pods');
    await say(page, 'Follow what was done last');
    await expect(page.getByTestId('follow')).toBeFocused();
    await expect(page.getByTestId('follow-caption')).toContainText('scales');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await expect(page.getByTestId('follow-caption')).toContainText('Deployment controller');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('follow')).toHaveCount(0);
  });
  await test.step('arrange by namespace, lay requests over it', async () => {
    await tabTo(page, 'What is shown');
    await page.keyboard.press('Enter');
    await tabTo(page, 'stage-arrange');
    await page.keyboard.type('namespace');
    await expect(page.getByTestId('stage-arrange')).toHaveValue('namespace');
    await tabTo(page, 'layer-requests');
    await page.keyboard.press('Space');
    await expect(page.getByTestId('overlay-legend')).toContainText('requested: cpu');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('stage')).toBeFocused();
  });
  await test.step('save the picture', async () => {
    await tabTo(page, 'Save the picture');
    await page.keyboard.press('Enter');
    await tabTo(page, 'save-png');
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    expect(download.suggestedFilename()).toBe('kubarium.png');
  });
  await test.step('the palette gives the keyboard back', async () => {
    await page.getByTestId('stage').focus();
    await page.keyboard.press('ControlOrMeta+K');
    await expect(page.getByTestId('palette-input')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('palette')).toHaveCount(0);
    await expect(page.getByTestId('stage')).toBeFocused();
  });
});

const spoken = (page: Page) => page.getByTestId('stage-spoken');

/** Types into the palette what is wanted and takes the first that is found. */
async function say(page: Page, words: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+K');
  await expect(page.getByTestId('palette-input')).toBeFocused();
  await page.keyboard.type(words);
  await expect(page.getByTestId('palette-row').first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('palette')).toHaveCount(0);
}

async function faster(page: Page, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await page.keyboard.press(']');
}

async function pressUntilFocused(page: Page, key: string, testId: string): Promise<void> {
  for (let presses = 0; presses < 20; presses += 1) {
    if (await page.getByTestId(testId).evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} never leads to ${testId}`);
}

async function tabTo(page: Page, testId: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await isFocused(page, testId)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never leads to ${testId}`);
}

function isFocused(page: Page, testId: string): Promise<boolean> {
  return page.evaluate((id) => ['data-testid', 'aria-label'].some((name) => document.activeElement?.getAttribute(name) === id), testId);
}
