import { dns1123Label } from '../../names.ts';
import type { Pod, PodTemplateSpec } from '../../types.gen.ts';

export function podWarnings(_pod: Pod): readonly string[] {
  return [];
}
export function templateWarnings(_template: PodTemplateSpec | undefined, _path: string): readonly string[] {
  return [...dns1123Label('a')];
}
