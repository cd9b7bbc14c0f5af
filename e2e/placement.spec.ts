import { kubectl, item, showLeft, visit } from './page.ts';
import { expect, test } from './test.ts';

test('why a pod is nowhere: the sentence, the arithmetic, and a change that lets it run', async ({ page }) => {
  await visit(page);
  await kubectl(page, 'taint nodes --all team=a:NoSchedule');
  await kubectl(page, 'run lonely --image=nginx:1.27');
  await showLeft(page, 'objects');
  await item(page, 'Pod', 'lonely').click();
  await page.getByTestId('inspector-tab-verdict').click();
  await expect(page.getByTestId('why')).toHaveText('None of 3 nodes can take it: 3 node(s) had untolerated taint(s).');
  await expect(page.getByTestId('counts')).toContainText('3 = 3 of 3 nodes');
  await expect(page.getByTestId('queue-line')).toContainText('by TaintToleration');
  await page.getByTestId('proposal').filter({ hasText: 'Remove the taint' }).first().getByRole('button').click();
  await expect(page.getByTestId('why')).toContainText(/is on node-\d, the only node that fits/);
  await expect(page.getByTestId('queue-line')).toContainText('UpdateNodeTaint');
  await page.getByTestId('decision-tab-now').click();
  await expect(page.getByTestId('verdict')).toContainText('TaintToleration');
});

test('what if: how many of a manifest fit, before anything is applied', async ({ page }) => {
  await visit(page);
  await page.getByTestId('what-if-ask').click();
  await expect(page.getByTestId('fit')).toContainText(/\d+ more pods of Deployment\/hello fit/);
  await expect(page.getByTestId('what-if')).toContainText('NodeResourcesFit');
  expect(await kubectl(page, 'get deployments -o name')).not.toContain('hello');
});
