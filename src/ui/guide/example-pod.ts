import { PodLook } from '../../protocol/frame.ts';
import type { Frame } from '../../protocol/frame.ts';
import type { FrameSource } from '../../view/source.ts';
import type { Target } from '../state/selection.ts';

/** A pod to show the end of: one that is well and that a controller will replace, of the Deployment web where there is one. */
export function examplePod(frame: Frame | undefined, frames: FrameSource): Target | undefined {
  if (frame === undefined) return undefined;
  const { podCount, podLook, podController, podOwner, podNamespace, podName } = frame;
  const web = frames.numberOf('Deployment/web');
  const home = frames.numberOf('default');
  // Number 0 is no controller at all.
  const suits = (row: number): boolean => podLook[row] === PodLook.ready && podController[row] !== 0;
  const rows = (wanted: (row: number) => boolean): number => {
    for (let row = 0; row < podCount; row++) if (wanted(row)) return row;
    return -1;
  };
  let row = web < 0 ? -1 : rows((at) => podOwner[at] === web && podNamespace[at] === home && suits(at));
  if (row < 0) row = rows((at) => suits(at) && REPLACING.test(frames.string(podController[at] ?? 0)));
  return row < 0 ? undefined : { kind: 'Pod', namespace: frames.string(podNamespace[row] ?? 0), name: frames.string(podName[row] ?? 0) };
}

/** Those that make another at once, of the same kind. */
const REPLACING = /^(ReplicaSet|ReplicationController|StatefulSet|DaemonSet)\//;
