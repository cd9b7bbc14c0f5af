import type { enKubectl } from './en-kubectl.ts';
import type { Message } from './index.ts';

export const zhKubectl: { readonly [K in keyof typeof enKubectl]: Message } = {
  'kubectl.line': 'kubectl 命令行',
  'kubectl.output': 'kubectl 的输出',
  'kubectl.keys': '↑ ↓ 以前的命令 · Ctrl+R 搜索 · Ctrl+C 停止 · Ctrl+L 清屏 · Shift+Enter 换行 · 先 Esc 再 Tab：离开命令行',
  'kubectl.copyOutput': '复制 {line} 的输出',
  'kubectl.exit': '退出码 {code}',
  'kubectl.cut': '超过 {count} 个字符，已截断。',
  'kubectl.candidates': '补全',
  'kubectl.earlier': '以前的命令',
  'kubectl.complete': '补全这一行',
  'kubectl.notFound': '没有可补全的内容。',
  'kubectl.stop': '停止',
  'kubectl.empty': '输入一行 kubectl，按 Tab 补全。-f 按文件名找到编辑器里打开的清单。',
  'kubectl.lines': { one: '再显示 {count} 行', other: '再显示 {count} 行' },
  'kubectl.found': { one: '{count} 个补全', other: '{count} 个补全' },
  'kubectl.more': { one: '还有 {count} 个', other: '还有 {count} 个' },
};
