import type { TableColumn } from '../../../view/table/table.ts';
import { useLanguage } from '../tools/words.ts';

/** What the table says: it comes late, and brings its words along. */
export interface TableWords {
  readonly table: string;
  readonly pods: string;
  readonly nodes: string;
  readonly services: string;
  readonly filter: string;
  readonly filterHint: string;
  readonly rows: (shown: number, all: number) => string;
  readonly close: string;
  readonly empty: string;
  readonly columns: { readonly [Column in TableColumn]: string };
  readonly nodeReady: string;
  readonly noEndpoints: string;
  readonly endpoints: (ready: number, all: number) => string;
}

const en: TableWords = {
  table: 'The cluster as a table',
  pods: 'Pods',
  nodes: 'Nodes',
  services: 'Services',
  filter: 'Filter pods',
  filterHint: 'name, app=web, status:pending, node:…',
  rows: (shown, all) => (shown === all ? shown.toLocaleString('en') : `${shown.toLocaleString('en')} of ${all.toLocaleString('en')}`),
  close: 'Back to the picture',
  empty: 'Nothing to show.',
  columns: {
    state: 'State',
    name: 'Name',
    namespace: 'Namespace',
    status: 'Status',
    ready: 'Ready',
    restarts: 'Restarts',
    node: 'Node',
    age: 'Age',
    why: 'Why',
    zone: 'Zone',
    roles: 'Roles',
    pods: 'Pods',
    cpu: 'CPU',
    memory: 'Memory',
    type: 'Type',
    address: 'Address',
    ports: 'Ports',
  },
  nodeReady: 'ready',
  noEndpoints: 'no endpoints',
  endpoints: (ready, all) => `${ready}/${all} ready`,
};

const zh: TableWords = {
  table: '以表格查看集群',
  pods: 'Pod',
  nodes: '节点',
  services: 'Service',
  filter: '筛选 Pod',
  filterHint: '名称、app=web、status:pending、node:…',
  rows: (shown, all) =>
    shown === all ? `${shown.toLocaleString('en')} 行` : `${shown.toLocaleString('en')} / ${all.toLocaleString('en')} 行`,
  close: '回到画面',
  empty: '没有内容。',
  columns: {
    state: '状态',
    name: '名称',
    namespace: '命名空间',
    status: '详细状态',
    ready: '就绪',
    restarts: '重启',
    node: '节点',
    age: '存在时间',
    why: '原因',
    zone: '可用区',
    roles: '角色',
    pods: 'Pod',
    cpu: 'CPU',
    memory: '内存',
    type: '类型',
    address: '地址',
    ports: '端口',
  },
  nodeReady: '就绪',
  noEndpoints: '没有端点',
  endpoints: (ready, all) => `${ready}/${all} 就绪`,
};

export function useTableWords(): TableWords {
  return useLanguage() === 'zh' ? zh : en;
}
