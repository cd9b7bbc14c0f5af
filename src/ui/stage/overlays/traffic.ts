import { routeOf } from '../../../view/overlays/packets.ts';
import { along, lengthOf } from '../../../view/overlays/services.ts';
import { createFlows, flowsByService, noteTraffic } from '../../../view/overlays/traffic.ts';
import type { Flow, ServiceFlow } from '../../../view/overlays/traffic.ts';
import type { FrameSource } from '../../../view/source.ts';
import type { Frame } from '../../../view/frame.ts';
import { keyedRow, nameOf } from '../../../view/keyed.ts';
import { podNamed, serviceNamed } from '../../../view/named.ts';
import { plaqueX, plaqueY } from '../../../view/layout/quay.ts';
import type { Point } from '../../../view/scene/motion.ts';
import { colourOfService } from '../paint/context.ts';
import type { Painting } from '../paint/context.ts';
import type { Layer } from '../paint/layer.ts';
import { setFont, widthOf } from '../paint/lettering.ts';
import { isCalm, touch } from '../show.ts';
import type { Overlay, OverlaySign } from './overlay.ts';
import { rateText } from './signs.ts';

const MOST_DRAWN = 300;
const MOST_LISTED = 5;

/** Requests to Services as a flow along the lines to their endpoints. */
export const traffic: Overlay = {
  id: 'traffic',
  words: {
    en: {
      title: 'Traffic',
      help: 'Requests flow from the one who asks to the Service and on to the endpoint that answers: the thicker, the more; squares are requests that failed. Numbers are requests a second.',
    },
    zh: {
      title: '流量',
      help: '请求从发起者流向 Service，再到应答的端点：越粗越多；方块表示失败的请求。数字为每秒请求数。',
    },
  },
  start(show, language) {
    const zh = language === 'zh';
    const flows = createFlows();
    let services: readonly ServiceFlow[] = [];
    let busiest: readonly Flow[] = [];
    let moved = -1;
    return {
      frame() {
        const { frame } = show.scene;
        if (frame === undefined) return;
        noteTraffic(flows, frame);
        services = flowsByService(flows);
        busiest = [...flows.byWay.values()].sort((a, b) => b.ok + b.failed - a.ok - a.failed).slice(0, MOST_DRAWN);
        for (const flow of busiest) locate(flow, frame, show.props.source);
      },
      life(layer, painting) {
        const { frame, plan } = painting.scene;
        if (frame === undefined || busiest.length === 0 || plan.quay.count === 0) return;
        for (const flow of busiest) paintFlow(layer, painting, frame, flow);
        for (const one of services) paintRate(layer, painting, frame, one);
        if (!isCalm() && painting.time !== moved) touch(show);
        moved = painting.time;
      },
      legend(): readonly OverlaySign[] {
        const { tokens } = show.palette;
        if (!show.props.overlays.services)
          return [{ text: zh ? '打开 Service 叠加层即可看到流量' : 'show Services to see who speaks to them' }];
        if (services.length === 0) return [{ text: zh ? '现在没有请求' : 'no requests just now' }];
        const told: OverlaySign[] = services.slice(0, MOST_LISTED).map(({ service, rate, failed }) => ({
          text: `${nameOf(service).name} ${rateText(rate)}${zh ? ' 次/秒' : '/s'}${failed > NOTICED ? `, ${Math.round(100 * failed)}% ${zh ? '失败' : 'failed'}` : ''}`,
        }));
        told.push({
          text: zh ? '失败的请求' : 'failed requests',
          draw: (pen, size) => {
            pen.fillStyle = tokens.badFill;
            pen.fillRect(size / 2 - 3, size / 2 - 3, 6, 6);
          },
        });
        return told;
      },
    };
  },
};

/** Share of failed requests from which it is at least one percent. */
const NOTICED = 0.005;

/** Rows of the latest frame; -1 for none. */
interface Course {
  readonly from: number;
  readonly service: number;
  readonly to: number;
}

const courses = new WeakMap<Flow, Course>();

function locate(flow: Flow, frame: Frame, source: FrameSource): void {
  const before = courses.get(flow);
  courses.set(flow, {
    from: keyedRow(podNamed, frame, source, flow.from, before?.from),
    service: keyedRow(serviceNamed, frame, source, flow.service, before?.service),
    to: keyedRow(podNamed, frame, source, flow.to, before?.to),
  });
}

const at: Point = { x: 0, y: 0 };
/** Beads of a flow stand so far apart and go so fast, in pixels and pixels a second. */
const APART = 26;
const PACE = 60;

/** Beads along the way: as large as there are many, and as many squares among them as requests failed. */
function paintFlow(layer: Layer, painting: Painting, frame: Frame, flow: Flow): void {
  const { scene, view, palette } = painting;
  const { from = -1, service = -1, to = -1 } = courses.get(flow) ?? {};
  // Who answered is gone.
  if (to < 0 && flow.to !== '') return;
  const order = scene.services.indexOf(service);
  const way = routeOf(scene, frame, order, from, to);
  if (way === undefined) return;
  const { pen } = layer;
  const length = lengthOf(way) * view.k;
  const count = Math.min(80, Math.floor(length / APART) + 1);
  const size = Math.min(4.5, 1.6 + 0.7 * Math.log2(1 + flow.ok + flow.failed));
  const broken = flow.failed / (flow.ok + flow.failed);
  const shift = isCalm() ? 0 : ((painting.time / 1000) * PACE) % APART;
  const colour = colourOfService(painting, scene.services[order] ?? 0);
  pen.globalAlpha = Math.min(1, flow.ok + flow.failed);
  for (let index = 0; index < count; index++) {
    const t = (index * APART + shift) / Math.max(1, length);
    if (t > 1) break;
    along(way, t, at);
    const [x, y] = [at.x * view.k + view.x, at.y * view.k + view.y];
    const failed = Math.floor((index + 1) * broken) > Math.floor(index * broken);
    pen.fillStyle = failed ? palette.tokens.badFill : colour;
    pen.beginPath();
    if (failed) pen.rect(x - size, y - size, 2 * size, 2 * size);
    else pen.arc(x, y, size, 0, Math.PI * 2);
    pen.fill();
  }
  pen.globalAlpha = 1;
}

/** Beside the upper right corner of the Service. */
function paintRate({ pen }: Layer, painting: Painting, frame: Frame, { service, rate, failed }: ServiceFlow): void {
  const { scene, view, source, palette, lettering } = painting;
  const { quay } = scene.plan;
  const order = scene.services.indexOf(keyedRow(serviceNamed, frame, source, service));
  if (order < 0 || quay.plaqueWidth * view.k < 40) return;
  const text = `${rateText(rate)}/s${failed > NOTICED ? ` ${Math.round(100 * failed)}% ×` : ''}`;
  setFont(pen, lettering, 12, true);
  const width = widthOf(pen, lettering, text) + 10;
  const right = (plaqueX(quay, order) + quay.plaqueWidth) * view.k + view.x;
  const top = plaqueY(quay, order) * view.k + view.y - 9;
  pen.beginPath();
  pen.roundRect(right - width + 6, top, width, 17, 8);
  pen.fillStyle = failed > NOTICED ? palette.tokens.bad : palette.tokens.ink2;
  pen.fill();
  pen.fillStyle = palette.tokens.surface;
  pen.fillText(text, right - width + 11, top + 12.5);
}
