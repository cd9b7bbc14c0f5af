import { useCallback } from 'react';
import type { Frame } from '../../protocol/frame.ts';
import type { FrameStore } from '../engine/frame-store.ts';
import { useFrameValue } from '../engine/react.tsx';
import { nodeRow } from '../engine/rows.ts';
import type { Target } from '../state/selection.ts';

/** NodeFlag bits of a node as the picture has it; 0 for anything else. */
export function useTargetFlags(target: Target): number {
  const name = target.kind === 'Node' ? target.name : undefined;
  const derive = useCallback(
    (frame: Frame | undefined, frames: FrameStore) =>
      frame && name !== undefined ? (frame.nodeFlags[nodeRow(frame, frames, name)] ?? 0) : 0,
    [name],
  );
  return useFrameValue(derive);
}
