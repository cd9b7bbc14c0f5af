import type { ReactElement } from 'react';
import { usePreferences } from '../state/preferences.ts';
import { Followed } from './followed.tsx';
import css from './guide.module.css';

/** Why things went as they went: it comes with the first thing that was tried, and brings its words along. */
export default function Because({ of }: { readonly of: string }): ReactElement {
  const words = usePreferences(({ language }) => (language === 'zh' ? zh : en));
  const doneTo = usePreferences((state) => state.doneTo);
  if (of === 'delete:Pod' && doneTo !== undefined) return <Followed pod={doneTo} />;
  return (
    <p className={css.text} role="status" data-testid="guide-because">
      {words[of]}
    </p>
  );
}

/** By what was done. */
type Words = Readonly<Record<string, string>>;

/** No longer than what was to be tried, so that nothing moves. */
const en: Words = {
  apply: 'Each made the next: Deployment, ReplicaSet, Pods.',
  'scale:Deployment': 'Pods wait when no node has left what they request.',
  'send-requests:Service': 'The Service handed each of them to one of its ready pods.',
  'stop-node:Node': 'Unheard of, it turns NotReady; five minutes on, its pods go.',
};

const zh: Words = {
  apply: 'Deployment、ReplicaSet、Pod：依次创建；调度器选了节点。',
  'scale:Deployment': '没有节点剩下它们请求的资源，Pod 就要等待。',
  'send-requests:Service': 'Service 把每个请求交给了一个就绪的 Pod。',
  'stop-node:Node': '没有消息，它会变成 NotReady；五分钟后 Pod 被驱逐。',
};
