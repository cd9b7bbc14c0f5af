import { ApiError } from '../../../api/errors.ts';
import { parseSelector } from '../../../api/label-parser.ts';
import { matchesSelector } from '../../../api/labels.ts';
import type { Selector } from '../../../api/labels.ts';
import { labelsOf } from '../../../view/labels.ts';
import { touch } from '../show.ts';
import { lightBy } from '../tools/lit.ts';
import type { Light } from '../tools/lit.ts';
import type { Overlay } from './overlay.ts';

/** A selector as kubectl and objects write it, and the pods that it selects. */
export const selector: Overlay = {
  id: 'selector',
  words: {
    en: {
      title: 'Labels and selectors',
      help: 'Write a selector and see its set: what it does not select steps back.',
      parameter: { label: 'Selector', example: 'app=web,tier in (front,back),!job' },
    },
    zh: {
      title: '标签与选择器',
      help: '写一个选择器，看它选中的集合：未选中的会淡出。',
      parameter: { label: '选择器', example: 'app=web,tier in (front,back),!job' },
    },
  },
  start(show, language, parameter) {
    const zh = language === 'zh';
    const read = readSelector(parameter);
    if (typeof read === 'string') return { legend: () => [{ text: read }] };
    if (parameter.trim() === '')
      return { legend: () => [{ text: zh ? '写一个选择器，例如 app=web' : 'write a selector, for example app=web' }] };
    const verdicts = new Map<number, boolean>();
    const fits = (row: number): boolean => {
      const set = show.scene.frame?.podLabels[row] ?? 0;
      const known = verdicts.get(set) ?? matchesSelector(read, labelsOf(set, show.props.source));
      verdicts.set(set, known);
      return known;
    };
    let light: Light | undefined;
    const ensure = (): void => {
      // A search takes the light, and puts it out when it is closed.
      if (show.lit !== undefined) return;
      light?.stop();
      light = lightBy(show, fits);
    };
    ensure();
    return {
      life: ensure,
      stop() {
        light?.stop();
        touch(show, 'still');
      },
      legend() {
        const { frame } = show.scene;
        const nodes = new Set<number>();
        const namespaces = new Set<number>();
        let pods = 0;
        for (let row = 0; row < (frame?.podCount ?? 0); row++) {
          if (!fits(row)) continue;
          pods++;
          nodes.add(frame?.podNode[row] ?? -1);
          namespaces.add(frame?.podNamespace[row] ?? 0);
        }
        nodes.delete(-1);
        return [
          {
            text: zh
              ? `${parameter} 选中 ${pods} 个 Pod，在 ${nodes.size} 个节点、${namespaces.size} 个命名空间`
              : `${parameter} selects ${pods} pods on ${nodes.size} nodes, in ${namespaces.size} namespaces`,
          },
        ];
      },
    };
  },
};

/** Or why it is none, in Kubernetes' words. */
function readSelector(text: string): Selector | string {
  try {
    return parseSelector(text);
  } catch (error) {
    if (error instanceof ApiError) return error.message;
    throw error;
  }
}
