import type { Frame } from '../../../view/frame.ts';
import { CARD_GAP, CARD_HEADER, PITCH_Y } from '../../../view/layout/geometry.ts';
import type { Rect } from '../../../view/layout/geometry.ts';
import { slotRow } from '../../../view/layout/slots.ts';
import type { Board } from '../../../view/scene/boards.ts';
import { bytes, cores } from '../../../view/text.ts';
import type { ClusterUse } from '../../../protocol/use.ts';
import type { Painting } from '../paint/context.ts';
import type { Layer } from '../paint/layer.ts';
import { setFont, widthOf, write } from '../paint/lettering.ts';
import { eachCard } from './boxes.ts';
import { follow } from './following.ts';
import type { Overlay, OverlaySign } from './overlay.ts';

/** Requests against what a node can give, limits beyond it, and what is used of it. */
export const requests: Overlay = {
  id: 'requests',
  words: {
    en: {
      title: 'Requests, limits and use',
      help: 'A column per node for cpu and memory: filled as far as requested, with a dark core as high as what is used; a line where limits end, above the top when overcommitted. Use is what the metrics API tells.',
    },
    zh: {
      title: '请求、限制与用量',
      help: '每个节点有 cpu 和内存两根柱：填充到已请求处，深色芯为实际用量；横线为限制所在，超过顶端即为超额承诺。用量来自指标 API。',
    },
  },
  start(show, spoken) {
    const zh = spoken === 'zh';
    const following = follow(
      show,
      () => 'all',
      (ask) => ask({ type: 'use' }),
    );
    return {
      frame: following.look,
      stop: following.stop,
      still: (layer, painting) => {
        const { frame } = painting.scene;
        if (frame !== undefined) {
          const nodes = following.answer()?.nodes;
          const useOf = (row: number) => nodes?.[show.props.source.string(frame.nodeName[row] ?? 0)];
          eachCard(layer, painting, (board, box) => {
            if (box.width < SMALL) {
              tint(layer, painting, frame, board.row, box);
              return;
            }
            const amounts = amountsOf(frame, board.row, useOf(board.row));
            columns(layer, painting, amounts, box);
            if (box.width >= 150 && hasFoot(board, painting)) foot(layer, painting, amounts, box, zh);
          });
        }
      },
      legend: () => {
        const { frame } = show.scene;
        const { tokens } = show.palette;
        const share = (used: Float64Array | undefined, of: Float64Array | undefined): number =>
          Math.round((100 * sum(used)) / Math.max(1, sum(of)));
        const cpu = share(frame?.nodeCpuRequested, frame?.nodeCpuAllocatable);
        const memory = share(frame?.nodeMemoryRequested, frame?.nodeMemoryAllocatable);
        const over = overcommitted(frame);
        return [
          {
            text: zh ? `已请求：cpu ${cpu}%，内存 ${memory}%` : `requested: cpu ${cpu}%, memory ${memory}%`,
            draw: (pen, size) => {
              pen.fillStyle = tokens.infoFill;
              pen.fillRect(2, size * 0.4, size - 4, size * 0.6);
            },
          },
          ...usedSign(following.answer(), frame, tokens.ink, zh),
          {
            text: zh ? `限制超过可分配量的节点 ${over}` : `nodes whose limits are beyond what they have ${over}`,
            draw: (pen, size) => {
              pen.fillStyle = tokens.badFill;
              pen.fillRect(0, size / 2 - 1, size, 2);
            },
          },
        ];
      },
    };
  },
};

function sum(column: Float64Array | undefined): number {
  return column?.reduce((all, one) => all + one, 0) ?? 0;
}

function overcommitted(frame: Frame | undefined): number {
  let count = 0;
  for (let row = 0; row < (frame?.nodeCount ?? 0); row++) {
    const cpu = (frame?.nodeCpuLimits[row] ?? 0) > (frame?.nodeCpuAllocatable[row] ?? 0);
    if (cpu || (frame?.nodeMemoryLimits[row] ?? 0) > (frame?.nodeMemoryAllocatable[row] ?? 0)) count++;
  }
  return count;
}

/** How much of all nodes together is used; nothing until it is known. */
function usedSign(use: ClusterUse | null | undefined, frame: Frame | undefined, ink: string, zh: boolean): readonly OverlaySign[] {
  if (use === undefined) return [];
  if (use === null) return [{ text: zh ? '没有指标 API，用量未知' : 'no metrics API: use is unknown' }];
  const used = Object.values(use.nodes);
  const share = (all: number, of: Float64Array | undefined): number => Math.round((100 * all) / Math.max(1, sum(of)));
  const cpu = share(
    used.reduce((all, { cpuMilli }) => all + cpuMilli, 0),
    frame?.nodeCpuAllocatable,
  );
  const memory = share(
    used.reduce((all, node) => all + node.bytes, 0),
    frame?.nodeMemoryAllocatable,
  );
  const draw: OverlaySign['draw'] = (pen, size) => {
    pen.fillStyle = ink;
    pen.fillRect(size * 0.36, size * 0.4, size * 0.28, size * 0.6);
  };
  return [{ text: zh ? `已使用：cpu ${cpu}%，内存 ${memory}%` : `used: cpu ${cpu}%, memory ${memory}%`, draw }];
}

