/** What a person sees who comes for the first time. */
import { faultless } from './axe.ts';
import { item, line, pointAt, showLeft, virtualNow, visit } from './page.ts';
import { expect, test } from './test.ts';

test('three nodes with a living application are there at once, one line says what to try, and time passes', async ({ page }) => {
  await visit(page);
  await expect(line(page)).toHaveText(/3 nodes.*7 pods.*7 ready/s);
  await expect(page.getByTestId('guide')).toHaveCount(1);
  await expect(page.getByTestId('guide')).toContainText('Cards are nodes (machines), tiles are pods (programs)');
  const before = await virtualNow(page);
  await expect.poll(() => virtualNow(page)).toBeGreaterThan(before + 1_000);
  await expect(page.getByTestId('event').first()).toBeVisible();
  // All of it is there in words too.
  await showLeft(page, 'objects');
  for (const node of ['node-1', 'node-2', 'node-3']) await expect(item(page, 'Node', node)).toContainText('Ready');
  await expect(page.locator('[data-testid=outline-item][data-kind=Pod]')).toHaveCount(7);
  await expect(item(page, 'Deployment', 'web')).toContainText('3/3');
  await expect(item(page, 'Service', 'greeter')).toContainText('80');
  // Who does not dare to is shown it, by keyboard as well.
  await page.getByTestId('guide-show').press('Enter');
  await expect(page.getByTestId('toast-line')).toHaveText(/kubectl delete pod web-\S+ --wait=false/);
  await expect(page.getByTestId('guide-because')).toContainText('is told to end');
  await expect(page.getByTestId('guide-because')).toContainText(/ReplicaSet web-\S+ wants 3 pods, so replicaset-controller made web-/);
  await faultless(page, 'the guide tells what followed', '[data-testid=guide]', '[data-testid=toasts]');
  await page.getByTestId('guide-why').click();
  await expect(page.getByTestId('causes')).toHaveText(
    /create pods default\/web-.*replicaset-controller.*delete pods default\/web-.*kubernetes-admin/s,
  );
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
