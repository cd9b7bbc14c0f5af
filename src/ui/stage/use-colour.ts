import type { ClusterUse } from '../../protocol/use.ts';
import { NOT_MEASURED_STEP } from '../../view/overlays/colouring.ts';
import type { Extra } from './extra.ts';
import { follow } from './overlays/following.ts';
import { type Show, touch } from './show.ts';

export { paintTexture } from './paint/textures.ts';

/** Colours pods by how much they use of what they asked for: asks for it while they are coloured so, and tells the colouring. */
export function colourByUse(show: Show): Extra {
  let told: { readonly colouring: Show['colouring']; readonly use: ClusterUse | null } | undefined;
  const following = follow(
    show,
    () => measureOf(show),
    (ask) => ask({ type: 'use' }),
  );
  return {
    frame() {
      following.look();
      const use = following.answer();
      if (measureOf(show) === '' || use === undefined || (told?.use === use && told.colouring === show.colouring)) return;
      told = { colouring: show.colouring, use };
      tell(show, use);
    },
  };
}

function measureOf({ colouring: { by } }: Show): 'cpu' | 'memory' | '' {
  return by.by === 'cpu' || by.by === 'memory' ? by.by : '';
}

function tell(show: Show, use: ClusterUse | null): void {
  const { colouring, hues, scene, props } = show;
  colouring.values.clear();
  const [used, asked] = measureOf(show) === 'cpu' ? [use?.podCpu, use?.podCpuRequested] : [use?.podMemory, use?.podMemoryRequested];
  const steps = new Map(use?.podUid.map((uid, index) => [uid, stepOf(used?.[index] ?? -1, asked?.[index] ?? 0)]));
  for (const uid of scene.frame?.podUid.subarray(0, scene.frame.podCount) ?? []) {
    const step = steps.get(props.source.string(uid));
    if (step !== undefined) colouring.values.set(uid, step);
  }
  // All are to be read again.
  hues.sequence = -1;
  touch(show, 'frame', 'still');
}

const LIMITS = [0.1, 0.5, 0.8, 1];
const NO_REQUEST_STEP = 5;

function stepOf(used: number, asked: number): number {
  if (used < 0) return NOT_MEASURED_STEP;
  return asked === 0 ? NO_REQUEST_STEP : LIMITS.filter((limit) => used >= limit * asked).length;
}
