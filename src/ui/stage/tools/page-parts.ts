/**
 * Parts of the page that belong to a saved picture and are no canvas: legends, the control plane as a place, the sentence of a story.
 * They are drawn from what the browser has laid out and shows: boxes, lines of text and canvases, and nothing else.
 */

/** `moves`: may look other than a moment ago without the stage being painted. */
const MARK = 'data-clip';

export interface PagePart {
  readonly element: Element;
  readonly moves: boolean;
}

/** Those around a stage, in the order in which they lie over one another. */
export function pageParts(stage: Element): readonly PagePart[] {
  const around = stage.closest('main')?.parentElement ?? stage;
  return [...around.querySelectorAll(`[${MARK}]`)].map((element) => ({ element, moves: element.getAttribute(MARK) === 'moves' }));
}

/** In coordinates of the window. */
export function paintPart(pen: CanvasRenderingContext2D, element: Element): void {
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  if (style.visibility === 'hidden' || style.opacity === '0' || box.width <= 1 || box.height <= 1 || element instanceof SVGElement) return;
  if (element instanceof HTMLCanvasElement) {
    pen.drawImage(element, box.x, box.y, box.width, box.height);
    return;
  }
  paintBox(pen, box, style);
  pen.save();
  if (style.overflowX !== 'visible') {
    pen.beginPath();
    pen.rect(box.x, box.y, box.width, box.height);
    pen.clip();
  }
  for (const node of element.childNodes) if (node instanceof Text) paintText(pen, node, element, style);
  for (const child of [...element.children].toSorted((a, b) => levelOf(a) - levelOf(b))) paintPart(pen, child);
  pen.restore();
}

function levelOf(element: Element): number {
  return Number(getComputedStyle(element).zIndex) || 0;
}

function paintBox(pen: CanvasRenderingContext2D, box: DOMRect, style: CSSStyleDeclaration): void {
  const radius = Math.min(Number.parseFloat(style.borderTopLeftRadius) || 0, box.height / 2);
  pen.fillStyle = style.backgroundColor;
  pen.beginPath();
  pen.roundRect(box.x, box.y, box.width, box.height, radius);
  pen.fill();
  const [top, bottom] = [style.borderTopWidth, style.borderBottomWidth].map((width) => Number.parseFloat(width) || 0);
  if (top !== undefined && top > 0 && bottom !== undefined && bottom > 0) {
    pen.strokeStyle = style.borderTopColor;
    pen.lineWidth = top;
    pen.setLineDash(style.borderTopStyle === 'dashed' ? [3, 3] : []);
    pen.beginPath();
    pen.roundRect(box.x + top / 2, box.y + top / 2, box.width - top, box.height - top, radius);
    pen.stroke();
    pen.setLineDash([]);
  } else if (top !== undefined && top > 0) line(pen, box, box.y, top, style.borderTopColor);
  else if (bottom !== undefined && bottom > 0) line(pen, box, box.bottom - bottom, bottom, style.borderBottomColor);
}

function line(pen: CanvasRenderingContext2D, { x, width }: DOMRect, y: number, height: number, colour: string): void {
  pen.fillStyle = colour;
  pen.fillRect(x, y, width, height);
}

function paintText(pen: CanvasRenderingContext2D, text: Text, parent: Element, style: CSSStyleDeclaration): void {
  pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  pen.fillStyle = style.color;
  const isCut = style.textOverflow === 'ellipsis' && parent.scrollWidth > parent.clientWidth;
  for (const { words, box } of linesOf(text)) {
    const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = pen.measureText(words);
    const shown = isCut ? cut(pen, words, parent.getBoundingClientRect().right - box.x) : words;
    pen.fillText(shown, box.x, box.y + (box.height * up) / (up + down));
  }
}

interface Line {
  words: string;
  readonly box: DOMRect;
}

/** As the browser has broken them, each where its first word is. */
function linesOf(text: Text): readonly Line[] {
  const lines: Line[] = [];
  const range = document.createRange();
  for (const match of text.data.matchAll(PIECES)) {
    range.setStart(text, match.index);
    range.setEnd(text, match.index + match[0].length);
    const box = range.getBoundingClientRect();
    const last = lines.at(-1);
    if (box.width === 0) continue;
    if (last !== undefined && Math.abs(last.box.y - box.y) < 2) last.words += match[0];
    else lines.push({ words: match[0], box });
  }
  return lines;
}

/** Lines break after spaces, hyphens, and between Chinese characters. */
const PIECES = /[\u3000-\u9fff\uff00-\uffef]|[^\s\u3000-\u9fff\uff00-\uffef-]*[\s-]+|[^\s\u3000-\u9fff\uff00-\uffef-]+/g;

function cut(pen: CanvasRenderingContext2D, words: string, width: number): string {
  let length = words.length;
  while (length > 0 && pen.measureText(`${words.slice(0, length)}…`).width > width) length -= 1;
  return `${words.slice(0, length)}…`;
}
