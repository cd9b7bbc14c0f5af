import { nameOf, namespaceOf } from '../../api/object.ts';
import type { Pod } from '../../api/types.gen.ts';

/** Keys of the claims that a pod uses, those made for it while it lasts included. */
export function claimsOf(pod: Pod): readonly string[] {
  const claims: string[] = [];
  for (const { name, persistentVolumeClaim, ephemeral } of pod.spec?.volumes ?? []) {
    if (persistentVolumeClaim !== undefined) claims.push(`${namespaceOf(pod)}/${persistentVolumeClaim.claimName}`);
    else if (ephemeral !== undefined) claims.push(`${namespaceOf(pod)}/${nameOf(pod)}-${name}`);
  }
  return claims;
}
