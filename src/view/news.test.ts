import { expect, test } from 'vitest';
import { createNewsDesk, readNews, takeNews } from './news.ts';
import { NodeFlag } from './frame.ts';
import { sketchSource } from './testing/frames.ts';
import type { Picture, PodSketch } from './testing/frames.ts';

const picture = (pods: readonly PodSketch[], flags: number = NodeFlag.ready): Picture => ({ nodes: [{ name: 'node-1', flags }], pods });
const pod = (name: string, look: PodSketch['look']): PodSketch => ({ name, look, node: 'node-1' });

function told(...pictures: readonly Picture[]): readonly string[] {
  const source = sketchSource();
  const desk = createNewsDesk();
  for (const one of pictures) readNews(desk, source.show(one), source);
  return takeNews(desk).map(({ kind, count, name, reason }) => `${kind} ${count} ${name}${reason === '' ? '' : ` ${reason}`}`);
}

test('the first sight is no news', () => {
  expect(told(picture([pod('a', 'failing')]))).toEqual([]);
});

test('pods that come, turn ready and go', () => {
  const one = picture([pod('a', 'ready')]);
  expect(told(one, picture([pod('a', 'ready'), pod('b', 'starting')]))).toEqual(['created 1 b']);
  expect(told(one, picture([pod('a', 'ready'), pod('b', 'starting')]), picture([pod('b', 'ready')]))).toEqual([
    'ready 1 b',
    'created 1 b',
    'gone 1 ',
  ]);
});

test('many of a kind are one item, and trouble comes before everything else', () => {
  const many = (look: PodSketch['look']): Picture =>
    picture(
      Array.from({ length: 40 }, (_, index) => pod(`p${index}`, look)),
      look === 'unknown' ? NodeFlag.unknown : NodeFlag.ready,
    );
  expect(told(many('ready'), many('failing'))).toEqual(['failing 40 p0 CrashLoopBackOff']);
  expect(told(many('ready'), many('unknown'))).toEqual(['nodeBad 1 node-1', 'lost 40 p0']);
});

test('a source that begins anew is no news either', () => {
  const desk = createNewsDesk();
  const first = sketchSource();
  for (const one of [picture([pod('a', 'ready')]), picture([pod('a', 'failing')])]) readNews(desk, first.show(one), first);
  const second = sketchSource();
  readNews(desk, second.show(picture([pod('x', 'ready')])), second);
  expect(takeNews(desk)).toEqual([]);
});
