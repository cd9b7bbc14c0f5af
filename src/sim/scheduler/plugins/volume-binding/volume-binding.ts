import type { Pod, PodSpec } from '../../../../api/types.gen.ts';
import { SKIP, defineSchedulerPlugin, unresolvable } from '../../framework/plugin.ts';

const NAME = 'VolumeBinding';

/** A pod waits for its claims. This cluster serves no PersistentVolumeClaims, so every claim is one that does not exist. */
export const volumeBinding = defineSchedulerPlugin({
  name: NAME,
  preFilter({ pod, spec }) {
    const missing = missingClaim(pod, spec);
    return missing === undefined ? SKIP : { rejection: unresolvable(NAME, missing) };
  },
});

function missingClaim(pod: Pod, spec: PodSpec): string | undefined {
  for (const volume of spec.volumes ?? []) {
    if (volume.persistentVolumeClaim !== undefined) return `persistentvolumeclaim "${volume.persistentVolumeClaim.claimName}" not found`;
    if (volume.ephemeral !== undefined) {
      const claim = `${pod.metadata.name ?? ''}-${volume.name}`;
      return `waiting for ephemeral volume controller to create the persistentvolumeclaim "${claim}"`;
    }
  }
  return undefined;
}
