import { detailAt } from '../../../view/detail.ts';
import type { Frame } from '../../../view/frame.ts';
import { plaqueX, plaqueY } from '../../../view/layout/quay.ts';
import { EndpointState } from '../../../view/endpoint-state.ts';
import { branch, trunk } from '../../../view/overlays/services.ts';
import type { Branch, Bundle } from '../../../view/overlays/services.ts';
import { locatePacket } from '../../../view/overlays/packets.ts';
import type { Packet } from '../../../view/overlays/packets.ts';

export { readPackets } from '../../../view/overlays/packets.ts';
export { bundle } from '../../../view/overlays/services.ts';
import type { Point } from '../../../view/scene/motion.ts';
import { colourOfService } from './context.ts';
import type { Painting } from './context.ts';
import { isVisible } from './layer.ts';
import type { Layer } from './layer.ts';
import { setFont, widthOf, write } from './lettering.ts';
import { snap } from './tiles.ts';

/** Lines from Services to the cards; all of one Service in one stroke, so that shared stretches are no darker. */
export function paintTrunks(layer: Layer, painting: Painting): void {
  const chosen = chosenServices(painting);
  const { pen } = layer;
  for (const [service, bundles] of byService(shownBundles(painting, chosen))) {
    style(pen, painting, service, chosen);
    for (const ready of [true, false]) {
      pen.setLineDash(ready ? [] : [4, 4]);
      pen.beginPath();
      for (const of of bundles) if (of.ready > 0 === ready) trace(layer, painting, trunk(painting.scene, of) ?? []);
      pen.stroke();
    }
  }
  pen.setLineDash([]);
  pen.globalAlpha = 1;
}

function byService(bundles: readonly Bundle[]): ReadonlyMap<number, readonly Bundle[]> {
  const grouped = new Map<number, Bundle[]>();
  for (const of of bundles) {
    const group = grouped.get(of.service);
    if (group === undefined) grouped.set(of.service, [of]);
    else group.push(of);
  }
  return grouped;
}

const BEND = 6;

/** A line with square corners, rounded a little. */
function trace({ pen, ratio }: Layer, { view }: Painting, corners: readonly Point[]): void {
  const px = corners.map(({ x }) => snap(x * view.k + view.x, ratio));
  const py = corners.map(({ y }) => snap(y * view.k + view.y, ratio));
  pen.moveTo(px[0] ?? 0, py[0] ?? 0);
  for (let at = 1; at < corners.length; at++) {
    const [x = 0, y = 0, nextX = x, nextY = y] = [px[at], py[at], px[at + 1], py[at + 1]];
    const before = Math.abs((px[at - 1] ?? x) - x) + Math.abs((py[at - 1] ?? y) - y);
    const after = Math.abs(nextX - x) + Math.abs(nextY - y);
    pen.arcTo(x, y, nextX, nextY, Math.min(BEND, before / 2, after / 2));
  }
}

/** On the cards: one bracket per Service around its endpoints; stubs to those that are not ready are broken. */
export function paintBranches(layer: Layer, painting: Painting): void {
  const { frame } = painting.scene;
  if (frame === undefined || detailAt(painting.view.k, painting.scene.plan.tileWidth) === 'mark') return;
  const chosen = chosenServices(painting);
  for (const of of shownBundles(painting, chosen)) {
    if (!onCanvas(layer, painting, of)) continue;
    style(layer.pen, painting, of.service, chosen);
    bracket(layer, painting, frame, of);
  }
  layer.pen.setLineDash([]);
  layer.pen.globalAlpha = 1;
}

