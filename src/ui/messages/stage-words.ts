import type { StageWords } from '../stage/words.ts';
import type { Translate } from './index.ts';

/** Every word the stage says, in one language. */
export function stageWords(t: Translate): StageWords {
  return {
    stage: t('stage.picture'),
    stageHelp: t('stage.help'),
    waiting: t('stage.waiting'),
    nothingWaits: t('stage.nothingWaits'),
    notTriedYet: t('stage.notTriedYet'),
    noNodes: t('stage.noNodes'),
    noZone: t('stage.noZone'),
    cordoned: t('node.cordoned'),
    lost: t('node.lost'),
    off: t('node.off'),
    notReady: t('node.notReady'),
    cpu: t('cpu'),
    memory: t('memory'),
    pods: t('pods'),
    looks: {
      pending: t('look.pending'),
      starting: t('look.starting'),
      unready: t('look.unready'),
      ready: t('look.ready'),
      failing: t('look.failing'),
      failed: t('look.failed'),
      succeeded: t('look.succeeded'),
      terminating: t('look.terminating'),
      unknown: t('look.unknown'),
    },
    zoomIn: t('stage.zoomIn'),
    zoomOut: t('stage.zoomOut'),
    fit: t('stage.fit'),
    without: t('stage.without'),
    others: t('stage.others'),
    queue: t('stage.queue'),
    behind: t('stage.behind'),
    stopped: t('stage.stopped'),
    on: t('stage.on'),
    age: t('age'),
    restarts: t('restarts'),
    ready: t('ready'),
    endpoints: t('endpoints'),
    describePod: (pod) =>
      t(pod.node === '' ? 'stage.podWaiting' : 'stage.pod', {
        name: pod.name,
        namespace: pod.namespace,
        status: pod.status,
        node: pod.node,
        age: pod.age,
        restarts: pod.restarts,
        ready: pod.readyContainers,
        containers: pod.containers,
      }),
    describeNode: (node) =>
      t('stage.node', {
        name: node.name,
        zone: node.zone,
        states: node.states.length === 0 ? t('node.ready') : node.states.join(', '),
        pods: node.pods,
        room: node.podsAllocatable,
      }),
    describeService: ({ name, namespace, ports, ready, endpoints }) => t('stage.service', { name, namespace, ports, ready, endpoints }),
    describeStation: ({ name, queue, behind, running }) => t(running ? 'stage.station' : 'stage.stationStopped', { name, queue, behind }),
  };
}
