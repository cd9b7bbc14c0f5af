import type { Frame } from '../frame.ts';
import { TILE_HEIGHT, TILE_WIDTH } from '../layout/geometry.ts';
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

export const EndpointState = { unready: 0, ready: 1, terminating: 2 } as const;

/** A line of at most one bend each way: from, two control points, to. */
export interface Curve {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
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

/** From the top of the plaque to the lower edge of the card. */
export function trunk(scene: Scene, of: Bundle): Curve | undefined {
  const port = portOf(scene, of);
  const { quay } = scene.plan;
  return port && { x1: plaqueX(quay, of.order) + quay.plaqueWidth / 2, y1: plaqueY(quay, of.order), x2: port.x, y2: port.y };
}

/** Where a Service's line meets a card; each Service has its own spot on the edge, in the order of the plaques. */
export function portOf(scene: Scene, of: Bundle): Point | undefined {
  const board = scene.boards.byRow[of.node];
  if (board === undefined) return undefined;
  const { cardWidth, cardHeight } = scene.plan.field;
  const share = (of.order + 1) / (scene.services.length + 1);
  return { x: board.x + cardWidth * (0.1 + 0.8 * share), y: board.y + cardHeight };
}

/** From the card's lower edge to the foot of the pod's tile. */
export function branch(scene: Scene, of: Bundle, pod: number): Curve | undefined {
  const port = portOf(scene, of);
  const entity = podEntity(scene, pod);
  if (port === undefined || entity < 0) return undefined;
  return { x1: port.x, y1: port.y, x2: footX(scene, entity, of.order), y2: (scene.pods.homeY[entity] ?? 0) + TILE_HEIGHT };
}

/** Feet of a tile: several Services find room beside one another. */
export function footX(scene: Scene, entity: number, order: number): number {
  return (scene.pods.homeX[entity] ?? 0) + TILE_WIDTH / 2 + (((order * 2 + 2) % 5) - 2) * 8;
}

/** A point on a curve that leaves and arrives upright. */
export function along(curve: Curve, t: number, out: Point): void {
  const middle = (curve.y1 + curve.y2) / 2;
  const u = 1 - t;
  out.x = u * u * u * curve.x1 + 3 * u * u * t * curve.x1 + 3 * u * t * t * curve.x2 + t * t * t * curve.x2;
  out.y = u * u * u * curve.y1 + 3 * u * u * t * middle + 3 * u * t * t * middle + t * t * t * curve.y2;
}
