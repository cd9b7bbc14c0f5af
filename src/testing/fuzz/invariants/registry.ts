/** Everything that has to hold: one line adds an invariant. */
import type { MomentInvariant } from '../ledger.ts';
import type { RestInvariant } from './invariant.ts';
import { daemonStatusesAreCounts, daemonsAreEverywhere, daemonsAreUpdated } from './daemons.ts';
import {
  deploymentStatusesAreCounts,
  oldReplicaSetsAreCleanedUp,
  newestRevisionIsHighest,
  rolloutsGoAsFarAsTheyMay,
} from './deployments.ts';
import { addressesAreUnique, kubeletsAdmitWhatFits, noNodeIsOvercommitted, noPodOnAbsentNode, podsRun } from './pods.ts';
import {
  cronJobsDoNotOverlap,
  cronJobsKeepALittleHistory,
  failuresAreMeant,
  finishedJobsAreRemoved,
  indexesRunOnce,
  jobStatusesAreCounts,
  jobsGoOn,
  jobsKeepTheirLimits,
  jobsMakeWhatTheyNeed,
  nobodyIsTrackedInVain,
} from './jobs.ts';
import { managersAreSane } from './managers.ts';
import { podsBelongToWhoSelectsThem, replicaStatusesAreCounts, replicasConverge } from './replicas.ts';
import { budgetsAreCounted, quotaUsageIsARecount, quotasAreKept } from './quotas.ts';
import {
  eventsAreBounded,
  nothingWaitsWithoutEnd,
  onlyTheLessImportantMakeRoom,
  theImportantAreScheduled,
  volumesAreBoundInPairs,
  whatFitsIsScheduled,
} from './scheduling.ts';
import { addressesOfServicesAreUnique, endpointsAgree, rangesAreUnique, slicesAreSmall, slicesHoldThePods } from './services.ts';
import { ordinalsComeInOrder, ordinalsConverge, ordinalsHaveNoTwins, statefulStatusesAreCounts, statefulUpdatesGoOn } from './stateful.ts';
import { cachesEqualLists, deletionsFinish, generationsCountSpecs, historyReplays, namespacesHoldWhatLives, ownersLive } from './store.ts';

export const EVERY_MOMENT: readonly MomentInvariant[] = [
  noNodeIsOvercommitted,
  addressesAreUnique,
  generationsCountSpecs,
  slicesAreSmall,
  ordinalsComeInOrder,
  indexesRunOnce,
  jobsKeepTheirLimits,
  jobsMakeWhatTheyNeed,
  cronJobsDoNotOverlap,
  quotasAreKept,
  eventsAreBounded,
  onlyTheLessImportantMakeRoom,
];

export const AT_REST: readonly RestInvariant[] = [
  historyReplays,
  cachesEqualLists,
  managersAreSane,
  ownersLive,
  deletionsFinish,
  namespacesHoldWhatLives,
  kubeletsAdmitWhatFits,
  noPodOnAbsentNode,
  podsRun,
  replicasConverge,
  replicaStatusesAreCounts,
  podsBelongToWhoSelectsThem,
  rolloutsGoAsFarAsTheyMay,
  deploymentStatusesAreCounts,
  oldReplicaSetsAreCleanedUp,
  newestRevisionIsHighest,
  daemonsAreEverywhere,
  daemonStatusesAreCounts,
  daemonsAreUpdated,
  ordinalsConverge,
  ordinalsHaveNoTwins,
  statefulStatusesAreCounts,
  statefulUpdatesGoOn,
  jobStatusesAreCounts,
  jobsGoOn,
  failuresAreMeant,
  nobodyIsTrackedInVain,
  finishedJobsAreRemoved,
  cronJobsKeepALittleHistory,
  slicesHoldThePods,
  endpointsAgree,
  addressesOfServicesAreUnique,
  rangesAreUnique,
  quotaUsageIsARecount,
  budgetsAreCounted,
  whatFitsIsScheduled,
  theImportantAreScheduled,
  nothingWaitsWithoutEnd,
  volumesAreBoundInPairs,
];

/** What has to hold as soon as nothing is on its way: what a controller did not hear of, its next resync would hide. */
export const AT_FIRST_REST: readonly RestInvariant[] = [
  cachesEqualLists,
  replicaStatusesAreCounts,
  slicesHoldThePods,
  quotaUsageIsARecount,
];
