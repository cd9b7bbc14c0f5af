import type { ReactElement } from 'react';
import { usePreferences } from '../state/preferences.ts';

/** Why things went as they went: it comes with the first thing that was tried, and brings its words along. */
export default function Because({ of }: { readonly of: string }): ReactElement {
  const words = usePreferences(({ language }) => (language === 'zh' ? zh : en));
  return <span data-testid="guide-because">{words[of]}</span>;
}

/** By what was done. */
type Words = Readonly<Record<string, string>>;

/** No longer than what was to be tried, so that nothing moves. */
const en: Words = {
  'delete:Pod': 'Its ReplicaSet made another; a pod without one stays gone.',
  apply: 'Each made the next: Deployment, ReplicaSet, Pods.',
  'scale:Deployment': 'Pods wait when no node has left what they request.',
  'send-requests:Service': 'The Service handed each of them to one of its ready pods.',
  'stop-node:Node': 'Unheard of, it turns NotReady; five minutes on, its pods go.',
};

const zh: Words = {
  'delete:Pod': '它的 ReplicaSet 又造了一个；没有 ReplicaSet 的 Pod 不会回来。',
  apply: 'Deployment、ReplicaSet、Pod：依次创建；调度器选了节点。',
  'scale:Deployment': '没有节点剩下它们请求的资源，Pod 就要等待。',
  'send-requests:Service': 'Service 把每个请求交给了一个就绪的 Pod。',
  'stop-node:Node': '没有消息，它会变成 NotReady；五分钟后 Pod 被驱逐。',
};
