/** The kubectl line: completed, remembered, fed with texts, followed while it goes on and ended when somebody says so. */
import type { Locator, Page } from '@playwright/test';
import { answer, apply, choose, item, kubectl, openText, visit } from './page.ts';
import { faultless } from './axe.ts';
import { expect, test } from './test.ts';

const input = (page: Page): Locator => page.getByTestId('kubectl-input');
const candidates = (page: Page): Locator => page.getByTestId('kubectl-candidate');
const output = (page: Page): Locator => page.getByTestId('kubectl-output');

async function openLine(page: Page): Promise<void> {
  await page.getByTestId('bottom-tab-kubectl').click();
  await input(page).click();
}

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
    // It was created within a second, and ages are reckoned from whole ones.
    await expect(output).toContainText(/seen-at-once +0 +\d+s/);
    await stop.click();
    await expect(stop).toHaveCount(0);
    await expect(output).toContainText(/seen-at-once +0 +\d+s/);
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

test('Tab completes: the only candidate, what all begin with, or one of a list', async ({ page }) => {
  await visit(page);
  await openLine(page);
  await test.step('one', async () => {
    await page.keyboard.type('k cord');
    await page.keyboard.press('Tab');
    await expect(input(page)).toHaveValue('k cordon ');
  });
  await test.step('several: their common beginning and a list', async () => {
    await page.keyboard.press('Tab');
    await expect(input(page)).toHaveValue('k cordon node-');
    await expect(candidates(page)).toHaveText(['node-1', 'node-2', 'node-3']);
    await expect(input(page)).toHaveAttribute('aria-expanded', 'true');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await expect(candidates(page).nth(1)).toHaveAttribute('aria-selected', 'true');
    await expect(input(page)).toHaveAttribute('aria-activedescendant', 'kubectl-candidate-1');
    await page.keyboard.press('Enter');
    await expect(input(page)).toHaveValue('k cordon node-2 ');
    await expect(candidates(page)).toHaveCount(0);
  });
  await test.step('a list narrows while one types, arrows walk in it, a click takes', async () => {
    await input(page).fill('get ');
    await page.keyboard.press('Tab');
    await expect.poll(() => candidates(page).count()).toBeGreaterThan(40);
    await page.keyboard.type('se');
    await expect(candidates(page)).toHaveText(['secrets', 'serviceaccounts', 'services', 'servicecidrs.networking.k8s.io']);
    await page.keyboard.press('ArrowDown');
    await expect(candidates(page).first()).toHaveAttribute('aria-selected', 'true');
    await candidates(page).nth(2).click();
    await expect(input(page)).toHaveValue('get services ');
    await expect(input(page)).toBeFocused();
  });
  await test.step('Escape closes the list, and then Tab leads out of the line', async () => {
    await page.keyboard.press('Tab');
    await expect(candidates(page)).not.toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(candidates(page)).toHaveCount(0);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    await expect(input(page)).not.toBeFocused();
  });
  await test.step('what nothing completes is said', async () => {
    await input(page).fill('get nosuchtype x');
    await page.keyboard.press('Tab');
    await expect(page.getByTestId('kubectl-nothing')).toBeVisible();
  });
});

test('lines are remembered, over a reload too, and can be searched', async ({ page }) => {
  await visit(page);
  await openLine(page);
  for (const line of ['get nodes', 'get pods -o wide', 'get services']) {
    await page.keyboard.type(line);
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('kubectl-entry').last()).toHaveAttribute('data-exit', '0');
  }
  await page.keyboard.type('draft');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(input(page)).toHaveValue('get pods -o wide');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(input(page)).toHaveValue('draft');
  await page.reload();
  await input(page).click();
  await page.keyboard.press('ArrowUp');
  await expect(input(page)).toHaveValue('get services');
  await input(page).fill('wide');
  await page.keyboard.press('Control+r');
  await expect(candidates(page)).toHaveText(['get pods -o wide']);
  await page.keyboard.press('Enter');
  await expect(input(page)).toHaveValue('get pods -o wide');
});

