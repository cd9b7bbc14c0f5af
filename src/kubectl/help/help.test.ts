import { expect, it } from 'vitest';
import { flagName } from '../parse/flags.ts';
import type { VerbDefinition } from '../verb.ts';
import { VERBS } from '../verbs/registry.ts';
import { GROUPS } from './groups.ts';
import { FLAG_TEXTS } from './flag-texts.ts';
import { optionsHelp, rootHelp, verbHelp } from './help.ts';
import { VERB_FLAG_TEXTS } from './verb-flag-texts.ts';

/** Their texts stand elsewhere. */
const OTHERS = new Set(['completion', 'config', 'explain']);

function flagsOf(verbs: readonly VerbDefinition[], path = ''): readonly (readonly [path: string, flag: string])[] {
  return verbs.flatMap((verb) => {
    const here = path === '' ? verb.name : `${path} ${verb.name}`;
    const own = Object.entries(verb.flags).flatMap(([key, { hidden }]) => (hidden === true ? [] : [[here, flagName(key)] as const]));
    return [...own, ...flagsOf(verb.subcommands ?? [], here)];
  });
}

it('explains every flag of every verb', () => {
  const verbs = VERBS.filter(({ name }) => !OTHERS.has(name));
  const silent = flagsOf(verbs).filter(([path, flag]) => (VERB_FLAG_TEXTS[path]?.[flag] ?? FLAG_TEXTS[flag]) === undefined);
  expect(silent).toEqual([]);
});

it('lists the verbs by what they are for', () => {
  const shown = rootHelp(VERBS);
  expect(shown).toContain('Basic Commands (Beginner):\n  create          Create a resource from a file or from stdin\n');
  const known = new Set(GROUPS.flatMap(({ members }) => members));
  expect(VERBS.map(({ name }) => name).filter((name) => !known.has(name))).toEqual(['alpha']);
});

it('lays a verb out as kubectl does', () => {
  const scale = VERBS.find(({ name }) => name === 'scale');
  expect(scale === undefined ? '' : verbHelp(scale, 'scale')).toMatch(
    /^Set a new size .*\n\nOptions:\n {4}--all=false:\n\t.*\n\n[^]*\n {4}-f, --filename=\[\]:\n[^]*Usage:\n {2}kubectl scale .* \[options\]\n\nUse "kubectl options"/,
  );
  expect(optionsHelp()).toContain("    -n, --namespace='':\n");
});
