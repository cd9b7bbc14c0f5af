import { EndpointState } from '../endpoint-state.ts';
import type { Frame } from '../frame.ts';
import { cardAt } from '../layout/field.ts';
import { CARD_GAP, TILE_GAP, TILE_HEIGHT } from '../layout/geometry.ts';
import { plaqueX, plaqueY } from '../layout/quay.ts';
import type { Point } from '../scene/motion.ts';
import { podEntity } from '../items.ts';
import type { Scene } from '../scene/scene.ts';

/** Endpoints of one Service on one node: they share a line from the Service to the card, and part there. */
export interface Bundle {
  /** Row of the Service, and its place among the plaques. */
  readonly service: number;
  readonly order: number;
  /** Row of the node, -1 for the shore. */
  readonly node: number;
  ready: number;
  readonly endpoints: number[];
}

export function bundle(scene: Scene, frame: Frame): readonly Bundle[] {
  const bundles = new Map<number, Bundle>();
  const orders = new Map(scene.services.map((row, order) => [row, order]));
  for (let edge = 0; edge < frame.endpointCount; edge++) {
    const service = frame.endpointService[edge] ?? 0;
    const node = frame.podNode[frame.endpointPod[edge] ?? 0] ?? -1;
    const key = service * (frame.nodeCount + 1) + node + 1;
    const found = bundles.get(key) ?? { service, order: orders.get(service) ?? 0, node, ready: 0, endpoints: [] };
    if (frame.endpointState[edge] === EndpointState.ready) found.ready++;
    found.endpoints.push(edge);
    bundles.set(key, found);
  }
  return [...bundles.values()];
}

/**
 * From the Service to the lower edge of the card, around all other cards: up to a lane below the field, along it, up a gutter
 * between cards if there are cards in the way, along the lane below the row, and up. Each Service keeps to its own lanes.
 */
export function trunk(scene: Scene, of: Bundle): readonly Point[] | undefined {
  const port = portOf(scene, of);
  const board = scene.boards.byRow[of.node];
  if (port === undefined || board === undefined) return undefined;
  const { field, quay } = scene.plan;
  const share = (of.order + 1) / (scene.services.length + 1);
  const bottom = field.bounds.y + field.bounds.height;
  const lane = bottom + (quay.y - bottom) * (0.2 + 0.6 * share);
  const start = mooring(scene, of.order);
  const foot = start[start.length - 1] ?? port;
  if (!isBlocked(scene, port)) return [...start, { x: foot.x, y: lane }, { x: port.x, y: lane }, port];
  const gutter = board.x - CARD_GAP * (0.2 + 0.6 * share);
  const below = port.y + CARD_GAP * (0.2 + 0.6 * share);
  return [...start, { x: foot.x, y: lane }, { x: gutter, y: lane }, { x: gutter, y: below }, { x: port.x, y: below }, port];
}

/** Where a line leaves its Service: from the top, or, where other plaques are above, from the side and up between them. */
function mooring({ plan: { quay } }: Scene, order: number): readonly Point[] {
  const x = plaqueX(quay, order);
  const y = plaqueY(quay, order);
  if (order < quay.columns) return [{ x: x + quay.plaqueWidth / 2, y }];
  const row = Math.floor(order / quay.columns);
  const middle = y + quay.plaqueHeight / 2;
  return [
    { x, y: middle },
    { x: x - quay.gap * (0.25 + 0.25 * (row % 3)), y: middle },
  ];
}

function isBlocked(scene: Scene, port: Point): boolean {
  const { field } = scene.plan;
  const next = port.y + CARD_GAP + field.titleHeight + 1;
  return next < field.bounds.y + field.bounds.height && cardAt(field, port.x, next) >= 0;
}

/** Where a Service's line meets a card; each Service has its own spot on the edge, in the order of the plaques. */
function portOf(scene: Scene, of: Bundle): Point | undefined {
  const board = scene.boards.byRow[of.node];
  if (board === undefined) return undefined;
  const { cardWidth, cardHeight } = scene.plan.field;
  const share = (of.order + 1) / (scene.services.length + 1);
  return { x: board.x + cardWidth * (0.1 + 0.8 * share), y: board.y + cardHeight };
}

/** How a Service reaches a pod on its card: along the card's foot, up beside the column of tiles, and in from the left. */
export interface Branch {
  readonly port: Point;
  readonly railY: number;
  readonly riserX: number;
  readonly foot: Point;
}

const LANES = 3;

export function branch(scene: Scene, of: Bundle, pod: number): Branch | undefined {
  const port = portOf(scene, of);
  const entity = podEntity(scene, pod);
  if (port === undefined || entity < 0) return undefined;
  const x = scene.pods.homeX[entity] ?? 0;
  const y = scene.pods.homeY[entity] ?? 0;
  // Services that share a gutter run beside one another, and end one above the other.
  const lane = of.order % LANES;
  return {
    port,
    railY: port.y - 2.5 - lane * 1.5,
    riserX: x - TILE_GAP / 2 + (1 - lane) * 1.25,
    foot: { x, y: y + TILE_HEIGHT * (0.78 - lane * 0.26) },
  };
}

export function branchPoints({ port, railY, riserX, foot }: Branch): readonly Point[] {
  return [port, { x: port.x, y: railY }, { x: riserX, y: railY }, { x: riserX, y: foot.y }, foot];
}

/** The point a share of the way along a line with square corners. Writes into `out`. */
export function along(corners: readonly Point[], t: number, out: Point): void {
  let left = t * lengthOf(corners);
  for (const [index, to] of corners.entries()) {
    const from = corners[index - 1] ?? to;
    const length = Math.abs(from.x - to.x) + Math.abs(from.y - to.y);
    const share = length === 0 ? 1 : Math.min(1, left / length);
    out.x = from.x + (to.x - from.x) * share;
    out.y = from.y + (to.y - from.y) * share;
    left -= length;
    if (index > 0 && left <= 0) return;
  }
}

export function lengthOf(corners: readonly Point[]): number {
  return corners.reduce((sum, to, index) => {
    const from = corners[index - 1] ?? to;
    return sum + Math.abs(from.x - to.x) + Math.abs(from.y - to.y);
  }, 0);
}
