/** Lines of kubectl that go on for long are followed, and end when somebody says so. */
import { kubectl, visit } from './page.ts';
import { expect, test } from './test.ts';

test('a watch says what changes until it is stopped', async ({ page }) => {
  await visit(page);
  await kubectl(page, 'get deployments');
  const input = page.getByTestId('kubectl-input');
  const output = page.getByTestId('kubectl-output');
  const stop = page.getByTestId('kubectl-stop');
  await test.step('by its button', async () => {
    await input.fill('get configmaps --watch');
    await input.press('Enter');
    await expect(stop).toBeVisible();
    await expect(output).toContainText('kube-root-ca.crt');
    await input.fill('create configmap seen-at-once');
    await input.press('Enter');
    await expect(output).toContainText(/seen-at-once +0 +0s/);
    await stop.click();
    await expect(stop).toHaveCount(0);
    await expect(output).toContainText(/seen-at-once +0 +0s/);
  });
  await test.step('by Ctrl+C', async () => {
    await input.fill('wait deployment/none --for=create --timeout=1h');
    await input.press('Enter');
    await expect(stop).toBeVisible();
    await input.press('Control+c');
    await expect(stop).toHaveCount(0);
  });
  expect(await kubectl(page, 'get configmap seen-at-once -o name')).toBe('configmap/seen-at-once');
});
