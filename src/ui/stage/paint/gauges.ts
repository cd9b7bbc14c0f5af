import type { Frame } from '../../../view/frame.ts';
import { TILE_GAP } from '../../../view/layout/geometry.ts';
import type { Board } from '../../../view/scene/boards.ts';
import { bytes, cores } from '../../../view/text.ts';
import type { Painting } from './context.ts';
import type { Layer } from './layer.ts';
import { setFont, widthOf, writeWords } from './lettering.ts';

interface Room {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly header: number;
}

/** Requested against allocatable: the bar's end is what the node can give. */
export function bars(layer: Layer, painting: Painting, frame: Frame, board: Board, box: Room, pad: number): void {
  const gauges = gaugesOf(painting, frame, board);
  const gap = Math.max(box.width < 100 ? 4 : 8, TILE_GAP * painting.view.k);
  const width = Math.floor((box.width - 2 * pad - gap * (gauges.length - 1)) / gauges.length);
  const thick = box.header >= 40 ? 4 : 2;
  const y = Math.round(box.y + box.header - Math.min(14, box.header * 0.27));
  const labelled = box.header >= 46;
  for (const [index, gauge] of gauges.entries()) {
    const x = Math.round(box.x + pad + index * (width + gap));
    if (labelled) gaugeWords(layer, painting, gauge, x, y - 5, width);
    gaugeBar(layer, painting, gauge, x, y, width, thick);
  }
}

interface Gauge {
  readonly label: string;
  readonly used: number;
  readonly whole: number;
  readonly text: string;
}

function gaugesOf({ words }: Painting, frame: Frame, board: Board): readonly Gauge[] {
  const { row } = board;
  const cpu = [frame.nodeCpuRequested[row] ?? 0, frame.nodeCpuAllocatable[row] ?? 0] as const;
  const memory = [frame.nodeMemoryRequested[row] ?? 0, frame.nodeMemoryAllocatable[row] ?? 0] as const;
  const pods = [board.slots.used, frame.nodePodsAllocatable[row] ?? 0] as const;
  return [
    { label: words.cpu, used: cpu[0], whole: cpu[1], text: `${cores(cpu[0])}/${cores(cpu[1])}` },
    { label: words.memory, used: memory[0], whole: memory[1], text: `${bytes(memory[0])}/${bytes(memory[1])}` },
    { label: words.pods, used: pods[0], whole: pods[1], text: `${pods[0]}/${pods[1]}` },
  ];
}

function gaugeWords({ pen }: Layer, { lettering, palette }: Painting, gauge: Gauge, x: number, y: number, width: number): void {
  setFont(pen, lettering, 12);
  const percent = `${Math.round((100 * gauge.used) / Math.max(1, gauge.whole))}%`;
  const roomy = width - widthOf(pen, lettering, gauge.label) - 6 >= widthOf(pen, lettering, gauge.text);
  const text = roomy ? gauge.text : percent;
  const wide = widthOf(pen, lettering, text);
  pen.fillStyle = palette.tokens.ink3;
  writeWords(pen, lettering, gauge.label, x, y, width);
  // Where there is room for one, the name: how much it is can be seen.
  if (widthOf(pen, lettering, gauge.label) + wide + 4 > width) return;
  pen.fillStyle = palette.tokens.ink2;
  pen.fillText(text, x + width - wide, y);
}

function gaugeBar(layer: Layer, painting: Painting, gauge: Gauge, x: number, y: number, width: number, thick: number): void {
  const { pen } = layer;
  const { tokens } = painting.palette;
  const share = gauge.whole > 0 ? gauge.used / gauge.whole : 0;
  pen.fillStyle = tokens.line;
  pen.beginPath();
  pen.roundRect(x, y, width, thick, thick / 2);
  pen.fill();
  if (share <= 0) return;
  pen.fillStyle = share > 0.9 ? tokens.warnFill : tokens.lineStrong;
  pen.beginPath();
  pen.roundRect(x, y, Math.max(thick, width * Math.min(1, share)), thick, thick / 2);
  pen.fill();
}
