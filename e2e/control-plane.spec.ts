/** The control plane's panel: a part is stopped, what is missed shows, and it is made up for when the part is back. */
import { PATIENT, kubectl, line, visit } from './page.ts';
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
