/**
 * What every browser test stands on: a page in English that is watched from its first byte. A console error, an uncaught error, a
 * breach of the Content-Security-Policy or a request to another origin fails the test it happens in.
 */
import { type BrowserContext, test as base } from '@playwright/test';

export { expect } from '@playwright/test';

export interface Watched {
  /** Trouble that this test makes on purpose. */
  allow(pattern: RegExp): void;
}

export const test = base.extend<{ watched: Watched }>({
  watched: [
    async ({ context, baseURL }, use) => {
      const trouble: string[] = [];
      const allowed: RegExp[] = [];
      watch(context, new URL(baseURL ?? '').origin, (what) => trouble.push(what));
      await use({ allow: (pattern) => void allowed.push(pattern) });
      base
        .expect(
          trouble.filter((what) => !allowed.some((pattern) => pattern.test(what))),
          'console errors, policy violations, foreign requests',
        )
        .toEqual([]);
    },
    { auto: true },
  ],
});

test.use({ locale: 'en-GB', colorScheme: 'light' });

function watch(context: BrowserContext, origin: string, report: (what: string) => void): void {
  context.on('console', (message) => {
    if (message.type() === 'error') report(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => report(`uncaught: ${error.error().message}`));
  context.on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (asked !== origin && protocol !== 'data:' && protocol !== 'blob:') report(`request to ${request.url()}`);
  });
  context.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    // What a reload cuts off has not failed.
    if (why !== 'net::ERR_ABORTED') report(`failed: ${request.url()} ${why}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 400) report(`${response.status()}: ${response.url()}`);
  });
}
