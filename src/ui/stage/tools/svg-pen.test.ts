import { expect, test } from 'vitest';
import { SvgPen } from './svg-pen.ts';

const newPen = () => {
  const ruler = { fillStyle: '#000000', font: '', measureText: (text: string) => ({ width: text.length * 7 }) as TextMetrics };
  return new SvgPen(ruler);
};

test('a path lies where the pen stood, and is drawn as the styles say', () => {
  const pen = newPen();
  pen.translate(10, 20);
  pen.beginPath();
  pen.moveTo(0, 0);
  pen.lineTo(5, 5.126);
  pen.translate(100, 100);
  pen.strokeStyle = '#ff0000';
  pen.globalAlpha = 0.5;
  pen.lineWidth = 2;
  pen.lineCap = 'round';
  pen.setLineDash([4, 3]);
  pen.stroke();
  expect(pen.drawn()).toBe(
    '<path d="M10 20L15 25.13" fill-opacity="0" stroke="#ff0000" stroke-opacity="0.5" stroke-width="2" stroke-dasharray="4 3" stroke-linecap="round"/>',
  );
});

test('what is saved comes back, and a clip ends with it', () => {
  const pen = newPen();
  pen.save();
  pen.translate(3, 4);
  pen.fillStyle = '#00ff00';
  pen.beginPath();
  pen.rect(0, 0, 10, 10);
  pen.clip();
  pen.fillRect(1, 1, 2, 2);
  pen.restore();
  pen.fillRect(1, 1, 2, 2);
  const [open, inside, closed, after] = pen.drawn().split('\n');
  expect(open).toMatch(/^<clipPath id="(clip-\d+)"><path d="M3 4h10v10h-10Z"\/><\/clipPath><g clip-path="url\(#\1\)">$/);
  expect([inside, closed, after]).toEqual([
    '<rect x="4" y="5" width="2" height="2" fill="#00ff00"/>',
    '</g>',
    '<rect x="1" y="1" width="2" height="2" fill="#000000"/>',
  ]);
});

test('a clip that nobody ends is ended', () => {
  const pen = newPen();
  pen.rect(0, 0, 1, 1);
  pen.clip();
  expect(pen.drawn()).toMatch(/<\/g>$/);
});

test('what is clear is not drawn, and what is half clear has an opacity', () => {
  const pen = newPen();
  pen.fillStyle = 'rgba(0, 0, 0, 0)';
  pen.fillRect(0, 0, 1, 1);
  pen.fillStyle = 'rgba(1, 2, 3, 0.5)';
  pen.fillRect(0, 0, 1, 1);
  expect(pen.drawn()).toBe('<rect x="0" y="0" width="1" height="1" fill="rgb(1, 2, 3)" fill-opacity="0.5"/>');
});

test('texts keep their font and what has a meaning in XML', () => {
  const pen = newPen();
  pen.font = '600 13px Inter, "Noto Sans"';
  pen.textAlign = 'center';
  pen.fillText('a<b & "c"', 1, 2);
  expect(pen.drawn()).toBe(
    `<text x="1" y="2" font-family="Inter, 'Noto Sans'" font-size="13" font-weight="600" text-anchor="middle" fill="#000000">a&lt;b &amp; &quot;c&quot;</text>`,
  );
});

test('a whole circle is two halves, and a quarter back goes back', () => {
  const pen = newPen();
  pen.beginPath();
  pen.arc(0, 0, 2, 0, Math.PI * 2);
  pen.fill();
  pen.beginPath();
  pen.arc(0, 0, 2, Math.PI / 2, 0, true);
  pen.fill();
  const [whole, back] = pen.drawn().split('\n');
  expect(whole).toContain('d="M2 0A2 2 0 0 1 -2 0A2 2 0 0 1 2 0"');
  expect(back).toMatch(/d="M0 2A2 2 0 0 0 1.41 1.41A2 2 0 0 0 2 0"/);
});

test('corners are rounded on the way', () => {
  const pen = newPen();
  pen.beginPath();
  pen.moveTo(0, 0);
  pen.arcTo(10, 0, 10, 10, 4);
  pen.arcTo(10, 20, 10, 30, 4);
  pen.fill();
  expect(pen.drawn()).toContain('d="M0 0L6 0A4 4 0 0 1 10 4L10 20"');
});
