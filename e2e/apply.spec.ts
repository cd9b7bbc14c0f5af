/** From a manifest to pods on nodes, and what is done to them there. */
import type { Page } from '@playwright/test';
import {
  type PodFacts,
  allReady,
  answer,
  apply,
  choose,
  item,
  kubectl,
  line,
  openSample,
  openText,
  PATIENT,
  pause,
  placeOf,
  play,
  pods,
  podsOnce,
  setSpeed,
  showLeft,
  visit,
} from './page.ts';
import { expect, test } from './test.ts';

async function applySample(page: Page, name: string): Promise<void> {
  await openSample(page, name);
  const answers = await apply(page);
  await expect(answers.first()).toHaveAttribute('data-result', 'created');
}

test('a sample is opened, applied, and its pods come to run', async ({ page }) => {
  await visit(page);
  await openSample(page, 'nginx.yaml');
  const answers = await apply(page);
  await expect(answers).toHaveText(['deployment.apps/nginx created', 'service/nginx created']);
  await setSpeed(page, 10);
  await expect(line(page)).toHaveText(/11 pods.*11 ready/s, { timeout: 20_000 });
  const found = await podsOnce(page, 'app=nginx', allReady(4));
  expect(new Set(found.map(({ node }) => node)).size).toBe(3);
  expect(await endpointPods(page, 'nginx')).toHaveLength(4);
  await openSample(page, 'nginx.yaml');
  await expect(await apply(page)).toHaveText(['deployment.apps/nginx unchanged', 'service/nginx unchanged']);
});

test('guestbook, hostname and hello: every pod runs, every Service has endpoints', async ({ page }) => {
  await visit(page);
  await setSpeed(page, 20);
  for (const [sample, count] of [
    ['guestbook.yaml', 13],
    ['hostname.yaml', 16],
    ['hello.yaml', 19],
  ] as const) {
    await applySample(page, sample);
    await expect(line(page), sample).toHaveText(new RegExp(`${count} pods.*${count} ready`, 's'), { timeout: 30_000 });
  }
  const slices = await kubectl(page, 'get endpointslices -A --no-headers');
  for (const service of ['frontend', 'redis-leader', 'redis-follower', 'hostname', 'hello'])
    expect(slices).toMatch(new RegExp(` ${service}-.* 10\\.244\\.`));
  expect(slices).not.toContain('<unset>');
});

test('a pod that is deleted dies where it was; another is born in the queue', async ({ page }) => {
  await visit(page);
  await pause(page);
  const before = await pods(page, 'app=web');
  const [victim] = before;
  if (!victim) throw new Error('no pod');
  await choose(page, item(page, 'Pod', victim.name), 'delete');
  const born = await stepUntilBorn(page, before);
  // Both at once: the old one in its place on its way out, the new one with a uid of its own and without a node.
  expect(born).toMatchObject({ node: '', phase: 'Pending' });
  expect(before.map(({ uid }) => uid)).not.toContain(born.uid);
  await showLeft(page, 'objects');
  await expect.poll(() => placeOf(page, born.name), PATIENT).toContain('Waiting pods');
  expect(await placeOf(page, victim.name)).toBe(victim.node);
  await expect(item(page, 'Pod', victim.name)).toContainText('Terminating');
  await page.getByTestId('stage').focus();
  await page.keyboard.press('Home');
  await expect(page.getByTestId('stage-spoken')).toHaveText(new RegExp(`Pod ${born.name} .*waits for a node`));

  await play(page);
  await setSpeed(page, 10);
  const after = await podsOnce(page, 'app=web', allReady(3));
  expect(after.map(({ uid }) => uid)).toContain(born.uid);
  expect(after.map(({ uid }) => uid)).not.toContain(victim.uid);
  await expect(item(page, 'Pod', victim.name)).toHaveCount(0);
  expect(await placeOf(page, born.name)).toMatch(/^node-/);
  const guide = page.getByTestId('guide');
  await expect(guide).toContainText(/wants 3 pods, so replicaset-controller made web-/);
  await guide.getByRole('button', { name: 'Next' }).click();
  await expect(guide).toContainText('Press Apply');
});

/** Event by event, until the ReplicaSet has made another pod. */
async function stepUntilBorn(page: Page, before: readonly PodFacts[]): Promise<PodFacts> {
  const known = new Set(before.map(({ uid }) => uid));
  for (let steps = 0; steps < 100; steps += 1) {
    const born = (await pods(page, 'app=web')).find(({ uid }) => !known.has(uid));
    if (born) return born;
    await page.getByTestId('clock-step').click();
  }
  throw new Error('no pod was born in a hundred events');
}

