/**
 * A pen that writes down as SVG what it is told to draw. It has what the painters of the stage use of a canvas's pen, and behaves as one:
 * a path lies where the pen stood when it was told, styles hold from then on. It can be moved, not turned or scaled.
 */
type Styles = Pick<CanvasRenderingContext2D, 'fillStyle' | 'strokeStyle' | 'lineWidth' | 'lineCap' | 'globalAlpha' | 'font' | 'textAlign'>;

type Ruler = Pick<CanvasRenderingContext2D, 'fillStyle' | 'font' | 'measureText'>;

interface State extends Styles {
  readonly dash: readonly number[];
  readonly x: number;
  readonly y: number;
  /** Groups that were open. */
  readonly depth: number;
}

const ANCHORS: Readonly<Record<CanvasTextAlign, string>> = { left: 'start', start: 'start', center: 'middle', right: 'end', end: 'end' };

/** Radians within which a turn is whole. */
const NEARLY = 1e-6;

let lastId = 0;

export class SvgPen implements Styles {
  fillStyle: CanvasRenderingContext2D['fillStyle'] = '#000000';
  strokeStyle: CanvasRenderingContext2D['strokeStyle'] = '#000000';
  lineWidth = 1;
  lineCap: CanvasLineCap = 'butt';
  globalAlpha = 1;
  font = '10px sans-serif';
  textAlign: CanvasTextAlign = 'start';
  private readonly ruler: Ruler;
  private dash: readonly number[] = [];
  private x = 0;
  private y = 0;
  private depth = 0;
  private readonly states: State[] = [];
  private readonly written: string[] = [];
  private path: string[] = [];
  /** The end of the path so far. */
  private atX = 0;
  private atY = 0;

  /** `ruler`: a real pen, which knows colours and how wide texts are. */
  constructor(ruler: Ruler) {
    this.ruler = ruler;
  }

  /** All that was drawn, as elements. */
  drawn(): string {
    return this.written.join('\n') + '</g>'.repeat(this.depth);
  }

  save(): void {
    const { fillStyle, strokeStyle, lineWidth, lineCap, globalAlpha, font, textAlign, dash, x, y, depth } = this;
    this.states.push({ fillStyle, strokeStyle, lineWidth, lineCap, globalAlpha, font, textAlign, dash, x, y, depth });
  }

  restore(): void {
    const state = this.states.pop();
    if (state === undefined) return;
    if (this.depth > state.depth) this.written.push('</g>'.repeat(this.depth - state.depth));
    Object.assign(this, state);
  }

  translate(x: number, y: number): void {
    this.x += x;
    this.y += y;
  }

  setLineDash(dash: readonly number[]): void {
    this.dash = dash;
  }

  measureText(text: string): TextMetrics {
    this.ruler.font = this.font;
    return this.ruler.measureText(text);
  }

  beginPath(): void {
    this.path = [];
  }

  closePath(): void {
    this.path.push('Z');
  }

  moveTo(x: number, y: number): void {
    this.to('M', x, y);
  }

  lineTo(x: number, y: number): void {
    this.to(this.path.length === 0 ? 'M' : 'L', x, y);
  }

  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void {
    this.to(`Q${this.point(cx, cy)} `, x, y);
  }

  bezierCurveTo(cx: number, cy: number, dx: number, dy: number, x: number, y: number): void {
    this.to(`C${this.point(cx, cy)} ${this.point(dx, dy)} `, x, y);
  }

  /** Round the corner at the first point, on the way to the second. */
  arcTo(cornerX: number, cornerY: number, x: number, y: number, radius: number): void {
    const [inX, inY] = direction(this.atX - cornerX, this.atY - cornerY);
    const [outX, outY] = direction(x - cornerX, y - cornerY);
    const half = Math.acos(Math.max(-1, Math.min(1, inX * outX + inY * outY))) / 2;
    const length = radius / Math.tan(half);
    if (!Number.isFinite(length) || length < NEARLY || Math.PI - half * 2 < NEARLY) {
      this.lineTo(cornerX, cornerY);
      return;
    }
    this.lineTo(cornerX + inX * length, cornerY + inY * length);
    const sweep = inX * outY - inY * outX < 0 ? 1 : 0;
    this.to(`A${round(radius)} ${round(radius)} 0 0 ${sweep} `, cornerX + outX * length, cornerY + outY * length);
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.moveTo(x, y);
    this.path.push(`h${round(width)}v${round(height)}h${round(-width)}Z`);
  }

  roundRect(x: number, y: number, width: number, height: number, radius: number): void {
    const r = Math.max(0, Math.min(radius, width / 2, height / 2));
    const [across, down] = [round(width - 2 * r), round(height - 2 * r)];
    const turn = (dx: number, dy: number): string => `a${round(r)} ${round(r)} 0 0 1 ${round(dx)} ${round(dy)}`;
    this.moveTo(x + r, y);
    this.path.push(`h${across}${turn(r, r)}v${down}${turn(-r, r)}h${-across}${turn(-r, -r)}v${-down}${turn(r, -r)}Z`);
  }

