import type { enTrouble } from './en-trouble.ts';
import type { Message } from './index.ts';

export const zhTrouble: { readonly [K in keyof typeof enTrouble]: Message } = {
  'trouble.recovering': '模拟没有响应，正在从上次的快照恢复…',
  'trouble.recovered': '模拟曾经中断，已从上次的快照恢复；其后几秒的变化已丢失。',
  'trouble.crashed': '模拟已停止',
  'trouble.crashedHelp': '发生了不该发生的事。你的清单没有受影响，可以回到上次的快照。',
  'trouble.recover': '回到上次的快照',
  'trouble.copyReport': '复制报告',
};
