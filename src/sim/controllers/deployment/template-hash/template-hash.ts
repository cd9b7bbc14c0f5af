import type { PodTemplateSpec } from '../../../../api/types.gen.ts';
import { hash32 } from '../../../../base/prng.ts';

export function templateHash(template: PodTemplateSpec, collisionCount: number | undefined): string {
  return String(hash32(JSON.stringify(template), collisionCount ?? 0));
}