  arc(x: number, y: number, radius: number, from: number, to: number, back = false): void {
    this.ellipse(x, y, radius, radius, 0, from, to, back);
  }

  /** Not turned: `_rotation` is 0. */
  ellipse(x: number, y: number, wide: number, high: number, _rotation: number, from: number, to: number, back = false): void {
    const whole = Math.PI * 2;
    const angle = back ? from - to : to - from;
    const turn = Math.abs(angle) >= whole - NEARLY ? whole : ((angle % whole) + whole) % whole;
    const on = (share: number): readonly [number, number] => {
      const at = from + (back ? -turn : turn) * share;
      return [x + wide * Math.cos(at), y + high * Math.sin(at)];
    };
    this.lineTo(...on(0));
    // Two halves: SVG leaves out an arc that ends where it began.
    for (const share of [0.5, 1]) this.to(`A${round(wide)} ${round(high)} 0 0 ${back ? 0 : 1} `, ...on(share));
  }

  fill(): void {
    this.draw(`<path d="${this.path.join('')}"${this.filling()}/>`);
  }

  stroke(): void {
    this.draw(`<path d="${this.path.join('')}"${this.stroking()}/>`);
  }

  clip(): void {
    lastId += 1;
    this.written.push(`<clipPath id="clip-${lastId}"><path d="${this.path.join('')}"/></clipPath><g clip-path="url(#clip-${lastId})">`);
    this.depth += 1;
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.draw(`<rect${this.box(x, y, width, height)}${this.filling()}/>`);
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    this.draw(`<rect${this.box(x, y, width, height)}${this.stroking()}/>`);
  }

  fillText(text: string, x: number, y: number): void {
    this.ruler.font = this.font;
    const [, weight = '', size = '', family = ''] = /(\d{3}|bold)?\s*([\d.]+)px\s+(.+)$/.exec(this.ruler.font) ?? [];
    const heavy = weight === '' || weight === '400' ? '' : ` font-weight="${weight}"`;
    const anchor = ANCHORS[this.textAlign] === 'start' ? '' : ` text-anchor="${ANCHORS[this.textAlign]}"`;
    const where = `x="${round(x + this.x)}" y="${round(y + this.y)}"`;
    const font = `font-family="${escaped(family.replaceAll('"', "'"))}" font-size="${size}"${heavy}`;
    this.draw(`<text ${where} ${font}${anchor}${this.filling()}>${escaped(text)}</text>`);
  }

  drawImage(image: HTMLCanvasElement, x: number, y: number, width: number, height: number): void {
    if (image.width > 0 && image.height > 0) this.draw(`<image${this.box(x, y, width, height)} href="${image.toDataURL()}"/>`);
  }

  private to(how: string, x: number, y: number): void {
    this.path.push(`${how}${this.point(x, y)}`);
    this.atX = x;
    this.atY = y;
  }

  private point(x: number, y: number): string {
    return `${round(x + this.x)} ${round(y + this.y)}`;
  }

  private box(x: number, y: number, width: number, height: number): string {
    return ` x="${round(x + this.x)}" y="${round(y + this.y)}" width="${round(Math.max(0, width))}" height="${round(Math.max(0, height))}"`;
  }

  /** What is clear is not drawn. */
  private draw(element: string): void {
    if (!element.includes('"none"')) this.written.push(element);
  }

  private filling(): string {
    return this.coloured('fill', this.fillStyle);
  }

  private stroking(): string {
    const dash = this.dash.length === 0 ? '' : ` stroke-dasharray="${this.dash.join(' ')}"`;
    const cap = this.lineCap === 'butt' ? '' : ` stroke-linecap="${this.lineCap}"`;
    return ` fill-opacity="0"${this.coloured('stroke', this.strokeStyle)} stroke-width="${round(this.lineWidth)}"${dash}${cap}`;
  }

  /** Drawing programs know colours without alpha, and opacity. */
  private coloured(what: 'fill' | 'stroke', style: CanvasRenderingContext2D['fillStyle']): string {
    this.ruler.fillStyle = style;
    const colour = this.ruler.fillStyle as string;
    const [, red, green, blue, share = '1'] = /^rgba\((\d+), (\d+), (\d+), ([\d.]+)\)$/.exec(colour) ?? [];
    const opacity = round(Number(share) * this.globalAlpha);
    if (opacity === 0) return ` ${what}="none"`;
    const plain = red === undefined ? colour : `rgb(${red}, ${green ?? ''}, ${blue ?? ''})`;
    return ` ${what}="${plain}"${opacity === 1 ? '' : ` ${what}-opacity="${opacity}"`}`;
  }
}

function direction(x: number, y: number): readonly [number, number] {
  const length = Math.hypot(x, y);
  return length === 0 ? [0, 0] : [x / length, y / length];
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
