/** The page as a person uses it: what can be clicked, typed and read, by name. */
import { type Locator, type Page, expect } from '@playwright/test';

/** Opens the site as on a first visit, and waits until the cluster is alive. */
export async function visit(page: Page): Promise<void> {
  await page.goto('./');
  await expect(line(page)).toContainText('7 ready', { timeout: 15_000 });
}

export const line = (page: Page): Locator => page.getByTestId('cluster-line');

/** Finds a thing of the picture by its whole name, and shows what is known of it. */
export async function inspect(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette-input').fill(name);
  await page.getByTestId('palette-row').filter({ hasText: name }).first().click();
  await expect(page.getByTestId('inspector-name')).toHaveText(name);
}

// Kubernetes, as kubectl tells of it.

export interface PodFacts {
  readonly name: string;
  readonly uid: string;
  readonly node: string;
  readonly phase: string;
  readonly ready: boolean;
  readonly restarts: number;
  /** '' until it was deleted. */
  readonly deletionTimestamp: string;
  readonly image: string;
  /** Kind of its first owner, or ''. */
  readonly owner: string;
}

/** Types a line into the kubectl panel and hands back what was said. */
export async function kubectl(page: Page, words: string): Promise<string> {
  const input = page.getByTestId('kubectl-input');
  if (!(await input.isVisible())) await page.getByTestId('bottom-tab-kubectl').click();
  const entries = page.getByTestId('kubectl-output').locator('pre');
  const cleared = async (): Promise<number> => {
    await input.fill('clear');
    await input.press('Enter');
    return entries.count();
  };
  // What was done with a button is told here too, and may come after it.
  await expect.poll(cleared, FAST).toBe(0);
  await input.fill(words);
  await input.press('Enter');
  const busy = page.getByTestId('kubectl-stop');
  await expect.poll(async () => (await entries.count()) > 1 && (await busy.count()) === 0, FAST).toBe(true);
  return (await entries.allTextContents()).slice(1).join('\n');
}

const FAST = { intervals: [20, 50, 100], timeout: 20_000 };

/** For states that come by themselves; the question is asked again until the answer is right. */
export const PATIENT = { intervals: [100, 200, 300], timeout: 30_000 };

export async function pods(page: Page, selector: string): Promise<readonly PodFacts[]> {
  const table = await kubectl(page, `get pods -l ${selector} -o 'jsonpath={range .items[*]}${COLUMNS.join('|')}{"\\n"}{end}'`);
  return table
    .split('\n')
    .filter((row) => row.includes('|'))
    .map(factsOf);
}

const COLUMNS = [
  '{.metadata.name}',
  '{.metadata.uid}',
  '{.spec.nodeName}',
  '{.status.phase}',
  '{.status.conditions[?(@.type=="Ready")].status}',
  '{.status.containerStatuses[0].restartCount}',
  '{.metadata.deletionTimestamp}',
  '{.spec.containers[0].image}',
  '{.metadata.ownerReferences[0].kind}',
];

function factsOf(row: string): PodFacts {
  const [name = '', uid = '', node = '', phase = '', ready, restarts, deletionTimestamp = '', image = '', owner = ''] = row.split('|');
  return { name, uid, node, phase, ready: ready === 'True', restarts: Number(restarts), deletionTimestamp, image, owner };
}

/** Waits until pods are as they should be, and hands them back. */
export async function podsOnce(page: Page, selector: string, when: (found: readonly PodFacts[]) => boolean): Promise<readonly PodFacts[]> {
  let found: readonly PodFacts[] = [];
  await expect
    .poll(async () => {
      found = await pods(page, selector);
      return when(found) ? 'as expected' : found.map((pod) => `${pod.name} ${pod.phase} on ${pod.node}`);
    }, PATIENT)
    .toBe('as expected');
  return found;
}

/** So many, all of them ready and none on its way out. */
export const allReady =
  (count: number) =>
  (found: readonly PodFacts[]): boolean =>
    found.length === count && found.every(isAlive);

export const isAlive = ({ ready, deletionTimestamp }: PodFacts): boolean => ready && deletionTimestamp === '';
export const isLeaving = ({ deletionTimestamp }: PodFacts): boolean => deletionTimestamp !== '';

// Time.

const SPEEDS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100];

export async function setSpeed(page: Page, speed: number): Promise<void> {
  await page.getByTestId('clock-speed').fill(String(SPEEDS.indexOf(speed)));
  await expect(page.getByTestId('clock-factor')).toHaveText(`${speed}×`);
}

/** Virtual time as the clock shows it, in milliseconds. */
export async function virtualNow(page: Page): Promise<number> {
  const time = await page.getByTestId('clock-now').textContent();
  const date = await page.getByTestId('clock-now').locator('xpath=following-sibling::span').textContent();
  return Date.parse(`${date?.replace('UTC', '').trim()}T${time}Z`);
}