test('a container that crashes stays in its place and counts a restart', async ({ page }) => {
  await visit(page);
  await setSpeed(page, 10);
  const [victim] = await pods(page, 'app=web');
  if (!victim) throw new Error('no pod');
  await choose(page, item(page, 'Pod', victim.name), 'crash');
  const after = await podsOnce(page, 'app=web', (found) => allReady(3)(found) && found.some(({ restarts }) => restarts === 1));
  expect(after.find(({ restarts }) => restarts === 1)).toMatchObject({ uid: victim.uid, name: victim.name, node: victim.node });
  expect(await placeOf(page, victim.name)).toBe(victim.node);
  await item(page, 'Pod', victim.name).click();
  await expect(page.getByTestId('inspector-status')).toContainText('1 restart');
  // What it wrote until it was killed is still there to read.
  await page.getByTestId('inspector-tab-logs').click();
  await page.getByTestId('logs-previous').check();
  await expect(page.getByTestId('logs')).toContainText('start worker process');
  expect(await kubectl(page, `logs --previous ${victim.name} --tail=1`)).toContain('"GET / HTTP/1.1" 200');
});

test('a pod that is relabelled with kubectl leaves its ReplicaSet and its Service', async ({ page }) => {
  await visit(page);
  await setSpeed(page, 10);
  const [chosen] = await pods(page, 'app=web');
  if (!chosen) throw new Error('no pod');
  expect(await endpointPods(page, 'web')).toContain(chosen.name);
  expect(await kubectl(page, `label pod ${chosen.name} app=alone --overwrite`)).toBe(`pod/${chosen.name} labeled`);
  await expectLeft(page, chosen);
});

test('a pod that is relabelled in the page leaves its ReplicaSet and its Service, and can come back', async ({ page }) => {
  await visit(page);
  await setSpeed(page, 10);
  const [chosen] = await pods(page, 'app=web');
  if (!chosen) throw new Error('no pod');
  await choose(page, item(page, 'Pod', chosen.name), 'label');
  await expect(page.getByTestId('question-answer')).toHaveValue('app=web');
  await page.getByTestId('question-answer').fill('app=alone');
  await expect(page.getByTestId('question-line')).toHaveText(`kubectl label pod ${chosen.name} app=alone --overwrite`);
  await answer(page, 'app=alone');
  await expectLeft(page, chosen);
  await choose(page, item(page, 'Pod', chosen.name), 'label');
  await answer(page, 'app=web');
  // Four at once: the ReplicaSet takes it back and ends one of them.
  const after = await podsOnce(page, 'app=web', allReady(3));
  expect(after.map(({ owner }) => owner)).toEqual(['ReplicaSet', 'ReplicaSet', 'ReplicaSet']);
});

async function expectLeft(page: Page, chosen: PodFacts): Promise<void> {
  const after = await podsOnce(page, 'app=web', allReady(3));
  expect(after.map(({ uid }) => uid)).not.toContain(chosen.uid);
  const [alone] = await pods(page, 'app=alone');
  expect(alone).toMatchObject({ uid: chosen.uid, node: chosen.node, ready: true, deletionTimestamp: '', owner: '' });
  await expect.poll(() => endpointPods(page, 'web'), PATIENT).toHaveLength(3);
  expect(await endpointPods(page, 'web')).not.toContain(chosen.name);
}

async function endpointPods(page: Page, service: string): Promise<readonly string[]> {
  const names = await kubectl(
    page,
    `get endpointslices -l kubernetes.io/service-name=${service} -o jsonpath={.items[*].endpoints[*].targetRef.name}`,
  );
  return names.split(' ').filter((name) => name !== '');
}

test('a new image is rolled out and rolled back', async ({ page }) => {
  await visit(page);
  await setSpeed(page, 20);
  await applySample(page, 'nginx.yaml');
  const first = await podsOnce(page, 'app=nginx', allReady(4));
  await showLeft(page, 'objects');
  await item(page, 'Deployment', 'nginx').click();
  await page.getByTestId('action-set-image').click();
  await expect(page.getByTestId('question-answer')).toHaveValue('nginx=nginx:1.27');
  await answer(page, 'nginx=nginx:1.29');
  expect(await kubectl(page, 'rollout status deployment/nginx')).toContain('deployment "nginx" successfully rolled out');
  const second = await podsOnce(page, 'app=nginx', (found) => allReady(4)(found) && found.every(({ image }) => image === 'nginx:1.29'));
  expect(second.filter(({ uid }) => first.some((pod) => pod.uid === uid))).toEqual([]);
  await page.getByTestId('bottom-tab-events').click();
  await page.getByTestId('events-filter').fill('ScalingReplicaSet');
  await expect(page.getByTestId('events')).toContainText('Scaled down replica set');

  await page.getByTestId('more-actions').click();
  await page.getByTestId('menu-rollout-undo').click();
  await podsOnce(page, 'app=nginx', (found) => allReady(4)(found) && found.every(({ image }) => image === 'nginx:1.27'));
  expect((await kubectl(page, 'rollout history deployment/nginx')).split('\n').filter((row) => /^[23]\s/.test(row))).toHaveLength(2);
});

