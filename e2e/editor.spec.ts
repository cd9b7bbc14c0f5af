/** Texts: what the server says to them, where, and that they are never lost. */
import type { Page } from '@playwright/test';
import { apply, editorText, kubectl, openDocument, openSample, openText, pause, untilMonaco, virtualNow, visit } from './page.ts';
import { expect, test } from './test.ts';

interface Bad {
  readonly name: string;
  readonly text: string;
  readonly line: number;
  readonly says: string | RegExp;
}

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: bad
spec:
  replicas: 2
  selector:
    matchLabels: {app: bad}
  template:
    metadata:
      labels: {app: bad}
    spec:
      containers:
        - name: main
          image: nginx
`;

const BAD: readonly Bad[] = [
  {
    name: 'broken-indentation.yaml',
    text: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n name: b\n',
    line: 5,
    says: 'did not find expected key',
  },
  {
    name: 'tab.yaml',
    text: 'apiVersion: v1\nkind: Pod\nmetadata:\n\tname: a\n',
    line: 4,
    says: 'found character that cannot start any token',
  },
  {
    name: 'unknown-field.yaml',
    text: DEPLOYMENT.replace('image: nginx', 'image: nginx\n          port: 80'),
    line: 16,
    says: 'unknown field "spec.template.spec.containers[0].port"',
  },
  {
    name: 'wrong-type.yaml',
    text: DEPLOYMENT.replace('replicas: 2', 'replicas: three'),
    line: 6,
    says: 'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
  },
  {
    name: 'duplicate-key.yaml',
    text: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: bad\n  name: twice\n',
    line: 5,
    says: /key "name" already set in map/,
  },
  {
    name: 'unknown-kind.yaml',
    text: 'apiVersion: apps/v1\nkind: Deploymnt\nmetadata:\n  name: bad\n',
    line: 2,
    says: 'no matches for kind "Deploymnt" in version "apps/v1"',
  },
  {
    name: 'invalid-name.yaml',
    text: DEPLOYMENT.replace('name: bad\nspec', 'name: Bad_Name\nspec'),
    line: 4,
    says: 'Invalid value: "Bad_Name": a lowercase RFC 1123 subdomain must consist of',
  },
  {
    name: 'selector-mismatch.yaml',
    text: DEPLOYMENT.replace('labels: {app: bad}', 'labels: {app: other}'),
    line: 11,
    says: '`selector` does not match template `labels`',
  },
  { name: 'no-kind.yaml', text: 'apiVersion: v1\nmetadata:\n  name: bad\n', line: 1, says: 'kind not set' },
  { name: 'alias-bomb.yaml', text: bomb(), line: 6, says: /alias/ },
  {
    name: 'deep.yaml',
    text: `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: bad\ndata: ${'['.repeat(5_000)}${']'.repeat(5_000)}\n`,
    line: 5,
    says: 'exceeded max depth',
  },
];

/** Nine nested lists of nine aliases each: a few hundred bytes that would be billions. */
function bomb(): string {
  const lists = Array.from({ length: 9 }, (_, level) => {
    const items = Array.from({ length: 9 }, () => (level === 0 ? '"lol"' : `*a${level - 1}`));
    return `a${level}: &a${level} [${items.join(',')}]`;
  });
  return `${lists.join('\n')}\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: bad}\n`;
}

test('bad texts: the error stands at its line in the server’s words; text and cluster stay as they were', async ({ page }) => {
  await visit(page);
  await pause(page);
  const before = await everything(page);
  for (const { name, text, line, says } of BAD) {
    await test.step(name, async () => {
      await openText(page, name, text);
      const answers = await apply(page);
      await expect(answers).toHaveCount(1);
      await expect(answers).toHaveAttribute('data-result', 'error');
      await expect(answers).toContainText(says);
      await expect(page.getByTestId('apply-problem').first()).toContainText(`line ${line}`);
    });
  }
  await untilMonaco(page);
  await page.getByRole('button', { name: 'unknown-field.yaml', exact: true }).click();
  expect(await editorText(page)).toBe(BAD.find(({ name }) => name === 'unknown-field.yaml')?.text);
  expect(await everything(page)).toBe(before);
});

const everything = (page: Page): Promise<string> => kubectl(page, 'get all,configmaps,namespaces -A -o yaml');

test('documents that are fine are applied beside one that is not', async ({ page }) => {
  await visit(page);
  await openSample(page, 'broken.yaml');
  const answers = await apply(page);
  await expect(answers).toHaveCount(3);
  await expect(answers.nth(0)).toHaveAttribute('data-result', 'error');
  await expect(answers.nth(1)).toContainText('no matches for kind "Deploymnt"');
  await expect(answers.nth(2)).toHaveText(/service\/fine created/);
});

test('an error is underlined in the editor, and leads there when clicked', async ({ page }) => {
  await visit(page);
  await untilMonaco(page);
  await openText(page, 'wrong.yaml', DEPLOYMENT.replace('name: bad\nspec', 'name: Bad_Name\nspec'));
  await apply(page);
  await expect(page.locator('.monaco-editor .squiggly-error').first()).toBeVisible();
  await page.getByTestId('apply-problem').first().click();
  await page.keyboard.press('End');
  await page.keyboard.type(' # here');
  await expect(page.locator('.monaco-editor .view-line').nth(3)).toHaveText(/Bad_Name\s#\shere/);
  await expect(page.getByTestId('apply-results')).toHaveAttribute('data-stale', 'true');
});

test('while typing: wrong fields are marked before anything is applied, and right ones are offered', async ({ page }) => {
  await visit(page);
  await untilMonaco(page);
  await openText(page, 'typing.yaml', `${DEPLOYMENT}          imagePulPolicy: Always\n`);
  await expect(page.locator('.monaco-editor .squiggly-error, .monaco-editor .squiggly-warning').first()).toBeVisible({ timeout: 15_000 });
  await openText(page, 'offered.yaml', 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ');
  await page.locator('.monaco-editor .view-lines').click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.press('Control+Space');
  await expect(page.locator('.suggest-widget')).toContainText('clusterIP', { timeout: 15_000 });
});

test('what is too large is refused with a clear word, and the page does not hang', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await visit(page);
  await untilMonaco(page);
  const before = await editorText(page);
  await page.evaluate(() => navigator.clipboard.writeText('a: b # 1234\n'.repeat(50_000_000 / 12)));
  await page.getByTestId('editor-text').click({ position: { x: 200, y: 30 } });
  await page.keyboard.press('ControlOrMeta+V');
  await expect(page.getByTestId('toast')).toContainText('at most', { timeout: 10_000 });
  const then = await virtualNow(page);
  await expect.poll(() => virtualNow(page)).toBeGreaterThan(then);
  await page.evaluate(() => navigator.clipboard.writeText(''));
  expect(await editorText(page)).toBe(before);
  await page.getByTestId('toast').getByRole('button').last().click();
  await expect(page.getByTestId('toast')).toHaveCount(0);
  await test.step('a file, before it is read', async () => {
    await page.getByTestId('editor-file').setInputFiles({ name: 'big.yaml', mimeType: 'text/yaml', buffer: Buffer.alloc(12_000_000, 'a') });
    await expect(page.getByTestId('toast')).toContainText('Nothing was changed.');
    await expect(openDocument(page)).toHaveAttribute('title', 'hello.yaml');
  });
});

test('half a megabyte of unknown fields: one answer, and the cluster lives on', async ({ page }) => {
  test.slow();
  await visit(page);
  const fields = Array.from({ length: 30_000 }, (_, field) => `field${field}: v\n`).join('');
  await openText(page, 'unknown.yaml', `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: bad\n${fields}`);
  await page.getByTestId('apply').click();
  await expect(page.getByTestId('apply-result')).toContainText('strict decoding error: unknown field "field0"', { timeout: 90_000 });
  const then = await virtualNow(page);
  await expect.poll(() => virtualNow(page)).toBeGreaterThan(then);
  await expect(page.getByTestId('toast')).toHaveCount(0);
});

test('the text survives a reload, typed a moment before', async ({ page }) => {
  await visit(page);
  await untilMonaco(page);
  await openSample(page, 'nginx.yaml');
  await page.getByTestId('editor-text').click({ position: { x: 200, y: 30 } });
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.type('# mine ');
  await page.reload();
  await expect(openDocument(page)).toHaveAttribute('title', 'nginx.yaml');
  await untilMonaco(page);
  expect(await editorText(page)).toMatch(/^# mine apiVersion: apps\/v1\n/);
});

test('a live object is opened in the editor and applied as it is', async ({ page }) => {
  await visit(page);
  await page.keyboard.press('ControlOrMeta+K');
  await page.getByTestId('palette-input').fill('greeter');
  await page.getByTestId('palette-row').filter({ hasText: 'Service' }).first().click();
  await page.getByTestId('inspector-tab-yaml').click();
  await page.getByTestId('yaml-edit').click();
  await expect(openDocument(page)).toHaveAttribute('title', 'greeter.yaml');
  const answers = await apply(page);
  await expect(answers).toHaveText(/service\/greeter configured/);
});
