import type { PlainKey } from '../messages/index.ts';
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
  readonly note: PlainKey;
  readonly text: string;
}

/** The first one is what the editor holds on the first visit. */
export const SAMPLES: readonly [Sample, ...Sample[]] = [
  { name: 'hello.yaml', note: 'sample.hello', text: hello },
  { name: 'nginx.yaml', note: 'sample.nginx', text: nginx },
  { name: 'guestbook.yaml', note: 'sample.guestbook', text: guestbook },
  { name: 'hostname.yaml', note: 'sample.hostname', text: hostname },
  { name: 'replica-set.yaml', note: 'sample.replicaSet', text: replicaSet },
  { name: 'rollout.yaml', note: 'sample.rollout', text: rollout },
  { name: 'node-agent.yaml', note: 'sample.nodeAgent', text: nodeAgent },
  { name: 'stateful.yaml', note: 'sample.stateful', text: stateful },
  { name: 'jobs.yaml', note: 'sample.jobs', text: jobs },
  { name: 'failing-jobs.yaml', note: 'sample.failingJobs', text: failingJobs },
  { name: 'configuration.yaml', note: 'sample.configuration', text: configuration },
  { name: 'storage.yaml', note: 'sample.storage', text: storage },
  { name: 'claims.yaml', note: 'sample.claims', text: claims },
  { name: 'budget.yaml', note: 'sample.budget', text: budget },
  { name: 'quota.yaml', note: 'sample.quota', text: quota },
  { name: 'outside.yaml', note: 'sample.outside', text: outside },
  { name: 'bin-packing.yaml', note: 'sample.binPacking', text: binPacking },
  { name: 'waiting.yaml', note: 'sample.waiting', text: waiting },
  { name: 'broken.yaml', note: 'sample.broken', text: broken },
];
