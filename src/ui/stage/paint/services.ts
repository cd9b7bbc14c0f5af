import { detailAt } from '../../../view/detail.ts';
import type { Frame } from '../../../view/frame.ts';
import { hueOfValue, OTHER_HUE } from '../../../view/overlays/colouring.ts';
import { plaqueX, plaqueY } from '../../../view/layout/quay.ts';
import { branch, EndpointState, trunk } from '../../../view/overlays/services.ts';
import type { Bundle, Curve } from '../../../view/overlays/services.ts';
import type { Painting } from './context.ts';
import { isVisible } from './layer.ts';
import type { Layer } from './layer.ts';
import { setFont, widthOf, write } from './lettering.ts';
import { snap } from './tiles.ts';

/** Beyond this many endpoints only the lines to the cards are drawn, and the branches of the Service that is pointed at. */
const MOST_BRANCHES = 900;

export function colourOfService(painting: Painting, row: number): string {
  const name = painting.scene.frame?.serviceName[row] ?? 0;
  const hue = hueOfValue(painting.serviceColours, name, painting.source);
  return painting.palette.hues[hue]?.edge ?? painting.palette.hues[OTHER_HUE]?.edge ?? painting.palette.tokens.ink3;
}

/** Lines from Services to the cards; they run below the cards and come up at their lower edges. */
export function paintTrunks(layer: Layer, painting: Painting): void {
  const chosen = chosenServices(painting);
  for (const of of painting.bundles) {
    const curve = trunk(painting.scene, of);
    if (curve === undefined) continue;
    style(layer.pen, painting, of, chosen);
    layer.pen.setLineDash(of.ready === 0 ? [4, 4] : []);
    strokeCurve(layer, painting, curve);
  }
  layer.pen.setLineDash([]);
  layer.pen.globalAlpha = 1;
}

/** On the cards, from the edge to the foot of each endpoint's tile; solid to ready ones, broken to the others. */
export function paintBranches(layer: Layer, painting: Painting): void {
  const { frame } = painting.scene;
  const detail = detailAt(painting.view.k);
  if (frame === undefined || detail === 'mark') return;
  const chosen = chosenServices(painting);
  const all = frame.endpointCount <= MOST_BRANCHES;
  for (const of of painting.bundles) {
    if (!all && !chosen.has(of.service)) continue;
    style(layer.pen, painting, of, chosen);
    for (const edge of of.endpoints) {
      const curve = branch(painting.scene, of, frame.endpointPod[edge] ?? 0);
      if (curve === undefined || !inSight(layer, painting, curve)) continue;
      layer.pen.setLineDash(frame.endpointState[edge] === EndpointState.ready ? [] : [3, 3]);
      strokeCurve(layer, painting, curve);
    }
  }
  layer.pen.setLineDash([]);
  layer.pen.globalAlpha = 1;
}

/** Where a line meets a pod: a full dot when it is ready, a ring when it is not. Painted above the tiles. */
export function paintFeet(layer: Layer, painting: Painting): void {
  const { frame } = painting.scene;
  const { view, palette } = painting;
  if (frame === undefined || detailAt(view.k) === 'mark') return;
  const { pen } = layer;
  const chosen = chosenServices(painting);
  const radius = Math.max(1.5, Math.min(3.5, 3 * view.k));
  for (const of of painting.bundles) {
    const colour = colourOfService(painting, of.service);
    pen.globalAlpha = chosen.size === 0 || chosen.has(of.service) ? 1 : 0.3;
    pen.lineWidth = 1.5;
    pen.strokeStyle = colour;
    for (const edge of of.endpoints) {
      const curve = branch(painting.scene, of, frame.endpointPod[edge] ?? 0);
      if (curve === undefined || !inSight(layer, painting, curve)) continue;
      pen.beginPath();
      pen.arc(curve.x2 * view.k + view.x, curve.y2 * view.k + view.y, radius, 0, Math.PI * 2);
      pen.fillStyle = frame.endpointState[edge] === EndpointState.ready ? colour : palette.tokens.surface;
      pen.fill();
      pen.stroke();
    }
  }
  pen.globalAlpha = 1;
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

function style(pen: CanvasRenderingContext2D, painting: Painting, of: Bundle, chosen: ReadonlySet<number>): void {
  const emphasised = chosen.has(of.service);
  pen.strokeStyle = colourOfService(painting, of.service);
  pen.lineWidth = emphasised ? 2 : 1.25;
  pen.globalAlpha = emphasised ? 1 : chosen.size > 0 ? 0.18 : painting.bundles.length > 60 ? 0.5 : 0.8;
}

function strokeCurve({ pen }: Layer, { view }: Painting, curve: Curve): void {
  const x1 = curve.x1 * view.k + view.x;
  const y1 = curve.y1 * view.k + view.y;
  const x2 = curve.x2 * view.k + view.x;
  const y2 = curve.y2 * view.k + view.y;
  const middle = (y1 + y2) / 2;
  pen.beginPath();
  pen.moveTo(x1, y1);
  pen.bezierCurveTo(x1, middle, x2, middle, x2, y2);
  pen.stroke();
}

function inSight(layer: Layer, { view }: Painting, curve: Curve): boolean {
  const left = Math.min(curve.x1, curve.x2) * view.k + view.x;
  const top = Math.min(curve.y1, curve.y2) * view.k + view.y;
  return isVisible(layer, left - 4, top - 4, Math.abs(curve.x1 - curve.x2) * view.k + 8, Math.abs(curve.y1 - curve.y2) * view.k + 8);
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
