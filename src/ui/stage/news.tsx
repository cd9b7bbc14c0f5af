import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { createNewsDesk, readNews, takeNews } from '../../view/news.ts';
import type { NewsItem, NewsKind } from '../../view/news.ts';
import type { Theatre } from './theatre.ts';
import type { Language } from './tools/words.ts';
import { useLanguage } from './tools/words.ts';

/** No oftener than this, whatever happens: what is read aloud takes its time. */
const EVERY_MS = 6000;
/** The first word comes soon after it has been quiet. */
const SOON_MS = 700;

/** Tells what happened in words, for those who do not see the picture: a sentence now and then, however much happens. */
export default function News({ theatre }: { readonly theatre: Theatre }): ReactNode {
  const language = useLanguage();
  const [sentence, setSentence] = useState('');
  useEffect(() => {
    const { show } = theatre;
    const desk = createNewsDesk();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let toldAt = -Infinity;
    const tell = (): void => {
      timer = undefined;
      const items = takeNews(desk);
      if (items.length === 0) return;
      toldAt = performance.now();
      setSentence(items.map((item) => WORDS[language](item)).join(language === 'zh' ? '；' : '. '));
    };
    const extra = {
      frame() {
        const frame = show.scene.frame;
        if (frame === undefined) return;
        readNews(desk, frame, show.props.source);
        if (desk.pending.size > 0) timer ??= setTimeout(tell, Math.max(SOON_MS, toldAt + EVERY_MS - performance.now()));
      },
    };
    show.extras.add(extra);
    extra.frame();
    return () => {
      clearTimeout(timer);
      show.extras.delete(extra);
    };
  }, [theatre, language]);
  return (
    <p className="visually-hidden" aria-live="polite" data-testid="stage-news">
      {sentence}
    </p>
  );
}

type Phrases = { readonly [Kind in NewsKind]: readonly [one: string, many: string] };

const EN: Phrases = {
  failing: ['Pod # is failing', '# pods are failing'],
  lost: ['Pod # is on a lost node', '# pods are on lost nodes'],
  nodeBad: ['Node # is not ready', '# nodes are not ready'],
  nodeBack: ['Node # is ready', '# nodes are ready'],
  nodeNew: ['Node # has come', '# nodes have come'],
  nodeGone: ['Node # is gone', '# nodes are gone'],
  waiting: ['Pod # waits for a node', '# pods wait for a node'],
  created: ['Pod # was created', '# pods were created'],
  ready: ['Pod # is ready', '# pods are ready'],
  ended: ['Pod # has completed', '# pods have completed'],
  leaving: ['Pod # is terminating', '# pods are terminating'],
  gone: ['1 pod is gone', '# pods are gone'],
};

const ZH: Phrases = {
  failing: ['Pod # 出现故障', '# 个 Pod 出现故障'],
  lost: ['Pod # 所在节点失联', '# 个 Pod 所在节点失联'],
  nodeBad: ['节点 # 未就绪', '# 个节点未就绪'],
  nodeBack: ['节点 # 已就绪', '# 个节点已就绪'],
  nodeNew: ['新增节点 #', '新增 # 个节点'],
  nodeGone: ['节点 # 已移除', '# 个节点已移除'],
  waiting: ['Pod # 在等待节点', '# 个 Pod 在等待节点'],
  created: ['已创建 Pod #', '已创建 # 个 Pod'],
  ready: ['Pod # 已就绪', '# 个 Pod 已就绪'],
  ended: ['Pod # 已完成', '# 个 Pod 已完成'],
  leaving: ['Pod # 正在终止', '# 个 Pod 正在终止'],
  gone: ['1 个 Pod 已消失', '# 个 Pod 已消失'],
};

const WORDS: { readonly [Spoken in Language]: (item: NewsItem) => string } = { en: phrase(EN), zh: phrase(ZH) };

function phrase(phrases: Phrases): (item: NewsItem) => string {
  return ({ kind, count, name, reason }) => {
    const [one, many] = phrases[kind];
    const said = count === 1 ? one.replace('#', name) : many.replace('#', count.toLocaleString('en'));
    return reason === '' ? said : `${said}: ${reason}`;
  };
}