test('an image that does not exist stops a rollout, in the words of the kubelet', async ({ page }) => {
  await visit(page);
  await setSpeed(page, 20);
  expect(await kubectl(page, 'set image deployment/web web=nginx:no-such-tag')).toContain('image updated');
  const found = await podsOnce(page, 'app=web', (all) => all.length === 4 && all.filter(({ ready }) => ready).length === 3);
  const stuck = found.find(({ ready }) => !ready);
  await showLeft(page, 'objects');
  await item(page, 'Pod', stuck?.name ?? '').click();
  await expect(page.getByTestId('inspector-status')).toContainText(/ErrImagePull|ImagePullBackOff/, { timeout: 20_000 });
  await expect(line(page)).toContainText('1 failing');
});

test('scaling: up until pods must wait, with the reason, and down again', async ({ page }) => {
  await visit(page);
  await setSpeed(page, 20);
  await showLeft(page, 'objects');
  await item(page, 'Deployment', 'greeter').click();
  await page.getByTestId('action-scale').click();
  await expect(page.getByTestId('question-answer')).toHaveValue('4');
  await answer(page, '30');
  await expect(line(page)).toHaveText(/33 pods.*\d+ waiting/s, { timeout: 20_000 });
  const found = await podsOnce(page, 'app=greeter', (all) => all.length === 30 && all.filter(({ ready }) => ready).length > 10);
  const waiting = found.find(({ node }) => node === '');
  await item(page, 'Pod', waiting?.name ?? '').click();
  await expect(page.getByTestId('inspector')).toContainText('Insufficient cpu');
  await page.getByTestId('inspector-tab-verdict').click();
  await expect(page.getByTestId('verdict')).toContainText('NodeResourcesFit');

  await item(page, 'Deployment', 'greeter').click();
  await page.getByTestId('action-scale').click();
  await answer(page, '2');
  await podsOnce(page, 'app=greeter', allReady(2));
  await expect(line(page)).toHaveText(/5 pods.*5 ready$/s);
});

test('requests to a Service are spread over its ready pods', async ({ page }) => {
  await visit(page);
  await page.getByTestId('overlay-services').click();
  await showLeft(page, 'objects');
  await item(page, 'Service', 'greeter').click();
  await page.getByTestId('action-send-requests').click();
  await expect(page.getByTestId('toast')).toContainText(/10 of 10 requests answered, by [234] pods/);
});

test('a new empty cluster has its three nodes and nothing else; the text in the editor stays', async ({ page }) => {
  await visit(page);
  await openSample(page, 'hostname.yaml');
  await page.keyboard.press('ControlOrMeta+K');
  await page.getByTestId('palette-input').fill('New empty cluster');
  await page.keyboard.press('Enter');
  await expect(line(page)).toHaveText(/3 nodes.*0 pods.*0 ready/s);
  await setSpeed(page, 20);
  await applySample(page, 'hostname.yaml');
  await podsOnce(page, 'app=hostname', allReady(3));
});

test('a manifest of another namespace, an unknown image and pods that cannot start are told apart', async ({ page }) => {
  await visit(page);
  await setSpeed(page, 20);
  await applySample(page, 'waiting.yaml');
  await showLeft(page, 'objects');
  await expect(item(page, 'Pod', 'no-such-image')).toContainText(/ErrImagePull|ImagePullBackOff/, { timeout: 20_000 });
  await expect(item(page, 'Pod', 'keeps-exiting')).toContainText('CrashLoopBackOff', { timeout: 20_000 });
  for (const [name, why] of [
    ['too-big', 'Insufficient cpu'],
    ['needs-ssd', "didn't match Pod's node affinity/selector"],
  ] as const) {
    await item(page, 'Pod', name).click();
    await expect(page.getByTestId('inspector')).toContainText(why);
  }
  await openText(page, 'elsewhere.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: nowhere}\n');
  await expect((await apply(page)).first()).toContainText('namespaces "nowhere" not found');
});
