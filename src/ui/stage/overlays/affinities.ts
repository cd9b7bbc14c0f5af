import type { AffinityAccount, AffinityTermAccount } from '../../../api/pod/affinity-account.ts';
import type { Frame } from '../../../view/frame.ts';
import { keyedRow, nameOf } from '../../../view/keyed.ts';
import { podNamed } from '../../../view/named.ts';
import type { FrameSource } from '../../../view/source.ts';
import type { Tokens } from '../../design/tokens.ts';
import { eachCard, eachPod } from './boxes.ts';
import { follow, keyInHand } from './following.ts';
import type { Overlay, OverlaySign } from './overlay.ts';
import { ring } from './signs.ts';

const MOST_LISTED = 6;

/** Nodes and pods that the terms of the pod in hand are about, and whether it has what it asks for. */
export const affinities: Overlay = {
  id: 'affinities',
  words: {
    en: {
      title: 'Affinity and anti-affinity',
      help: 'Point at a pod or select it: nodes and pods that it wants have a solid frame, those that it keeps away from a broken one; the legend says term by term whether it has what it asks for.',
    },
    zh: {
      title: '亲和与反亲和',
      help: '指向或选中一个 Pod：它想靠近的节点和 Pod 用实线框，想远离的用虚线框；图例逐条说明是否满足。',
    },
  },
  start(show, language) {
    const zh = language === 'zh';
    const asked = follow(
      show,
      () => keyInHand(show),
      (ask, key) => ask({ type: 'affinities', ...nameOf(key) }),
      250,
    );
    let marked: Marked | undefined;
    const marks = (frame: Frame): Marked | undefined => {
      const of = asked.answer();
      if (of === undefined || of === null) return undefined;
      if (marked?.of !== of || marked.sequence !== frame.sequence) marked = markedBy(of, frame, show.props.source);
      return marked;
    };
    return {
      frame: asked.look,
      stop: asked.stop,
      life(layer, painting) {
        asked.look();
        const { frame } = painting.scene;
        const found = frame && marks(frame);
        if (found === undefined) return;
        const { pen } = layer;
        const { tokens } = painting.palette;
        if (found.nodes.size > 0)
          eachCard(layer, painting, (board, box) => {
            const mark = found.nodes.get(painting.source.string(board.name));
            if (mark === undefined) return;
            style(pen, mark, tokens, box.width < 40 ? 1.5 : 2.5);
            ring(pen, box, box.width < 40 ? 0 : 1.5);
          });
        if (found.pods.size > 0)
          eachPod(layer, painting, (row, box) => {
            const mark = found.pods.get(row);
            if (mark === undefined) return;
            style(pen, mark, tokens, 2);
            ring(pen, box, 1.5);
          });
        pen.setLineDash([]);
      },
      legend(): readonly OverlaySign[] {
        const of = asked.answer();
        if (of === undefined) return [{ text: zh ? '指向或选中一个 Pod' : 'point at a pod, or select one' }];
        if (of === null) return [];
        if (of.flaw !== '') return [{ text: of.flaw }];
        const { name } = nameOf(keyInHand(show));
        if (of.terms.length === 0) return [{ text: zh ? `${name} 没有亲和规则` : `${name} asks for no node and no neighbour` }];
        const { tokens } = show.palette;
        const told: OverlaySign[] = of.terms.slice(0, MOST_LISTED).map((term) => ({
          text: lineOf(term, zh),
          draw: (pen, size) => {
            style(pen, term.about !== 'anti', tokens, 2);
            ring(pen, { x: 2, y: 3, width: size - 4, height: size - 6 }, 1);
            pen.setLineDash([]);
          },
        }));
        if (of.terms.length > MOST_LISTED) told.push({ text: `… +${of.terms.length - MOST_LISTED}` });
        return told;
      },
    };
  },
};

/** What terms are about, in one frame: true for what is wanted near. What any term keeps away from is kept away from. */
interface Marked {
  readonly of: AffinityAccount;
  readonly sequence: number;
  /** By name. */
  readonly nodes: ReadonlyMap<string, boolean>;
  /** By row. */
  readonly pods: ReadonlyMap<number, boolean>;
}

function markedBy(of: AffinityAccount, frame: Frame, source: FrameSource): Marked {
  const pods = marksOf(of.terms, (term) => term.pods.map((key) => keyedRow(podNamed, frame, source, key)));
  return { of, sequence: frame.sequence, nodes: marksOf(of.terms, ({ nodes }) => nodes), pods };
}

function marksOf<Name>(terms: readonly AffinityTermAccount[], names: (term: AffinityTermAccount) => readonly Name[]): Map<Name, boolean> {
  const marks = new Map<Name, boolean>();
  for (const term of terms) for (const name of names(term)) marks.set(name, term.about !== 'anti' && marks.get(name) !== false);
  return marks;
}

function style(pen: CanvasRenderingContext2D, wanted: boolean, tokens: Tokens, width: number): void {
  pen.lineWidth = width;
  pen.strokeStyle = wanted ? tokens.ok : tokens.bad;
  pen.setLineDash(wanted ? [] : [4, 3]);
}

function lineOf({ about, weight, words, topologyKey, nodes, podCount, holds }: AffinityTermAccount, zh: boolean): string {
  const held = holds === undefined ? '?' : holds ? '✓' : '✗';
  const key = topologyKey.slice(topologyKey.indexOf('/') + 1);
  const how = weight === 0 ? (zh ? '必须' : 'must') : zh ? `偏好 ${weight}` : `prefers (${weight})`;
  if (about === 'node') return `${held} ${how} ${zh ? `节点 ${words}：${nodes.length} 个` : `node ${words}: ${nodes.length} nodes`}`;
  const near = about === 'pod' ? (zh ? '靠近' : 'near') : zh ? '远离' : 'away from';
  return `${held} ${how} ${near} ${words} / ${key}${zh ? `：${podCount} 个 Pod` : `: ${podCount} pods`}`;
}
