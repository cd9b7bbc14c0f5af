/** The editor knows every kind, and custom resources as soon as they are defined. */
import type { Page } from '@playwright/test';
import { apply, kubectl, openSample, openText, setSpeed, showLeft, untilMonaco, visit } from './page.ts';
import { faultless } from './axe.ts';
import { expect, test } from './test.ts';

const DEFINITION = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: widgets.example.com
spec:
  group: example.com
  names: {plural: widgets, singular: widget, kind: Widget, shortNames: [wd]}
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      additionalPrinterColumns:
        - {name: Size, type: integer, jsonPath: .spec.size}
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              required: [size]
              properties:
                size: {type: integer, minimum: 1, maximum: 10, description: How big it is.}
                color: {type: string, enum: [red, blue], default: red}
              x-kubernetes-validations:
                - {rule: "self.size <= 5 || self.color == 'blue'", message: big widgets are blue}
`;

const widget = (spec: string): string => `apiVersion: example.com/v1\nkind: Widget\nmetadata:\n  name: w\nspec:\n${spec}`;

test('a custom resource just defined: completion, hover, errors at the line, and kubectl', async ({ page }) => {
  await visit(page);
  await untilMonaco(page);
  await openText(page, 'definition.yaml', DEFINITION);
  await expect(await apply(page)).toHaveText(/customresourcedefinition\.apiextensions\.k8s\.io\/widgets\.example\.com created/);

  await openText(page, 'big.yaml', widget('  size: 12\n'));
  await expect(page.locator('.monaco-editor .squiggly-warning, .monaco-editor .squiggly-error').first()).toBeVisible({ timeout: 15_000 });
  await hover(page, 'size');
  await expect(page.locator('.monaco-hover').first()).toContainText('How big it is.', { timeout: 15_000 });
  const refused = await apply(page);
  await expect(refused).toContainText('spec.size in body should be less than or equal to 10');
  await expect(page.getByTestId('apply-problem').first()).toContainText('line 6');

  await openText(page, 'rule.yaml', widget('  size: 7\n'));
  await expect(await apply(page)).toContainText('spec: Invalid value: big widgets are blue');

  await openText(page, 'offered.yaml', widget('  '));
  await offer(page);
  await expect(page.locator('.suggest-widget')).toContainText('color', { timeout: 15_000 });

  await openText(page, 'fine.yaml', widget('  size: 7\n  color: blue\n'));
  await expect(await apply(page)).toHaveText(/widget\.example\.com\/w created/);
  expect(await kubectl(page, 'get wd')).toMatch(/NAME +SIZE\s+w +7/);
});

test('a built-in kind that has no controller here yet: offered, explained, checked, and honest about what it does', async ({ page }) => {
  await visit(page);
  await untilMonaco(page);
  await openText(page, 'offered.yaml', 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: deny\nspec:\n  ');
  await offer(page);
  await expect(page.locator('.suggest-widget')).toContainText('podSelector', { timeout: 15_000 });
  await openText(
    page,
    'policy.yaml',
    'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: deny\nspec:\n  podSelector: {}\n  policyTypes: [Ingress, Egres]\n',
  );
  await expect(page.locator('.monaco-editor .squiggly-hint').first()).toBeVisible({ timeout: 15_000 });
  await expect(await apply(page)).toContainText('spec.policyTypes[1]: Unsupported value: "Egres": supported values: "Ingress", "Egress"');
  await expect(page.getByTestId('apply-problem').first()).toContainText('line 7');
});

test('every kind of object is found under Objects, and the inspector tells how it is', async ({ page }) => {
  await visit(page);
  await openSample(page, 'quota.yaml');
  await apply(page);
  await openSample(page, 'jobs.yaml');
  await apply(page);
  await showLeft(page, 'objects');
  await page.locator('[data-testid=outline-item][data-kind=ResourceQuota]').click();
  await expect(page.getByRole('meter', { name: 'requests.cpu' })).toHaveAttribute('aria-valuetext', '1 / 1', { timeout: 20_000 });
  await page.locator('[data-testid=outline-item][data-kind=Job][data-name=squares]').click();
  await expect(page.getByTestId('pod-list').locator('li').first()).toContainText('squares-', { timeout: 20_000 });
  await page.locator('[data-testid=outline-item][data-kind=CronJob]').click();
  await page.getByTestId('action-suspend').click();
  await expect(page.getByTestId('action-unsuspend')).toBeVisible();
});

async function offer(page: Page): Promise<void> {
  await page.locator('.monaco-editor .view-lines').click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.press('Control+Space');
}

async function hover(page: Page, word: string): Promise<void> {
  await page
    .locator('.monaco-editor .view-line span', { hasText: new RegExp(`^${word}$`) })
    .last()
    .hover();
}

test('an autoscaler shows what it scales by, and why it stays as it is', async ({ page }) => {
  await visit(page);
  await openSample(page, 'autoscaling.yaml');
  await apply(page);
  await setSpeed(page, 50);
  // Found by name, though it has no place in the picture.
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette-input').fill('shop horizontal');
  await page.getByTestId('palette-row').filter({ hasText: 'HorizontalPodAutoscaler' }).click();
  const autoscaler = page.getByTestId('autoscaler');
  await expect(autoscaler.getByTestId('autoscaler-replicas')).toHaveText('2 now', { timeout: 30_000 });
  await expect(autoscaler.getByRole('meter')).toHaveAttribute('aria-valuetext', /^4\d% \/ 50%$/, { timeout: 30_000 });
  await faultless(page, 'autoscaler', '#dock-right');
  await kubectl(page, 'scale deployment visitors --replicas=0');
  await expect(autoscaler.getByTestId('autoscaler-sentence')).toContainText('within the last 300 seconds', { timeout: 30_000 });
  await expect(autoscaler.getByTestId('autoscaler-replicas')).toHaveText('1 now', { timeout: 30_000 });
});
