import type { words as english } from './words.en.ts';

export const words: typeof english = {
  lead: '停掉一个部件，看看没有它会缺什么，什么又照常进行。',
  stopped: '已停止',
  waiting: '等待中',
  queue: (count) => `${count} 个在排队`,
  watches: (resources) => `监听 ${resources}`,
  controllers: (count) => `${count} 个控制器`,
  configuration: '配置…',
  fewer: '收起控制器',
  kubelet: (node) => `${node} 的 kubelet`,
  open: '看里面',
  leader: '领导者',
  standby: '待命',
  restarting: (at) => `丢失了 Lease，${at} 重新启动`,
};
