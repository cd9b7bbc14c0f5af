import type { PlainColour } from '../../view/overlays/overlays.ts';
import type { Language } from './index.ts';

/** What pods are coloured by: said where it is chosen, and fetched with that. */
export const COLOUR_WORDS: { readonly [Spoken in Language]: { readonly [Colour in PlainColour]: string } } = {
  en: {
    state: 'state',
    phase: 'phase',
    readiness: 'readiness',
    owner: 'owner',
    namespace: 'namespace',
    node: 'node',
    image: 'image',
    qos: 'QoS class',
    priority: 'priority',
    age: 'age',
    restarts: 'restarts',
    cpu: 'cpu use / request',
    memory: 'memory use / request',
  },
  zh: {
    state: '状态',
    phase: '阶段',
    readiness: '就绪',
    owner: '属主',
    namespace: '命名空间',
    node: '节点',
    image: '镜像',
    qos: 'QoS 等级',
    priority: '优先级',
    age: '存在时间',
    restarts: '重启次数',
    cpu: 'cpu 用量/请求',
    memory: '内存用量/请求',
  },
};
