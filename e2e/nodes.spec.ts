/** Machines fail, and come back. */
import {
  allReady,
  choose,
  isAlive,
  isLeaving,
  item,
  kubectl,
  line,
  pause,
  play,
  pods,
  podsOnce,
  setSpeed,
  showLeft,
  virtualNow,
  visit,
} from './page.ts';
import { expect, test } from './test.ts';

test('a node is stopped: after five minutes its pods are evicted and replaced; started again it lets go of them', async ({ page }) => {
  await visit(page);
  await showLeft(page, 'objects');
  const before = await pods(page, 'tier');
  const lost = before.filter(({ node }) => node === 'node-2');
  expect(lost.length).toBeGreaterThan(0);
  await pause(page);
  await choose(page, item(page, 'Node', 'node-2'), 'stop-node');
  const stoppedAt = await virtualNow(page);
  await setSpeed(page, 100);
  await play(page);
  await expect(item(page, 'Node', 'node-2')).toContainText('NotReady', { timeout: 10_000 });
  await expect(line(page)).toContainText('1 node not ready');

  const found = await podsOnce(page, 'tier', (all) => all.filter(isAlive).length === before.length);
  const evicted = found.filter(isLeaving);
  expect(evicted.map(({ uid }) => uid).toSorted()).toEqual(lost.map(({ uid }) => uid).toSorted());
  expect(found.filter(isAlive).every(({ node }) => node !== 'node-2')).toBe(true);
  for (const { deletionTimestamp } of evicted) {
    // Fifty seconds or so until the node is given up, five minutes that pods tolerate it, half a minute of grace.
    const evictedAfter = Date.parse(deletionTimestamp) - stoppedAt;
    expect(evictedAfter).toBeGreaterThan(360_000);
    expect(evictedAfter).toBeLessThan(400_000);
  }
  for (const { name } of lost) await expect(item(page, 'Pod', name)).toContainText('Terminating');
  expect(await kubectl(page, 'get events --field-selector reason=TaintManagerEviction -o name')).toContain('event');

  await choose(page, item(page, 'Node', 'node-2'), 'start-node');
  await expect(line(page)).toHaveText(/^3 nodes\D*7 pods\D*7 ready$/s, { timeout: 20_000 });
  for (const { name } of lost) await expect(item(page, 'Pod', name)).toHaveCount(0);
  await expect(item(page, 'Node', 'node-2')).toContainText('Ready');
});

test('a lost node that comes back: four pods of three, one is ended', async ({ page }) => {
  await visit(page);
  await setSpeed(page, 100);
  await showLeft(page, 'editor');
  await page.getByTestId('editor-samples').selectOption('hostname.yaml');
  await page.getByTestId('apply').click();
  const before = await podsOnce(page, 'app=hostname', allReady(3));
  const victim = before.find(({ node }) => node === 'node-3');
  expect(victim).toBeDefined();
  await showLeft(page, 'objects');
  await choose(page, item(page, 'Node', 'node-3'), 'stop-node');
  const during = await podsOnce(page, 'app=hostname', (found) => found.length === 4 && found.filter(isLeaving).length === 1);
  expect(during.find(isLeaving)?.uid).toBe(victim?.uid);
  await choose(page, item(page, 'Node', 'node-3'), 'start-node');
  const after = await podsOnce(page, 'app=hostname', allReady(3));
  expect(after.map(({ uid }) => uid)).not.toContain(victim?.uid);
});

test('a node is cordoned, drained, and opened again', async ({ page }) => {
  await visit(page);
  await setSpeed(page, 20);
  await showLeft(page, 'objects');
  await choose(page, item(page, 'Node', 'node-1'), 'drain');
  const after = await podsOnce(page, 'tier', (found) => allReady(7)(found) && found.every(({ node }) => node !== 'node-1'));
  expect(after).toHaveLength(7);
  await expect(item(page, 'Node', 'node-1')).toContainText('SchedulingDisabled');
  await choose(page, item(page, 'Node', 'node-1'), 'uncordon');
  await expect(item(page, 'Node', 'node-1')).not.toContainText('SchedulingDisabled');
});

test('a node is added and gets pods; it is removed and they go elsewhere', async ({ page }) => {
  await visit(page);
  await setSpeed(page, 20);
  await page.keyboard.press('ControlOrMeta+K');
  await page.getByTestId('palette-input').fill('Add a node');
  await page.keyboard.press('Enter');
  await expect(line(page)).toContainText('4 nodes');
  await showLeft(page, 'objects');
  await expect(item(page, 'Node', 'node-4')).toContainText('Ready ·', { timeout: 20_000 });
  await kubectl(page, 'scale deployment/web --replicas=12');
  await podsOnce(page, 'app=web', (found) => allReady(12)(found) && found.some(({ node }) => node === 'node-4'));
  await choose(page, item(page, 'Node', 'node-4'), 'remove-node');
  await expect(line(page)).toContainText('3 nodes');
  await setSpeed(page, 100);
  await podsOnce(page, 'app=web', (found) => allReady(12)(found) && found.every(({ node }) => node !== 'node-4'));
});
