import { useSyncExternalStore } from 'react';
import type { PLAIN_ARRANGEMENTS } from '../../../view/overlays/overlays.ts';

/** What the stage's tools say: they come late, and bring their words along. */
const en = {
  search: 'Find in the picture',
  searchHint: 'name, app=web, status:pending, node:…, image:…, ns:…',
  found: (count: number) => (count === 1 ? '1 pod' : `${count.toLocaleString('en')} pods`),
  close: 'Close',
  map: 'Map of the cluster: press to go there',
  crumbs: 'Where you are',
  cluster: 'Cluster',
  noZone: 'no zone',
  export: 'Save the picture',
  exportPng: 'As an image (PNG)',
  exportSvg: 'As a drawing (SVG)',
  keep: 'Keep the last 10 seconds',
  kept: (seconds: number) => (seconds === 1 ? '1 second kept' : `${seconds} seconds kept`),
  making: (percent: number) => `The clip is made … ${percent}%`,
  exportWebm: 'As a clip (WebM)',
  exportGif: 'As a clip (GIF)',
  layers: 'What is shown',
  arrange: 'Arrange by',
  byNode: 'node',
  byZone: 'zone',
  byNamespace: 'namespace',
  byOwner: 'owner',
  label: 'Label',
  overlays: 'Laid over it',
  tell: 'Tell what happens to screen readers',
  quiet: 'Stop telling what happens to screen readers',
};

type Words = typeof en;

const zh: Words = {
  search: '在画面中查找',
  searchHint: '名称、app=web、status:pending、node:…、image:…、ns:…',
  found: (count) => `${count.toLocaleString('en')} 个 Pod`,
  close: '关闭',
  map: '集群小地图：点按即可前往',
  crumbs: '当前位置',
  cluster: '集群',
  noZone: '无可用区',
  export: '保存画面',
  exportPng: '存为图片（PNG）',
  exportSvg: '存为矢量图（SVG）',
  keep: '留住最近 10 秒',
  kept: (seconds) => `已留住 ${seconds} 秒`,
  making: (percent) => `正在制作片段 … ${percent}%`,
  exportWebm: '存为片段（WebM）',
  exportGif: '存为片段（GIF）',
  layers: '显示内容',
  arrange: '排列方式',
  byNode: '节点',
  byZone: '可用区',
  byNamespace: '命名空间',
  byOwner: '属主',
  label: '标签',
  overlays: '叠加显示',
  tell: '向屏幕阅读器播报动态',
  quiet: '停止向屏幕阅读器播报动态',
};

export type Language = 'en' | 'zh';

/** The page's language, from its root element. */
export function language(): Language {
  return document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';
}

export function useLanguage(): Language {
  return useSyncExternalStore(watchLanguage, language);
}

export function toolWords(spoken: Language): Words {
  return spoken === 'zh' ? zh : en;
}

export function useToolWords(): Words {
  return toolWords(useLanguage());
}

export function arrangementName(words: Words, by: (typeof PLAIN_ARRANGEMENTS)[number]): string {
  return words[ARRANGEMENTS[by]];
}

const ARRANGEMENTS = { node: 'byNode', zone: 'byZone', namespace: 'byNamespace', owner: 'byOwner' } as const;

function watchLanguage(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['lang'] });
  return () => observer.disconnect();
}
