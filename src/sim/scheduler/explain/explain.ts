/** Everything that is known of one pod's place: how it was decided, how it got there, and how it would be decided now. */
import { POD } from '../../../api/resources.ts';
import type { PlacementAccount, PodExplanation } from '../../../api/scheduling.ts';
import { isPodTerminal } from '../../../api/pod/conditions.ts';
import { uidOf } from '../../../api/object.ts';
import type { Pod } from '../../../api/types.gen.ts';
import type { PrngState } from '../../../base/prng.ts';
import { profilesOf, type SchedulerContext } from '../memory.ts';
import { isBackingOff } from '../queue/backoff.ts';
import { decidedAccount } from './account.ts';
import { accountNow } from './now.ts';
import { proposalsFor } from './proposals.ts';
import { type Onlooker, profileOf, startTrial } from './trial.ts';
import type { Verdict } from '../verdicts.ts';

const NOTHING = { steps: [], dropped: 0 } as const;

/** `key`: `namespace/name`. Undefined for a pod that the scheduler has not heard of. */
export function explainPod(context: Onlooker, random: PrngState, key: string, propose: boolean): PodExplanation | undefined {
  const { memory } = context;
  const pod = context.lister(POD).byKey(key);
  if (pod === undefined) return undefined;
  const uid = uidOf(pod);
  const profiles = profilesOf(context as SchedulerContext);
  const place = placeOf(context, pod);
  const tries = place !== 'elsewhere' && !isPodTerminal(pod);
  const trial = tries ? startTrial(context, random, pod) : undefined;
  const now = trial && accountNow(trial);
  const queued = memory.queue.pods.get(uid);
  const history = memory.histories.get(uid);
  return {
    uid,
    place,
    servedInstead: profileOf(context, pod) === undefined ? [...profiles.byName.keys()] : [],
    backoffUntil: queued !== undefined && isBackingOff(queued.backoffUntil, context.now) ? queued.backoffUntil : 0,
    decided: decidedAccount(memory.verdicts, profiles, uid),
    forgotten: forgottenOf(memory.verdicts.byPod.get(uid)),
    history: history === undefined ? NOTHING : { steps: [...history.steps], dropped: history.dropped },
    now,
    proposals: propose && trial !== undefined && isStuck(place, now) ? proposalsFor(trial) : [],
  };
}

function forgottenOf(verdict: Verdict | undefined): PodExplanation['forgotten'] {
  if (verdict === undefined || verdict.details !== null) return undefined;
  const { at, attempt, node, message } = verdict;
  return { at, attempt, node, message };
}

function isStuck(place: PodExplanation['place'], now: PlacementAccount | undefined): boolean {
  return place === 'gated' || (place !== 'bound' && now?.node === '');
}

function placeOf({ memory }: Onlooker, pod: Pod): PodExplanation['place'] {
  if (pod.spec?.nodeName) return 'bound';
  const uid = uidOf(pod);
  const queued = memory.queue.pods.get(uid);
  if (queued === undefined) return 'elsewhere';
  return memory.binding.has(uid) ? 'waiting' : queued.place;
}
