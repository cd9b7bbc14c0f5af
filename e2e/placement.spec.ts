import { allReady, apply, editorText, isAlive, item, kubectl, openDocument, openText, podsOnce, showLeft, visit } from './page.ts';
import { faultless } from './axe.ts';
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
  await faultless(page, 'nowhere', '#dock-right');
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
  await faultless(page, 'what if', '#dock-left', '#dock-right');
  expect(await kubectl(page, 'get deployments -o name')).not.toContain('hello');
});

const BROKEN = `apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
profiles:
- schedulerName: default-scheduler
- schedulerName: packing
  plugins:
    score:
      enabled:
      - name: MostPacked
`;
const PACKING = `${BROKEN.replace('MostPacked', 'NodeResourcesFit')}---
apiVersion: v1
kind: Pod
metadata: {name: packed, labels: {app: packed}}
spec:
  schedulerName: packing
  containers:
  - {name: app, image: 'nginx:1.27'}
`;

test('the scheduler’s configuration is opened, refused at its line, applied, and what is opened from then on', async ({ page }) => {
  await visit(page);
  await page.getByTestId('left-tab-control-plane').click();
  await page.getByTestId('edit-scheduler').click();
  await expect(openDocument(page)).toHaveAttribute('title', 'kube-scheduler.yaml');
  await expect.poll(() => editorText(page)).toContain('schedulerName: default-scheduler');
  await apply(page);
  await expect(page.getByTestId('apply-result')).toContainText('kube-scheduler unchanged');
  await openText(page, 'packing.yaml', BROKEN);
  await apply(page);
  await expect(page.getByTestId('apply-result')).toContainText('ScorePlugin "MostPacked" does not exist');
  await expect(page.getByTestId('apply-problem')).toHaveText('line 9');
  await openText(page, 'packing-right.yaml', PACKING);
  await expect(page.getByTestId('apply').locator('xpath=following-sibling::code')).toHaveText(
    'kube-scheduler --config=packing-right.yaml; kubectl apply -f packing-right.yaml',
  );
  await apply(page);
  await expect(page.getByTestId('apply-result').first()).toContainText('kube-scheduler configured');
  await expect(page.getByTestId('apply-result').first()).toContainText('no object of the API');
  await podsOnce(page, 'app=packed', allReady(1));
  await page.getByTestId('left-tab-control-plane').click();
  await page.getByTestId('edit-scheduler').click();
  await expect.poll(() => editorText(page)).toContain('schedulerName: packing');
});

const SPREAD = `apiVersion: apps/v1
kind: Deployment
metadata: {name: wide}
spec:
  replicas: 4
  selector: {matchLabels: {app: wide}}
  template:
    metadata: {labels: {app: wide}}
    spec:
      topologySpreadConstraints:
      - maxSkew: 1
        topologyKey: topology.kubernetes.io/zone
        whenUnsatisfiable: DoNotSchedule
        labelSelector: {matchLabels: {app: wide}}
      containers:
      - {name: app, image: 'nginx:1.27'}
`;

test('why a spread is so uneven: domain by domain, and what holds it', async ({ page }) => {
  await visit(page);
  await kubectl(page, 'taint node node-3 team=a:NoSchedule');
  await openText(page, 'wide.yaml', SPREAD);
  await apply(page);
  await podsOnce(page, 'app=wide', (found) => found.filter(isAlive).length === 2);
  await showLeft(page, 'objects');
  await item(page, 'Deployment', 'wide').click();
  await page.getByTestId('inspector-tab-verdict').click();
  const zones = page.getByTestId('spread-topology.kubernetes.io/zone');
  await expect(zones).toContainText('1 in the fullest, 0 in the emptiest: 1 apart. No pod may make that more than 1 (DoNotSchedule).');
  await expect(zones.getByTestId('findings')).toContainText('zone-c is emptiest and counts, but can’t take a pod');
  await expect(zones.getByRole('row', { name: 'zone-c' })).toContainText('had untolerated taint(s)');
  await faultless(page, 'spread', '#dock-right');
  await kubectl(page, 'taint node node-3 team-');
  await podsOnce(page, 'app=wide', allReady(4));
  // The fourth pod has the choice of three zones.
  await expect(zones.getByRole('row', { name: 'zone-c' })).toHaveText(/^zone-c[12]/);
  await expect(zones.getByTestId('findings')).toBeEmpty();
});