function bracket(layer: Layer, painting: Painting, frame: Frame, of: Bundle): void {
  const { pen, ratio } = layer;
  const { view } = painting;
  const px = (x: number): number => snap(x * view.k + view.x, ratio);
  const py = (y: number): number => snap(y * view.k + view.y, ratio);
  const branches = branchesOf(painting, frame, of);
  const [first] = branches;
  if (first === undefined) return;
  const tops = new Map<number, number>();
  for (const { branch } of branches) tops.set(branch.riserX, Math.min(tops.get(branch.riserX) ?? branch.foot.y, branch.foot.y));
  const reach = [...tops.keys(), first.branch.port.x];
  pen.setLineDash(of.ready === 0 ? [3, 3] : []);
  pen.beginPath();
  pen.moveTo(px(first.branch.port.x), py(first.branch.port.y));
  pen.lineTo(px(first.branch.port.x), py(first.branch.railY));
  pen.moveTo(px(Math.min(...reach)), py(first.branch.railY));
  pen.lineTo(px(Math.max(...reach)), py(first.branch.railY));
  for (const [x, top] of tops) {
    pen.moveTo(px(x), py(first.branch.railY));
    pen.lineTo(px(x), py(top));
  }
  for (const { branch } of branches) {
    pen.moveTo(px(branch.riserX), py(branch.foot.y));
    pen.lineTo(px(branch.foot.x), py(branch.foot.y));
  }
  pen.stroke();
}

interface Reached {
  readonly branch: Branch;
  readonly state: number;
}

function branchesOf(painting: Painting, frame: Frame, of: Bundle): readonly Reached[] {
  return of.endpoints.flatMap((edge) => {
    const reached = branch(painting.scene, of, frame.endpointPod[edge] ?? 0);
    return reached === undefined ? [] : [{ branch: reached, state: frame.endpointState[edge] ?? 0 }];
  });
}

/** Where a line meets a pod: a full dot when it is ready, a ring when it is not. Painted above the tiles. */
export function paintFeet(layer: Layer, painting: Painting): void {
  const { frame } = painting.scene;
  if (frame === undefined || detailAt(painting.view.k, painting.scene.plan.tileWidth) === 'mark') return;
  const chosen = chosenServices(painting);
  for (const of of painting.bundles.length <= MOST_DOTTED ? painting.bundles : shownBundles(painting, chosen)) {
    if (!onCanvas(layer, painting, of)) continue;
    layer.pen.globalAlpha = chosen.size === 0 || chosen.has(of.service) ? 1 : 0.3;
    for (const { branch, state } of branchesOf(painting, frame, of))
      foot(layer, painting, colourOfService(painting, of.service), branch, state);
  }
  layer.pen.globalAlpha = 1;
}

function foot({ pen }: Layer, { view, palette }: Painting, colour: string, { foot }: Branch, state: number): void {
  pen.beginPath();
  pen.arc(foot.x * view.k + view.x, foot.y * view.k + view.y, Math.max(1.5, Math.min(4, 2.4 * view.k)), 0, Math.PI * 2);
  pen.fillStyle = state === EndpointState.ready ? colour : palette.tokens.surface;
  pen.fill();
  pen.lineWidth = 1.5;
  pen.strokeStyle = colour;
  pen.stroke();
}

function onCanvas(layer: Layer, { scene, view }: Painting, of: Bundle): boolean {
  const board = scene.boards.byRow[of.node];
  if (board === undefined) return false;
  const { cardWidth, cardHeight } = scene.plan.field;
  return isVisible(layer, board.x * view.k + view.x, board.y * view.k + view.y, cardWidth * view.k, cardHeight * view.k);
}

/** Services that are pointed at, selected, or have the selected pod among their endpoints; the others step back. */
function chosenServices({ scene, hovered, selected, focused }: Painting): ReadonlySet<number> {
  const chosen = new Set<number>();
  const { frame } = scene;
  for (const hit of [hovered, selected, focused]) {
    if (hit?.on === 'service') chosen.add(hit.row);
    if (hit?.on !== 'pod' || frame === undefined) continue;
    for (let edge = 0; edge < frame.endpointCount; edge++) {
      if (frame.endpointPod[edge] === hit.row) chosen.add(frame.endpointService[edge] ?? 0);
    }
  }
  return chosen;
}

/** Beyond this many lines nothing can be told from them: only those of what is pointed at are drawn. The dots on the pods stay. */
const MOST_LINES = 60;
const MOST_DOTTED = 3000;

function shownBundles({ bundles }: Painting, chosen: ReadonlySet<number>): readonly Bundle[] {
  return bundles.length <= MOST_LINES ? bundles : bundles.filter(({ service }) => chosen.has(service));
}

