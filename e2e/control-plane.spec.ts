/** The control plane's panel: a part is stopped, what is missed shows, and it is made up for when the part is back. */
import { PATIENT, inspect, kubectl, line, visit } from './page.ts';
import { faultless } from './axe.ts';
import { expect, test } from './test.ts';

test('without the ReplicaSet controller nothing is replaced, until it is back', async ({ page }) => {
  await visit(page);
  await page.getByTestId('left-tab-control-plane').click();
  const panel = page.getByTestId('control-plane');
  await panel.getByTestId('controllers').click();
  await panel.getByTestId('stop-part-replicaset-controller').click();
  const part = panel.getByTestId('part-replicaset-controller');
  await expect(part).toHaveAttribute('data-state', 'stopped');
  await expect(part).toContainText('no pod is replaced');
  await faultless(page, 'control plane', '#dock-left');
  await kubectl(page, 'delete pods -l app=web --wait=false');
  await expect(line(page)).toContainText('4 pods', { timeout: 30_000 });
  await panel.getByTestId('start-part-replicaset-controller').click();
  await expect(part).toHaveAttribute('data-state', 'running');
  await expect(line(page)).toContainText('7 ready', { timeout: 30_000 });
});

test('without the API server kubectl is refused, and the page says so', async ({ page }) => {
  await visit(page);
  await page.getByTestId('left-tab-control-plane').click();
  await page.getByTestId('stop-part-kube-apiserver').click();
  await expect(page.getByTestId('part-kube-apiserver')).toHaveAttribute('data-state', 'stopped');
  expect(await kubectl(page, 'get pods')).toContain('was refused - did you specify the right host or port?');
  await page.getByTestId('start-part-kube-apiserver').click();
  await expect.poll(() => kubectl(page, 'get nodes'), PATIENT).toContain('Ready');
});

test('the control plane is a place: a station is opened there, and stopped', async ({ page }) => {
  await visit(page);
  await page.getByTestId('stage').focus();
  await page.keyboard.press('c');
  const hall = page.getByTestId('hall');
  await expect(hall).toBeFocused();
  await expect(page.getByTestId('stage')).toHaveAttribute('inert');
  await expect(hall.getByTestId('station-etcd')).toContainText('revision');
  await hall.getByTestId('station-default-scheduler').click();
  const details = page.getByTestId('part-details');
  await expect(details.getByTestId('part-place-unschedulable')).toContainText('nobody');
  await faultless(page, 'hall', '#stage', '#dock-right');
  await page.getByTestId('inspector-stop-part').click();
  await expect(hall.getByTestId('station-default-scheduler')).toHaveAttribute('data-state', 'stopped');
  await page.getByTestId('inspector-start-part').click();
  await page.getByTestId('hall-leave').click();
  await expect(hall).toHaveCount(0);
  await expect(page.getByTestId('stage')).toBeFocused();
});

test('a controller is looked into: its queue, its syncs, and what it did', async ({ page }) => {
  await visit(page);
  await page.getByTestId('left-tab-control-plane').click();
  const panel = page.getByTestId('control-plane');
  await panel.getByTestId('controllers').click();
  await panel.getByTestId('part-replicaset-controller').getByRole('button', { name: 'replicaset-controller', exact: true }).click();
  await panel.getByTestId('open-replicaset-controller').click();
  const details = page.getByTestId('part-details');
  await expect(details.getByTestId('part-queue')).toBeVisible();
  await kubectl(page, 'delete pods -l app=web --wait=false');
  await expect(details.getByTestId('part-syncs')).toContainText('default/web-', { timeout: 30_000 });
  await expect(details).toContainText('create pods default/web-');
});

test('a kubelet is opened from its node, and tells of its pods', async ({ page }) => {
  await visit(page);
  await inspect(page, 'node-1');
  await page.getByTestId('open-kubelet').click();
  await expect(page.getByTestId('inspector-name')).toHaveText('kubelet');
  await expect(page.getByTestId('part-details')).toContainText('default/');
  await faultless(page, 'kubelet', '#dock-right');
});
