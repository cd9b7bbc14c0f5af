import type { StoryBeat } from '../../protocol/story.ts';
import type { CaptionWords, words as english } from './words.en.ts';

export const captions: CaptionWords = {
  scheduler: '调度器',
  garbageCollector: '垃圾回收控制器',
  kubelet: (nodes) => (nodes.length === 0 ? 'kubelet' : `${listed(nodes)} 的 kubelet`),
  controller: (name) => `${NAMES[name] ?? name} 控制器`,
  things,
  acts: {
    create: ({ who, whom, before, beat: { detail } }) => {
      if (before === 'evict' || before === 'delete' || before === 'gone')
        return `${who} 发现 ${detail['owner'] ?? ''} 的 Pod 要走了，补上${whom}。`;
      if (detail['service'] !== undefined) return `${who} 为 Service ${detail['service']} 创建${whom}。`;
      return detail['owner'] === undefined ? `${who} 创建${whom}。` : `${who} 看到后，为 ${detail['owner']} 创建${whom}。`;
    },
    change: ({ who, whom }) => `${who} 修改${whom}。`,
    scale: ({ who, whom, beat: { detail } }) => `${who} 把${whom} 从 ${detail['from'] ?? ''} 个副本调到 ${detail['to'] ?? ''} 个。`,
    image: ({ who, whom, beat: { detail } }) => `${who} 更换${whom} 的镜像：${detail['from'] ?? ''} → ${detail['to'] ?? ''}。`,
    delete: ({ who, whom }) => `${who} 给${whom} 打上删除标记。`,
    gone: ({ who, whom, beat: { actor } }) => {
      if (actor === 'kubelet') return `${who} 报告：${whom} 已全部停下，从此消失。`;
      return actor === 'garbage-collector-controller' ? `${who} 发现主人没了，删除${whom}。` : `${who} 删除${whom}。`;
    },
    evict: ({ who, whom, beat }) => `${who} 驱逐${whom}：对 ${nodeOf(beat)} 的污点不再容忍。`,
    bind: ({ who, whom, beat: { count, subjects, detail } }) =>
      count === 1
        ? `${who} 为${whom} 选定 ${subjects[0]?.node ?? ''}${best(Number(detail['feasible'] ?? 0))}。`
        : `${who} 为 ${count} 个 Pod 各选一个节点${spread(subjects)}。`,
    nowhere: ({ who, whom, beat: { detail } }) => `${who} 没有为${whom} 找到节点：${detail['message'] ?? ''}`,
    pull: ({ who, beat: { detail } }) => `${who} 拉取镜像 ${detail['image'] ?? ''}。`,
    start: ({ who, whom }) => `${who} 启动${whom} 的容器。`,
    stop: ({ who, whom }) => `${who} 停止${whom} 的容器。`,
    exit: ({ whom, beat: { detail } }) => `${whom} 的容器 ${detail['container'] ?? ''} 退出，退出码 ${detail['code'] ?? ''}。`,
    ready: ({ who, whom }) => `${who} 检查后确认：${whom} 已就绪。`,
    unready: ({ who, whom, beat: { actor } }) => (actor === 'kubelet' ? `${whom} 不再就绪。` : `${who} 把${whom} 标为未就绪。`),
    finish: ({ whom, beat: { detail } }) => `${whom} 已结束：${detail['phase'] ?? ''}。`,
    join: ({ whom, beat: { detail } }) => `Service ${detail['service'] ?? ''} 的 EndpointSlice 收入${whom}：请求从此能到达。`,
    leave: ({ whom, beat: { detail } }) => `Service ${detail['service'] ?? ''} 的 EndpointSlice 移出${whom}：不再有新的请求到达。`,
    'node-lost': ({ who, whom, beat: { detail } }) =>
      detail['status'] === 'Unknown' ? `${who} 太久没有 ${whom} 的消息，判定它未就绪。` : `${whom} 未就绪。`,
    'node-back': ({ whom }) => `${whom} 已就绪。`,
    taint: ({ who, whom, beat: { detail } }) => `${who} 给 ${whom} 加上污点：${detail['taints'] ?? ''}。`,
    untaint: ({ who, whom, beat: { detail } }) => `${who} 去掉 ${whom} 的污点：${detail['taints'] ?? ''}。`,
    cordon: ({ who, whom }) => `${who} 封锁 ${whom}：不再放新的 Pod。`,
    uncordon: ({ who, whom }) => `${who} 让 ${whom} 重新接受 Pod。`,
    fault: ({ whom, beat: { detail } }) =>
      FAULTS[detail['fault'] ?? '']?.(whom, detail['part'] ?? '') ?? `${detail['fault'] ?? ''}：${whom}。`,
    trouble: ({ who, whom, beat: { detail } }) => `${who} 就${whom} 发出警告：${detail['reason'] ?? ''}。${detail['message'] ?? ''}`,
    nothing: () => '之后什么也没有发生。',
    note: ({ who, beat: { detail } }) => `${who}：${detail['message'] ?? ''}。`,
  },
};

