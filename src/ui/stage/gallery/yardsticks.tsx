import { useState } from 'react';
import type { ReactNode } from 'react';
import { flushSync } from 'react-dom';

/** Other ways to draw as many marks, as simple as they come: what the stage is measured against. */
export interface Yardstick {
  /** Brings every mark to where it is at a time. */
  readonly show: (beat: number) => void;
}

const WIDTH = 1280;
const HEIGHT = 720;
const COLOURS = ['#508f78', '#bd7d00', '#d04e00', '#3f8fc4'];

function place(index: number, count: number, beat: number): { readonly x: number; readonly y: number } {
  const columns = Math.ceil(Math.sqrt((count * WIDTH) / HEIGHT));
  const pitch = WIDTH / columns;
  return { x: (index % columns) * pitch + Math.sin(beat / 9) * 3, y: Math.floor(index / columns) * pitch };
}

/** A rectangle of SVG per pod, moved by React. */
export function SvgMarks({ count, ready }: { readonly count: number; readonly ready: (yardstick: Yardstick) => void }): ReactNode {
  const [beat, setBeat] = useState(0);
  return (
    <svg
      width={WIDTH}
      height={HEIGHT}
      ref={(element) => {
        if (element) ready({ show: (next) => flushSync(() => setBeat(next)) });
      }}
    >
      {Array.from({ length: count }, (_, index) => {
        const { x, y } = place(index, count, beat);
        return <rect key={index} x={x} y={y} width={3} height={2} fill={COLOURS[(index + beat) % 50 === 0 ? 2 : 0]} />;
      })}
    </svg>
  );
}

/** One object per pod in a tree of containers, each drawn with a transform of its own: how kube-ops-view shows a cluster. */
class SceneObject {
  x = 0;
  y = 0;
  visible = true;
  colour = COLOURS[0] ?? '';
  readonly children: SceneObject[] = [];
  draw(pen: CanvasRenderingContext2D): void {
    if (!this.visible) return;
    pen.save();
    pen.translate(this.x, this.y);
    if (this.children.length === 0) {
      pen.fillStyle = this.colour;
      pen.fillRect(0, 0, 3, 2);
    }
    for (const child of this.children) child.draw(pen);
    pen.restore();
  }
}

export function sceneGraph(canvas: HTMLCanvasElement, count: number): Yardstick {
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const pen = canvas.getContext('2d');
  const root = new SceneObject();
  const pods = Array.from({ length: count }, (_, index) => {
    if (index % 30 === 0) root.children.push(new SceneObject());
    const pod = new SceneObject();
    root.children.at(-1)?.children.push(pod);
    return pod;
  });
  return {
    show(beat) {
      if (pen === null) return;
      for (const [index, pod] of pods.entries()) {
        const { x, y } = place(index, count, beat);
        pod.x = x;
        pod.y = y;
        pod.colour = COLOURS[(index + beat) % 50 === 0 ? 2 : 0] ?? '';
      }
      pen.clearRect(0, 0, WIDTH, HEIGHT);
      root.draw(pen);
    },
  };
}
