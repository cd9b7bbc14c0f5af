import type { Picture, PodSketch, SketchSource } from '../../../view/testing/frames.ts';
import { busyPicture, demoPicture, largePicture } from '../../../view/testing/pictures.ts';

/** Something happens, over and over, so that motion can be looked at and measured. Returns what ends it. */
export function play(what: string, source: SketchSource): () => void {
  const act = ACTS[what];
  if (act === undefined) return () => undefined;
  let beat = 0;
  const timer = setInterval(() => source.show(act(beat++)), what === 'schedule' ? 900 : 100);
  return () => clearInterval(timer);
}

const ACTS: Readonly<Record<string, (beat: number) => Picture>> = { schedule, churn, storm, traffic };

/** The pods of the small picture wait, are scheduled, and go. */
function schedule(beat: number): Picture {
  const picture = demoPicture();
  const pods = picture.pods.map((pod, index): PodSketch => {
    const phase = (beat + index) % 6;
    if (phase === 0) return { ...pod, name: `${pod.name}${Math.floor((beat + index) / 6)}`, look: 'pending', age: 200 };
    const { node: _node, ...rest } = pod;
    const name = `${pod.name}${Math.floor((beat + index) / 6)}`;
    const node = `node-${(index % 3) + 1}`;
    return phase === 5 ? { ...rest, name, node, look: 'terminating' } : { ...rest, name, node, look: phase === 1 ? 'starting' : 'ready' };
  });
  return { ...picture, pods };
}

/** Three hundred pods, each of which moves to another node every few seconds. */
function churn(beat: number): Picture {
  const picture = busyPicture();
  const pods = picture.pods.map((pod, index): PodSketch => {
    const hop = Math.floor((beat + index * 0.13) / 8);
    return pod.node === undefined ? pod : { ...pod, node: `node-${((index + hop * 5) % 12) + 1}` };
  });
  return { ...picture, pods };
}

/** Three thousand pods, one in ten of which changes its look at any time, and a hundred of which move. */
function storm(beat: number): Picture {
  const picture = largePicture();
  const pods = picture.pods.map((pod, index): PodSketch => {
    if (pod.node === undefined) return pod;
    const look = (index + beat) % 10 === 0 ? 'unready' : pod.look;
    const hop = Math.floor((beat + index * 0.37) / 30);
    return { ...pod, look, node: `node-${((index + hop * 7) % 100) + 1}` };
  });
  return { ...picture, pods };
}

function traffic(beat: number): Picture {
  const picture = demoPicture();
  const to = beat % 2 === 0 ? 'default/web-7d9c5b8f6d-x2k4p' : 'default/web-7d9c5b8f6d-9qhtd';
  return {
    ...picture,
    hints: beat % 4 === 0 ? [{ type: 'packet', at: 0, from: 'default/redis-0', to, service: 'default/web', ok: true }] : [],
  };
}