test('manifests come from the editor, a here document or a paste', async ({ page }) => {
  await visit(page);
  await openText(page, 'my settings.yaml', manifest('from-editor'));
  await openLine(page);
  await page.keyboard.type('apply -f my');
  await page.keyboard.press('Tab');
  await expect(input(page)).toHaveValue("apply -f 'my settings.yaml' ");
  await page.keyboard.press('Enter');
  await expect(output(page)).toContainText('configmap/from-editor created');
  await test.step('a here document is written line by line', async () => {
    await page.keyboard.type('apply -f - <<EOF');
    await page.keyboard.press('Enter');
    await expect(input(page)).toHaveValue('apply -f - <<EOF\n');
    await page.keyboard.insertText(`${manifest('from-here')}EOF`);
    await page.keyboard.press('Enter');
    await expect(output(page)).toContainText('configmap/from-here created');
    await expect(input(page)).toHaveValue('');
  });
  await test.step('several lines that are pasted run one after the other', async () => {
    await paste(
      page,
      `$ kubectl delete configmap from-here\n\n# then\n$ kubectl get configmap from-here && kubectl get nodes\nk get cm -o name\n`,
    );
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('kubectl-entry').last()).toContainText('configmap/from-editor');
    await expect(output(page)).toContainText('configmap "from-here" deleted');
    await expect(page.getByTestId('kubectl-exit')).toHaveText(['exit 1']);
    await expect(output(page)).not.toContainText('node-1');
  });
});

const manifest = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;

/** As the browser does it when a person pastes. */
async function paste(page: Page, text: string): Promise<void> {
  await input(page).evaluate((field, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text', pasted);
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

test('mistakes are shown at their place, keys end and clear, answers can be copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await visit(page);
  await openLine(page);
  await page.keyboard.type(`get pods -l 'app`);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('kubectl-wrong')).toHaveText(`unterminated single quote'app`);
  expect(await input(page).evaluate((field: HTMLInputElement) => field.selectionStart)).toBe(12);
  await faultless(page, 'a mistake', '#dock-bottom');
  await page.keyboard.press('End');
  await page.keyboard.press('Control+c');
  await expect(input(page)).toHaveValue('');
  await page.keyboard.type('get pods nope');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('kubectl-exit')).toHaveText('exit 1');
  await page.keyboard.type('get --');
  await page.keyboard.press('Tab');
  await expect(candidates(page).first()).toContainText('--all-namespaces');
  await faultless(page, 'candidates', '#dock-bottom');
  await page.keyboard.press('Escape');
  await page.getByTestId('kubectl-copy').click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toBe('Error from server (NotFound): pods "nope" not found\n');
  await input(page).fill('get pods -A -o yaml');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('kubectl-more')).toHaveText(/^Show \d+ more lines$/);
  await page.getByTestId('kubectl-more').click();
  await expect(page.getByTestId('kubectl-more')).toHaveCount(0);
  await input(page).click();
  await page.keyboard.press('Control+l');
  await expect(page.getByTestId('kubectl-entry')).toHaveCount(0);
});

test('what is clicked is a line too', async ({ page }) => {
  await visit(page);
  await choose(page, item(page, 'Deployment', 'web'), 'scale');
  await answer(page, '4');
  await expect(page.getByTestId('toast-line')).toHaveText('kubectl scale deployment/web --replicas=4');
  await openText(page, 'settings.yaml', manifest('clicked'));
  await apply(page);
  await choose(page, item(page, 'Node', 'node-3'), 'stop-node');
  await expect(page.getByTestId('toast').last()).toContainText('kubectl has no word for this.');
  await openLine(page);
  await expect(page.getByTestId('kubectl-entry')).toHaveText([
    /scale deployment\/web --replicas=4.*scaled/s,
    /apply -f settings.yaml.*configmap\/clicked created/s,
  ]);
  await page.keyboard.press('ArrowUp');
  await expect(input(page)).toHaveValue('kubectl apply -f settings.yaml');
});
