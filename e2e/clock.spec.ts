/** Time: as fast as one likes, event by event, or not at all. */
import { kubectl, pause, play, setSpeed, virtualNow, visit } from './page.ts';
import { expect, test } from './test.ts';

test('paused, time and cluster stand still; a step moves one event and says which', async ({ page }) => {
  await visit(page);
  await pause(page);
  await expect(page.getByTestId('clock-last-step')).toHaveText('Paused.');
  const before = await kubectl(page, 'get leases -A -o yaml');
  const shown = await page.getByTestId('clock-now').textContent();
  expect(await kubectl(page, 'get leases -A -o yaml')).toBe(before);
  await expect(page.getByTestId('clock-now')).toHaveText(shown ?? '');
  const steps = new Set<string>();
  for (let step = 0; step < 12; step += 1) {
    await page.getByTestId('clock-step').click();
    await expect(page.getByTestId('clock-last-step')).not.toHaveText('Paused.');
    steps.add((await page.getByTestId('clock-last-step').textContent()) ?? '');
  }
  expect(steps.size).toBeGreaterThan(1);
  expect([...steps].every((step) => /\S+ \S+/.test(step))).toBe(true);
  await play(page);
  const resumed = await virtualNow(page);
  await expect.poll(() => virtualNow(page)).toBeGreaterThan(resumed);
});

test('virtual time keeps to the chosen speed', async ({ page }) => {
  await visit(page);
  for (const speed of [0.1, 1, 10, 100]) {
    await setSpeed(page, speed);
    const ratio = await page.evaluate(measure);
    expect(ratio / speed, `at ${speed}×`).toBeGreaterThan(0.5);
    expect(ratio / speed, `at ${speed}×`).toBeLessThan(1.5);
  }
});

/**
 * Virtual seconds per second, by the clock on the page, over two seconds and more: from one change of its text to another, since
 * it shows tenths of a second, of which two seconds at 0.1× hold but two.
 */
async function measure(): Promise<number> {
  const text = (): string => document.querySelector('[data-testid=clock-now]')?.textContent ?? '';
  const change = async (): Promise<{ virtual: number; wall: number }> => {
    const before = text();
    while (text() === before) await new Promise((resolve) => setTimeout(resolve, 5));
    return { virtual: Date.parse(`2000-01-01T${text()}Z`), wall: performance.now() };
  };
  const first = await change();
  let last = await change();
  while (last.wall - first.wall < 2_000) last = await change();
  const DAY_MS = 86_400_000;
  return ((last.virtual - first.virtual + DAY_MS) % DAY_MS) / (last.wall - first.wall);
}

test('keys: Space, full stop and brackets', async ({ page }) => {
  await visit(page);
  await page.keyboard.press(']');
  await expect(page.getByTestId('clock-factor')).toHaveText('2×');
  await page.keyboard.press('[');
  await page.keyboard.press('[');
  await expect(page.getByTestId('clock-factor')).toHaveText('0.5×');
  await page.keyboard.press('Space');
  await expect(page.getByTestId('clock')).toHaveAttribute('data-playing', 'false');
  await page.keyboard.press('.');
  await expect(page.getByTestId('clock-last-step')).not.toHaveText('Paused.');
  await page.keyboard.press('Space');
  await expect(page.getByTestId('clock')).toHaveAttribute('data-playing', 'true');
});
