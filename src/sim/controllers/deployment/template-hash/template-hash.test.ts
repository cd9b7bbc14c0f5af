import { describe, expect, it } from 'vitest';
import type { PodTemplateSpec } from '../../../../api/types.gen.ts';
import table from '../../../../testing/data/tables/hash-pod-template.json' with { type: 'json' };
import { templateHash } from './template-hash.ts';

interface Case {
  readonly name: string;
  readonly in: { readonly template: PodTemplateSpec };
  readonly out: { readonly hash: string; readonly hashWithCollisionCount1: string };
}

describe('pod-template-hash is that of a real control plane', () => {
  for (const { name, in: given, out } of table.cases as unknown as readonly Case[]) {
    it(name, () => {
      expect(templateHash(given.template, undefined)).toBe(out.hash);
      expect(templateHash(given.template, 1)).toBe(out.hashWithCollisionCount1);
    });
  }
});