export async function pause(page: Page): Promise<void> {
  await page.getByTestId('clock-play').click();
  await expect(page.getByTestId('clock')).toHaveAttribute('data-playing', 'false');
}

export async function play(page: Page): Promise<void> {
  await page.getByTestId('clock-play').click();
  await expect(page.getByTestId('clock')).toHaveAttribute('data-playing', 'true');
}

// Manifests.

export async function openSample(page: Page, name: string): Promise<void> {
  await showLeft(page, 'editor');
  await page.getByTestId('editor-samples').selectOption(name);
  await expect(openDocument(page)).toHaveAttribute('title', name);
}

/** Opens a text the way a file from the disk is opened. */
export async function openText(page: Page, name: string, text: string): Promise<void> {
  await showLeft(page, 'editor');
  await page.getByTestId('editor-file').setInputFiles({ name, mimeType: 'text/yaml', buffer: Buffer.from(text) });
  await expect(openDocument(page)).toHaveAttribute('title', name);
}

export const openDocument = (page: Page): Locator => page.locator('[data-testid=document][aria-pressed=true]');

/** Presses Apply and waits for the answers. */
export async function apply(page: Page): Promise<Locator> {
  await page.getByTestId('apply').click();
  await expect(page.getByTestId('apply')).toBeEnabled();
  await expect(page.getByTestId('apply-results')).toHaveAttribute('data-stale', 'false');
  return page.getByTestId('apply-result');
}

/** The whole text in the editor, taken out by selecting and copying it. */
export async function editorText(page: Page): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const place = page.getByTestId('editor-text');
  await place.click({ position: { x: 200, y: 30 } });
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('ControlOrMeta+C');
  return page.evaluate(() => navigator.clipboard.readText());
}

/** Monaco has taken over from the plain text field. */
export async function untilMonaco(page: Page): Promise<void> {
  await expect(page.locator('.monaco-editor .view-lines')).toBeVisible({ timeout: 20_000 });
}

// Objects.

export async function showLeft(page: Page, panel: 'editor' | 'objects'): Promise<void> {
  const tab = page.getByTestId(`left-tab-${panel}`);
  if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
}

/** A thing in the tree of objects. */
export function item(page: Page, kind: string, name: string): Locator {
  return page.locator(`[data-testid=outline-item][data-kind="${kind}"][data-name="${name}"]`);
}

/** The group or node that a pod stands under in the tree: the nearest row above it that is less deep. */
export async function placeOf(page: Page, pod: string): Promise<string> {
  const rows = await page.getByTestId('outline-item').evaluateAll((all) =>
    all.map((row) => ({
      level: Number(row.getAttribute('aria-level')),
      kind: row.getAttribute('data-kind'),
      text: row.textContent ?? '',
      name: row.getAttribute('data-name'),
    })),
  );
  const at = rows.findIndex(({ kind, name }) => kind === 'Pod' && name === pod);
  const row = rows[at];
  if (!row) return 'nowhere';
  const above = rows.slice(0, at).findLast(({ level }) => level < row.level);
  return above?.name ?? above?.text ?? 'nowhere';
}

/** Right-clicks a thing in the tree and chooses from the menu. */
export async function choose(page: Page, thing: Locator, action: string): Promise<void> {
  await showLeft(page, 'objects');
  await thing.click({ button: 'right' });
  await page.getByTestId(`menu-${action}`).click();
  await expect(page.getByTestId('menu')).toHaveCount(0);
}

/** Answers the question that an action asks before it runs. */
export async function answer(page: Page, text: string): Promise<void> {
  await page.getByTestId('question-answer').fill(text);
  await page.getByTestId('question-run').click();
  await expect(page.getByTestId('question-answer')).toHaveCount(0);
}

/** Moves the pointer over the picture until the card beside it tells of a thing whose title matches. */
export async function pointAt(page: Page, title: RegExp): Promise<{ readonly x: number; readonly y: number }> {
  const stage = page.getByTestId('stage');
  const spot = await stage.evaluate(sweep, { title: title.source, ...TILE });
  if (spot === null) throw new Error(`nothing on the stage is called ${title.source}`);
  await page.mouse.move(spot.x, spot.y);
  await expect(page.getByTestId('peek')).toHaveText(title);
  return spot;
}

/** Runs in the page, since it takes hundreds of moves. */
async function sweep(stage: Element, { title, width, height }: { title: string; width: number; height: number }) {
  const box = stage.getBoundingClientRect();
  const told = new RegExp(title);
  for (let y = box.y + 12; y < box.bottom - 60; y += height - 4) {
    for (let x = box.x + 20; x < box.right - 10; x += width - 4) {
      document.elementFromPoint(x, y)?.dispatchEvent(new PointerEvent('pointermove', { clientX: x, clientY: y, bubbles: true }));
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      if (told.test(document.querySelector('[data-testid=peek]')?.textContent ?? '')) return { x, y };
    }
  }
  return null;
}

/** How big a pod is in the picture when it shows everything of a small cluster. */
const TILE = { width: 60, height: 34 };
