export const en = {
  title: 'Control plane',
  lead: 'Every request goes to the API server, and every change comes back from it.',
  slow: 'Slow motion',
  leave: 'Back to the nodes',
  sides: {
    api: 'What all of it stands on',
    controllers: 'Controllers',
    storage: 'Storage',
    scheduler: 'Scheduler',
    cloud: 'Cloud',
    nodes: 'On the nodes',
  } as Readonly<Record<string, string>>,
  waiting: (count: number): string => `${count} waiting`,
  behind: (count: number): string => `${count} new`,
  stopped: 'stopped',
  revision: 'revision',
  kubelets: (count: number): string => (count === 1 ? '1 kubelet' : `${count} kubelets`),
};

export const zh: typeof en = {
  title: '控制平面',
  lead: '一切请求都到 API server，一切变化也从它那里回来。',
  slow: '慢动作',
  leave: '回到节点',
  sides: { api: '一切的根基', controllers: '控制器', storage: '存储', scheduler: '调度器', cloud: '云', nodes: '节点上' },
  waiting: (count) => `${count} 个等待`,
  behind: (count) => `新 ${count}`,
  stopped: '已停止',
  revision: '修订号',
  kubelets: (count) => `${count} 个 kubelet`,
};