const NAMES: Readonly<Record<string, string>> = { node: '节点', 'taint eviction': '污点驱逐' };

const FAULTS: Readonly<Record<string, (whom: string, part: string) => string>> = {
  'node-add': (whom) => `新机器加入：${whom}。`,
  'node-remove': (whom) => `${whom} 被永久移走。`,
  'node-stop': (whom) => `${whom} 断电。它的 kubelet 不再出声，别人还不知道。`,
  'node-start': (whom) => `${whom} 恢复供电。`,
  'node-disconnect': (whom) => `${whom} 与控制平面断开连接。`,
  'node-reconnect': (whom) => `${whom} 恢复连接。`,
  'component-stop': (whom, part) => (part === 'kubelet' ? `${whom} 的 kubelet 被停掉。` : `${part || whom} 被停掉。`),
  'component-start': (whom, part) => (part === 'kubelet' ? `${whom} 的 kubelet 启动。` : `${part || whom} 启动。`),
  'container-crash': (whom) => `${whom} 的进程死掉了。`,
};

/** Begins with a space where it begins with a Latin word or a number. */
function things({ subjects, count }: StoryBeat): string {
  const [first] = subjects;
  if (first === undefined) return '';
  if (count > 1) return ` ${count} 个 ${first.kind}`;
  return first.kind === 'Node' || first.kind === 'Station' ? first.name : ` ${first.kind} ${first.name}`;
}

function best(feasible: number): string {
  if (feasible === 0) return '';
  return feasible === 1 ? '：唯一合适的节点' : `：${feasible} 个合适节点中最好的`;
}

const MOST_NAMED = 3;

function spread(subjects: StoryBeat['subjects']): string {
  if (subjects.length > MOST_NAMED) return '';
  return `：${subjects.map(({ name, node }) => `${name.slice(name.lastIndexOf('-') + 1)} → ${node}`).join('，')}`;
}

function nodeOf({ subjects }: StoryBeat): string {
  return listed([...new Set(subjects.map(({ node }) => node))]);
}

function listed(names: readonly string[]): string {
  return names.length > MOST_NAMED ? `${names.slice(0, MOST_NAMED - 1).join('、')} 等 ${names.length} 个节点` : names.join('、');
}

export const words: typeof english = {
  title: '之后发生了什么',
  step: (at, of, goesOn) => `第 ${at} 步，共 ${of}${goesOn ? '+' : ''} 步`,
  because: (at) => `承接第 ${at} 步`,
  back: '上一步',
  next: '下一步',
  play: '自动继续',
  hold: '停住',
  leave: '离开',
  waiting: (time) => `时间在走 … ${time}`,
  past: (time, faded) => `回看：画面比这里晚 ${time}${faded ? '，之后才出现的已淡化' : ''}。`,
  end: '没有别的事在进行了。',
  none: '还没有人做过可以跟随的操作。',
  noneOfObject: '踪迹里已经找不到它的来历。',
  unavailable: '这个集群不保留踪迹。',
  keys: '左右方向键：上一步、下一步。空格：停住或继续。Escape：离开。',
  more: (count) => `等 ${count} 个`,
};
