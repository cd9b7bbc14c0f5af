/** What is laid over the picture, in which language and in which light. */
import { type Page, devices } from '@playwright/test';
import { apply, choose, item, line, openSample, pause, pods, showLeft, visit } from './page.ts';
import { faultless } from './axe.ts';
import { expect, test } from './test.ts';

test('overlays: labels in colour with a legend, Services, owners; remembered', async ({ page }) => {
  await visit(page);
  await page.getByTestId('overlay-colour').selectOption('label:app');
  await expect(page.getByTestId('legend').locator('li')).toHaveText(['greeter4', 'web3']);
  await page.getByTestId('overlay-colour').selectOption('label:tier');
  await expect(page.getByTestId('legend')).toContainText('front');
  const plain = await picture(page);
  await page.getByTestId('overlay-services').click();
  await expect(page.getByTestId('overlay-services')).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => picture(page).then((now) => now.equals(plain))).toBe(false);
  await page.getByTestId('stage').focus();
  await page.keyboard.press('End');
  await seek(page, /Service web in default, 80\/TCP, 3 of 3 endpoints ready/);
  await page.getByTestId('overlay-owners').click();
  await expect(page.getByTestId('overlay-owners')).toHaveAttribute('aria-pressed', 'false');
  await page.reload();
  await expect(page.getByTestId('overlay-colour')).toHaveValue('label:tier');
  await expect(page.getByTestId('overlay-services')).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByTestId('overlay-owners')).toHaveAttribute('aria-pressed', 'false');
});

const picture = (page: Page): Promise<Buffer> => page.getByTestId('stage').screenshot();

/** Walks the picture backwards until such a thing is spoken of. */
async function seek(page: Page, what: RegExp): Promise<void> {
  const spoken = page.getByTestId('stage-spoken');
  for (let moves = 0; moves < 60; moves += 1) {
    const before = (await spoken.textContent()) ?? '';
    if (what.test(before)) return;
    await page.keyboard.press('PageUp');
    await expect(spoken).not.toHaveText(before);
  }
  throw new Error(`nothing in the picture is ${what.source}`);
}

test('the language is switched in place and remembered; Kubernetes’ own words stay', async ({ page }) => {
  await visit(page);
  await openSample(page, 'nginx.yaml');
  await page.getByTestId('language').click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page.getByTestId('apply')).toHaveText('应用');
  await expect(line(page)).toHaveText(/3 个节点.*7 个 Pod/s);
  await expect(page.getByTestId('event').first()).toContainText(/Pulled|Created|Started|Scheduled/);
  await apply(page);
  await expect(page.getByTestId('apply-result').first()).toContainText('deployment.apps/nginx created');
  await page.getByTestId('stage').focus();
  await page.keyboard.press('Home');
  await expect(page.getByTestId('stage-spoken')).toHaveText(/[\u4e00-\u9fff]/);
  await page.reload();
  await expect(page.getByTestId('apply')).toHaveText('应用');
  await page.getByTestId('language').click();
  await expect(page.getByTestId('apply')).toHaveText('Apply');
});

test.describe('in a browser that speaks Chinese', () => {
  test.use({ locale: 'zh-CN' });
  test('the page does too, and no English sentence is left', async ({ page }) => {
    await page.goto('./');
    await expect(line(page)).toContainText('个节点', { timeout: 15_000 });
    await expect(page.getByTestId('apply')).toHaveText('应用');
    const labels = await page
      .locator('button[aria-label], [role=tab], select[aria-label]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? one.textContent ?? ''));
    expect(labels.filter((label) => /^[A-Za-z ]{3,}$/.test(label) && label !== 'kubectl')).toEqual([]);
  });
});

test('the theme follows the system until a person chooses', async ({ page }) => {
  await visit(page);
  const root = page.locator('html');
  await expect(root).toHaveAttribute('data-theme', 'paper');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(root).toHaveAttribute('data-theme', 'night');
  await page.getByTestId('theme').click();
  await expect(root).toHaveAttribute('data-theme', 'paper');
  await page.getByTestId('theme').click();
  await expect(root).toHaveAttribute('data-theme', 'night');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.reload();
  await expect(root).toHaveAttribute('data-theme', 'night');
});

test('the first sight, the inspector, menus, dialogs and answers have no fault that axe can find', async ({ page }) => {
  await visit(page);
  await pause(page);
  await faultless(page, 'first sight');
  const [pod] = await pods(page, 'app=web');
  await showLeft(page, 'objects');
  await item(page, 'Pod', pod?.name ?? '').click();
  for (const tab of ['overview', 'events', 'why', 'verdict', 'yaml', 'describe']) {
    await page.getByTestId(`inspector-tab-${tab}`).click();
    await faultless(page, tab, '#dock-right');
  }
  await item(page, 'Node', 'node-1').click({ button: 'right' });
  await expect(page.getByTestId('menu')).toBeVisible();
  await faultless(page, 'menu', '[data-testid=menu]', '#dock-left');
  await page.keyboard.press('Escape');
  await choose(page, item(page, 'Deployment', 'web'), 'scale');
  await expect(page.getByTestId('question-answer')).toHaveValue('3');
  await faultless(page, 'question', 'dialog');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+K');
  await expect(page.getByTestId('palette-row').first()).toBeVisible();
  await faultless(page, 'palette', 'dialog');
  await page.keyboard.press('Escape');
  await openSample(page, 'broken.yaml');
  await apply(page);
  await faultless(page, 'answers', '#dock-left');
});

test.describe('on a phone', () => {
  const { viewport, userAgent, deviceScaleFactor, isMobile, hasTouch } = devices['Pixel 7'] ?? {};
  test.use({
    viewport: viewport ?? null,
    userAgent: userAgent ?? '',
    deviceScaleFactor: deviceScaleFactor ?? 2,
    isMobile: isMobile ?? true,
    hasTouch: hasTouch ?? true,
  });

  test('the cluster, the panels and the clock can be used', async ({ page }) => {
    await page.goto('./');
    await expect(line(page)).toContainText('7 pods', { timeout: 15_000 });
    await expect(page.getByTestId('guide')).toBeVisible();
    for (const part of ['stage', 'clock', 'drawer']) await expect(page.getByTestId(part)).toBeInViewport();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    await page.getByTestId('drawer-tab-editor').tap();
    await page.getByTestId('apply').tap();
    await expect(page.getByTestId('apply-result')).toHaveText(['deployment.apps/hello created', 'service/hello created']);
    await expect(page.getByTestId('clock')).toBeInViewport();
    await page.getByTestId('clock-speed').fill('6');
    await expect(line(page)).toContainText('10 pods');
    await page.getByTestId('drawer-tab-objects').tap();
    await page.locator('[data-testid=outline-item][data-kind=Pod]').first().tap();
    await expect(page.getByTestId('inspector-status')).toContainText('Running');
    await page.getByTestId('more-actions').tap();
    await page.getByTestId('menu-delete').tap();
    await expect(page.getByTestId('toast')).toContainText('deleted');
    await page.getByTestId('drawer-toggle').tap();
    await faultless(page, 'phone');
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  });
});
