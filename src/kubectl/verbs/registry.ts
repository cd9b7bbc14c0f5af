import type { VerbDefinition } from '../verb.ts';
import { annotateVerb } from './annotate/annotate.ts';
import { apiResourcesVerb, apiVersionsVerb } from './api-resources/api-resources.ts';
import { applyVerb } from './apply/apply.ts';
import { authVerb } from './auth/auth.ts';
import { autoscaleVerb } from './autoscale/autoscale.ts';
import { certificateVerb } from './certificate/certificate.ts';
import { clusterInfoVerb } from './cluster-info/cluster-info.ts';
import { configVerb } from './config/config.ts';
import { completionVerb } from './completion/completion.ts';
import { cordonVerb, uncordonVerb } from './cordon/cordon.ts';
import { createVerb } from './create/create.ts';
import { deleteVerb } from './delete/delete.ts';
import { describeVerb } from './describe/describe.ts';
import { diffVerb } from './diff/diff.ts';
import { drainVerb } from './drain/drain.ts';
import { editVerb } from './edit/edit.ts';
import { eventsVerb } from './events/events.ts';
import { explainVerb } from './explain/explain.ts';
import { exposeVerb } from './expose/expose.ts';
import { getVerb } from './get/get.ts';
import { kustomizeVerb } from './kustomize/kustomize.ts';
import { labelVerb } from './label/label.ts';
import { logsVerb } from './logs/logs.ts';
import { patchVerb } from './patch/patch.ts';
import {
  alphaVerb,
  attachVerb,
  cpVerb,
  debugVerb,
  execVerb,
  kubercVerb,
  pluginVerb,
  portForwardVerb,
  proxyVerb,
} from './refused/refused.ts';
import { replaceVerb } from './replace/replace.ts';
import { rolloutVerb } from './rollout/rollout.ts';
import { runVerb } from './run/run.ts';
import { scaleVerb } from './scale/scale.ts';
import { setVerb } from './set/set.ts';
import { taintVerb } from './taint/taint.ts';
import { topVerb } from './top/top.ts';
import { versionVerb } from './version/version.ts';
import { waitVerb } from './wait/wait.ts';

/** Every command, in the order of `kubectl help`: those for beginners first. */
export const VERBS: readonly VerbDefinition[] = [
  createVerb,
  exposeVerb,
  runVerb,
  setVerb,
  explainVerb,
  getVerb,
  editVerb,
  deleteVerb,
  rolloutVerb,
  scaleVerb,
  autoscaleVerb,
  certificateVerb,
  clusterInfoVerb,
  topVerb,
  cordonVerb,
  uncordonVerb,
  drainVerb,
  taintVerb,
  describeVerb,
  logsVerb,
  attachVerb,
  execVerb,
  portForwardVerb,
  proxyVerb,
  cpVerb,
  authVerb,
  debugVerb,
  eventsVerb,
  diffVerb,
  applyVerb,
  patchVerb,
  replaceVerb,
  waitVerb,
  kustomizeVerb,
  labelVerb,
  annotateVerb,
  completionVerb,
  apiResourcesVerb,
  apiVersionsVerb,
  configVerb,
  kubercVerb,
  pluginVerb,
  versionVerb,
  alphaVerb,
];
