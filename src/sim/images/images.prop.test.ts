import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseReference } from './reference.ts';
import { lookUpImage } from './lookup.ts';
import { IMAGE_WORLD } from './registry.ts';
import { compileScript } from './shell/compiler.ts';
import { newScriptState, runToEnd } from './shell/machine.ts';

describe('whatever is pasted', () => {
  it('is a reference or is refused, and never thrown', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void lookUpImage(IMAGE_WORLD, text)));
  });

  it('canonical references stand for themselves', () => {
    const part = fc.stringMatching(/^[a-z0-9]{1,8}$/);
    fc.assert(
      fc.property(
        fc.option(fc.constantFrom('ghcr.io', 'localhost:5000')),
        fc.array(part, { minLength: 1, maxLength: 3 }),
        fc.option(part),
        (domain, path, tag) => {
          const text = [...(domain === null ? [] : [domain]), ...path].join('/') + (tag === null ? '' : `:${tag}`);
          const once = parseReference(text);
          expect('reference' in once).toBe(true);
          if ('reference' in once) expect(parseReference(once.reference.canonical)).toEqual(once);
        },
      ),
    );
  });

  it('is a script that ends or is left running, in bounded time', () => {
    const word = fc.constantFrom(
      'while',
      'until',
      'true',
      'false',
      'do',
      'done',
      'if',
      'then',
      'else',
      'fi',
      'for',
      'i',
      'in',
      '1',
      '$i',
      '$(',
      ')',
      '(',
      '{',
      '}',
      ';',
      '\n',
      '&&',
      '||',
      '|',
      '&',
      '!',
      '>',
      '/tmp/x',
      'sleep',
      'echo',
      'wget',
      'http://web',
      'break',
      'continue',
      'exit',
      '"',
      "'",
      '`',
      '$((i+1))',
      'x=1',
      'sh -c',
      '[',
      ']',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => {
        const around = {
          hostname: '',
          podIP: '',
          namespace: '',
          clock: { at: 0 },
          write: () => undefined,
          env: {},
          exists: () => false,
          request: () => ({ status: 0, body: '' }),
          resolve: () => [],
          listening: () => false,
          strict: false,
          budget: { steps: 500 },
        };
        const done = runToEnd(compileScript(words.join(' ')), newScriptState(), around);
        expect(done.exitCode).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
