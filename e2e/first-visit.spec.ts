/** What a person sees who comes for the first time. */
import { item, line, pointAt, showLeft, virtualNow, visit } from './page.ts';
import { expect, test } from './test.ts';

test('three nodes with a living application are there at once, one line says what to try, and time passes', async ({ page }) => {
  await visit(page);
  await expect(line(page)).toHaveText(/3 nodes.*7 pods.*7 ready/s);
  await expect(page.getByTestId('guide')).toHaveCount(1);
  await expect(page.getByTestId('guide')).toContainText('Click a pod and delete it');
  const before = await virtualNow(page);
  await expect.poll(() => virtualNow(page)).toBeGreaterThan(before + 1_000);
  await expect(page.getByTestId('event').first()).toBeVisible();
  // All of it is there in words too.
  await showLeft(page, 'objects');
  for (const node of ['node-1', 'node-2', 'node-3']) await expect(item(page, 'Node', node)).toContainText('Ready');
  await expect(page.locator('[data-testid=outline-item][data-kind=Pod]')).toHaveCount(7);
  await expect(item(page, 'Deployment', 'web')).toContainText('3/3');
  await expect(item(page, 'Service', 'greeter')).toContainText('80');
});

test('a pod in the picture tells of itself, and of everything about it when clicked', async ({ page }) => {
  await visit(page);
  const at = await pointAt(page, /^Pod web-/);
  const title = (await page.getByTestId('peek').locator('p').first().textContent()) ?? '';
  await page.mouse.click(at.x, at.y);
  await expect(page.getByTestId('inspector-name')).toHaveText(title.replace('Pod ', ''));
  await expect(page.getByTestId('inspector-status')).toContainText('Running');
  await expect(page.getByTestId('inspector-owners')).toHaveText(/Deployment web.*ReplicaSet web-/s);
  await page.getByTestId('inspector-tab-events').click();
  await expect(page.getByTestId('inspector')).toContainText('Successfully assigned');
  await page.getByTestId('inspector-tab-verdict').click();
  await expect(page.getByTestId('verdict')).toContainText('NodeResourcesFit');
  await page.getByTestId('inspector-tab-why').click();
  await expect(page.getByTestId('causes')).toContainText('kubelet');
  await expect(page.getByTestId('causes')).toContainText('kubernetes-admin');
  await page.getByTestId('inspector-tab-yaml').click();
  await expect(page.getByTestId('yaml')).toContainText('podIP:');
  await page.getByTestId('inspector-tab-describe').click();
  await expect(page.getByTestId('describe')).toContainText('QoS Class:');
});
