import { useCallback } from 'react';
import { type Frame, NodeFlag } from '../../protocol/frame.ts';
import type { FrameStore } from '../engine/frame-store.ts';
import { useFrameValue } from '../engine/react.tsx';
import { nodeNamed, stationNamed } from '../../view/named.ts';
import type { Target } from '../state/selection.ts';

/** NodeFlag bits of a node as the picture has it; of a part of the control plane only whether it is off; 0 for anything else. */
export function useTargetFlags(target: Target): number {
  const { kind, name } = target;
  const derive = useCallback(
    (frame: Frame | undefined, frames: FrameStore) => {
      if (frame === undefined) return 0;
      if (kind === 'Node') return frame.nodeFlags[nodeNamed(frame, frames, name)] ?? 0;
      if (kind !== 'Station') return 0;
      return frame.stationRunning[stationNamed(frame, frames, name)] === 0 ? NodeFlag.poweredOff : 0;
    },
    [kind, name],
  );
  return useFrameValue(derive);
}