type NodeUse = ClusterUse['nodes'][string] | undefined;

interface Amounts {
  readonly cpu: Amount;
  readonly memory: Amount;
}

function amountsOf(frame: Frame, row: number, use: NodeUse): Amounts {
  return {
    cpu: {
      asked: frame.nodeCpuRequested[row] ?? 0,
      limit: frame.nodeCpuLimits[row] ?? 0,
      whole: frame.nodeCpuAllocatable[row] ?? 0,
      used: use?.cpuMilli,
    },
    memory: {
      asked: frame.nodeMemoryRequested[row] ?? 0,
      limit: frame.nodeMemoryLimits[row] ?? 0,
      whole: frame.nodeMemoryAllocatable[row] ?? 0,
      used: use?.bytes,
    },
  };
}

/** Width in pixels below which a card has no room for columns. */
const SMALL = 30;

/** Very small cards are tinted by the larger share of requests. */
function tint({ pen }: Layer, { palette }: Painting, frame: Frame, row: number, { x, y, width, height }: Rect): void {
  const cpu = (frame.nodeCpuRequested[row] ?? 0) / Math.max(1, frame.nodeCpuAllocatable[row] ?? 0);
  const memory = (frame.nodeMemoryRequested[row] ?? 0) / Math.max(1, frame.nodeMemoryAllocatable[row] ?? 0);
  const share = Math.min(1, Math.max(cpu, memory) ** 2);
  if (share === 0) return;
  pen.globalAlpha = 0.55 * share;
  pen.fillStyle = palette.tokens.infoFill;
  pen.fillRect(x, y, width, height);
  pen.globalAlpha = 1;
}

/** Two columns beside a card. */
function columns(layer: Layer, painting: Painting, { cpu, memory }: Amounts, box: Rect): void {
  const room = CARD_GAP * painting.view.k;
  const wide = Math.max(1, Math.min(8, room * 0.36));
  const left = box.x + box.width + Math.max(0, room - 2 * wide - 1) / 2;
  column(layer, painting, cpu, { x: left, y: box.y, width: wide, height: box.height });
  column(layer, painting, memory, { x: left + wide + 1, y: box.y, width: wide, height: box.height });
}

/** The numbers along a card's foot: as many as there is room for, since half a number says something else. */
function foot({ pen }: Layer, { lettering, palette }: Painting, { cpu, memory }: Amounts, box: Rect, zh: boolean): void {
  const [uses, asks, stops] = zh ? ['用量', '请求', '限制'] : ['use', 'req', 'lim'];
  const parts = [`${asks} ${cores(cpu.asked)} ${bytes(memory.asked)}`, `${stops} ${cores(cpu.limit)} ${bytes(memory.limit)}`];
  if (cpu.used !== undefined && memory.used !== undefined) parts.unshift(`${uses} ${used(cpu.used)} ${bytes(memory.used)}`);
  setFont(pen, lettering, 12);
  while (parts.length > 1 && widthOf(pen, lettering, parts.join(' · ')) > box.width - 14) parts.pop();
  pen.fillStyle = palette.tokens.ink2;
  write(pen, lettering, parts.join(' · '), box.x + 8, box.y + box.height - 5, box.width - 14);
}

/** Little use is told as kubectl top does. */
function used(milli: number): string {
  return milli < 100 ? `${Math.ceil(milli)}m` : cores(Math.round(milli));
}

/** Whether no pod stands where a line would be written. */
function hasFoot({ slots, height }: Board, { view }: Painting): boolean {
  const rows = slots.extent === 0 ? 0 : slotRow(slots.extent - 1) + 1;
  return (height - CARD_HEADER - rows * PITCH_Y) * view.k > 16;
}

interface Amount {
  readonly asked: number;
  readonly limit: number;
  readonly whole: number;
  /** Undefined where nobody has measured it. */
  readonly used: number | undefined;
}

/** The upper fifth is left for limits beyond the whole. */
function column(
  { pen }: Layer,
  { palette: { tokens } }: Painting,
  { asked, limit, whole, used }: Amount,
  { x, y, width, height }: Rect,
): void {
  const top = y + height * 0.2;
  const high = height * 0.8 - 3;
  const share = (amount: number): number => Math.min(1.24, amount / Math.max(1, whole)) * high;
  pen.fillStyle = tokens.line;
  pen.fillRect(x, top, width, high);
  pen.fillStyle = tokens.infoFill;
  pen.fillRect(x, top + high - Math.min(high, share(asked)), width, Math.min(high, share(asked)));
  if (used !== undefined) {
    pen.fillStyle = tokens.ink;
    const tall = Math.max(2, Math.min(high, share(used)));
    const core = Math.max(1, Math.round(width * 0.4));
    pen.fillRect(x + (width - core) / 2, top + high - tall, core, tall);
  }
  if (limit <= 0) return;
  pen.fillStyle = limit > whole ? tokens.badFill : tokens.ink2;
  pen.fillRect(x - 0.5, top + high - share(limit) - 1, width + 1, 2);
}
