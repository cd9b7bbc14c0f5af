import type { Language } from '../messages/index.ts';
import autoscaling from './autoscaling.yaml?raw';
import binPacking from './bin-packing.yaml?raw';
import broken from './broken.yaml?raw';
import budget from './budget.yaml?raw';
import claims from './claims.yaml?raw';
import configuration from './configuration.yaml?raw';
import failingJobs from './failing-jobs.yaml?raw';
import guestbook from './guestbook.yaml?raw';
import hello from './hello.yaml?raw';
import hostname from './hostname.yaml?raw';
import jobs from './jobs.yaml?raw';
import nginx from './nginx.yaml?raw';
import nodeAgent from './node-agent.yaml?raw';
import outside from './outside.yaml?raw';
import quota from './quota.yaml?raw';
import replicaSet from './replica-set.yaml?raw';
import rollout from './rollout.yaml?raw';
import stateful from './stateful.yaml?raw';
import storage from './storage.yaml?raw';
import waiting from './waiting.yaml?raw';

/** A manifest to start from. */
export interface Sample {
  readonly name: string;
  /** What it shows, in a few words. */
  readonly note: { readonly [language in Language]: string };
  readonly text: string;
}

/** The first one is what the editor holds on the first visit. */
export const SAMPLES: readonly [Sample, ...Sample[]] = [
  { name: 'hello.yaml', note: { en: 'three pods behind a Service', zh: '一个 Service 后面的三个 Pod' }, text: hello },
  { name: 'nginx.yaml', note: { en: 'rolling update, NodePort', zh: '滚动更新，NodePort' }, text: nginx },
  { name: 'guestbook.yaml', note: { en: 'front end, Redis leader and followers', zh: '前端、Redis 主与从' }, text: guestbook },
  {
    name: 'hostname.yaml',
    note: { en: 'ReplicationController, pods that say their name', zh: 'ReplicationController，会报自己名字的 Pod' },
    text: hostname,
  },
  { name: 'replica-set.yaml', note: { en: 'ReplicaSet, which adopts a stray pod', zh: 'ReplicaSet，会收养落单的 Pod' }, text: replicaSet },
  { name: 'rollout.yaml', note: { en: 'Deployment, a rollout that can get stuck', zh: 'Deployment，可能卡住的滚动更新' }, text: rollout },
  { name: 'node-agent.yaml', note: { en: 'DaemonSet, a pod on every node', zh: 'DaemonSet，每个节点一个 Pod' }, text: nodeAgent },
  {
    name: 'autoscaling.yaml',
    note: { en: 'HorizontalPodAutoscaler, pods that come with the load', zh: 'HorizontalPodAutoscaler，随负载增减的 Pod' },
    text: autoscaling,
  },
  { name: 'stateful.yaml', note: { en: 'StatefulSet, pods with names of their own', zh: 'StatefulSet，各有其名的 Pod' }, text: stateful },
  { name: 'jobs.yaml', note: { en: 'Job and CronJob, work that ends', zh: 'Job 与 CronJob，会结束的工作' }, text: jobs },
  { name: 'failing-jobs.yaml', note: { en: 'Jobs that fail, each in its own way', zh: '以不同方式失败的 Job' }, text: failingJobs },
  {
    name: 'configuration.yaml',
    note: { en: 'ConfigMap, Secret, ServiceAccount', zh: 'ConfigMap、Secret、ServiceAccount' },
    text: configuration,
  },
  { name: 'storage.yaml', note: { en: 'a claim, and the volume made for it', zh: '一个存储声明，以及为它创建的卷' }, text: storage },
  {
    name: 'claims.yaml',
    note: { en: 'StatefulSet with claims, a volume made by hand', zh: '带 PVC 的 StatefulSet，手工创建的 PV' },
    text: claims,
  },
  {
    name: 'budget.yaml',
    note: { en: 'PodDisruptionBudget, and a drain that waits', zh: 'PodDisruptionBudget，要等待的排空' },
    text: budget,
  },
  { name: 'quota.yaml', note: { en: 'ResourceQuota and LimitRange', zh: 'ResourceQuota 与 LimitRange' }, text: quota },
  { name: 'outside.yaml', note: { en: 'Services without pods', zh: '没有 Pod 的 Service' }, text: outside },
  {
    name: 'bin-packing.yaml',
    note: {
      en: 'KubeSchedulerConfiguration: a second profile that packs nodes',
      zh: 'KubeSchedulerConfiguration：把节点装满的第二个 profile',
    },
    text: binPacking,
  },
  { name: 'waiting.yaml', note: { en: 'pods that can’t start, each for another reason', zh: '各有原因、启动不了的 Pod' }, text: waiting },
  { name: 'broken.yaml', note: { en: 'mistakes to find', zh: '有错误，等你来找' }, text: broken },
];