function style(pen: CanvasRenderingContext2D, painting: Painting, service: number, chosen: ReadonlySet<number>): void {
  const emphasised = chosen.has(service);
  pen.strokeStyle = colourOfService(painting, service);
  pen.lineWidth = emphasised && painting.view.k >= 1 ? 2 : 1.5;
  pen.globalAlpha = emphasised ? 1 : chosen.size > 0 ? 0.2 : 0.75;
}

/** The Services themselves: name, ports, and how many of their endpoints are ready. */
export function paintQuay(layer: Layer, painting: Painting): void {
  const { scene } = painting;
  const { frame } = scene;
  if (frame === undefined || scene.plan.quay.count === 0) return;
  const ready = new Uint32Array(frame.serviceCount);
  const all = new Uint32Array(frame.serviceCount);
  for (let edge = 0; edge < frame.endpointCount; edge++) {
    const service = frame.endpointService[edge] ?? 0;
    all[service] = (all[service] ?? 0) + 1;
    if (frame.endpointState[edge] === EndpointState.ready) ready[service] = (ready[service] ?? 0) + 1;
  }
  for (const [order, row] of scene.services.entries()) plaque(layer, painting, frame, order, row, `${ready[row] ?? 0}/${all[row] ?? 0}`);
}

function plaque(layer: Layer, painting: Painting, frame: Frame, order: number, row: number, count: string): void {
  const { pen, ratio } = layer;
  const { scene, view, palette, lettering, source } = painting;
  const { quay } = scene.plan;
  const x = snap(plaqueX(quay, order) * view.k + view.x, ratio);
  const y = snap(plaqueY(quay, order) * view.k + view.y, ratio);
  const width = snap(quay.plaqueWidth * view.k, ratio);
  const height = snap(quay.plaqueHeight * view.k, ratio);
  if (!isVisible(layer, x, y, width, height)) return;
  const colour = colourOfService(painting, row);
  pen.beginPath();
  pen.roundRect(x + 0.5, y + 0.5, width - 1, height - 1, Math.min(6, height * 0.2));
  pen.fillStyle = palette.tokens.raised;
  pen.fill();
  pen.lineWidth = 1;
  pen.strokeStyle = colour;
  pen.stroke();
  pen.fillStyle = colour;
  pen.fillRect(x + Math.min(10, width * 0.1), y, width - 2 * Math.min(10, width * 0.1), Math.min(3, height * 0.12));
  if (height < 16 || width < 40) return;
  const two = height >= 32;
  const baseline = Math.round(two ? y + height / 2 - 2 : y + height / 2 + 5);
  setFont(pen, lettering, 12);
  const countWidth = width < 84 ? 0 : widthOf(pen, lettering, count);
  pen.fillStyle = palette.tokens.ink2;
  if (countWidth > 0) pen.fillText(count, x + width - 8 - countWidth, baseline);
  if (two) write(pen, lettering, source.string(frame.servicePorts[row] ?? 0), x + 8, baseline + 15, width - 16);
  setFont(pen, lettering, 12, true);
  pen.fillStyle = palette.tokens.ink;
  write(pen, lettering, source.string(frame.serviceName[row] ?? 0), x + 8, baseline, width - 20 - countWidth);
}

/** Requests on their way. */
export function paintPackets(layer: Layer, painting: Painting, packets: readonly Packet[]): void {
  for (const packet of packets) paintPacket(layer, painting, packet);
}

const point: Point = { x: 0, y: 0 };

function paintPacket(layer: Layer, painting: Painting, packet: Packet): void {
  if (painting.time < packet.start || painting.time >= packet.end) return;
  const { view, palette } = painting;
  const { pen } = layer;
  locatePacket(packet, painting.time, point);
  const x = point.x * view.k + view.x;
  const y = point.y * view.k + view.y;
  pen.fillStyle = packet.ok ? colourOfService(painting, painting.scene.services[packet.order] ?? 0) : palette.tokens.badFill;
  pen.strokeStyle = palette.tokens.surface;
  pen.lineWidth = 1.5;
  pen.beginPath();
  if (packet.ok) pen.arc(x, y, 5, 0, Math.PI * 2);
  else pen.rect(x - 4.5, y - 4.5, 9, 9);
  pen.fill();
  pen.stroke();
}
