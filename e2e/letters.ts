/** The same letters on every machine, so that pictures can be compared: fonts that the page knows by name, from packages. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';

const FAMILIES = [
  { family: 'Source Sans 3', folder: '@fontsource/source-sans-3', property: '--font' },
  { family: 'Source Code Pro', folder: '@fontsource/source-code-pro', property: '--mono' },
] as const;
const WEIGHTS = [400, 600] as const;

interface Letters {
  readonly family: string;
  readonly property: string;
  readonly weight: number;
  readonly base64: string;
}

/** Pages that are opened from now on are written in them. */
export async function bringLetters(page: Page): Promise<void> {
  await page.addInitScript(useLetters, await letters());
}

let read: Promise<readonly Letters[]> | undefined;

function letters(): Promise<readonly Letters[]> {
  const { resolve } = createRequire(import.meta.url);
  const name = ({ folder }: (typeof FAMILIES)[number], weight: number): string =>
    `${folder}/files/${folder.slice(folder.indexOf('/') + 1)}-latin-${weight}-normal.woff2`;
  read ??= Promise.all(
    FAMILIES.flatMap((font) =>
      WEIGHTS.map(async (weight) => ({ ...font, weight, base64: await readFile(resolve(name(font, weight)), 'base64') })),
    ),
  );
  return read;
}

/** In the page, before anything of it runs. */
function useLetters(all: readonly Letters[]): void {
  for (const { family, weight, base64 } of all) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.codePointAt(0) ?? 0);
    const face = new FontFace(family, bytes, { weight: `${weight}` });
    document.fonts.add(face);
    void face.load();
  }
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:root { ${all.map(({ property, family }) => `${property}: '${family}', sans-serif;`).join(' ')} }`);
  document.adoptedStyleSheets = [sheet];
}
