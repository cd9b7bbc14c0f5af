/** Each sample is applied to the cluster of the first visit, seen at work, broken as its comments say, and mended. */
import { beforeAll, expect, test } from 'vitest';
import { demo } from '../../worker/testing/page.ts';
import { SAMPLES } from './registry.ts';

beforeAll(() => import('../../worker/tools.ts'));

/** A kubectl line, what it prints, and virtual seconds to wait before it. */
type Look = readonly [line: string, prints: RegExp, seconds?: number];

const STORIES: { readonly [sample: string]: readonly Look[] } = {
  'hello.yaml': [['get deployment hello', /3\/3/, 20]],
  'nginx.yaml': [['get deployment nginx', /(\d)\/\1 /, 30]],
  'guestbook.yaml': [['get deployments', /^NAME.*\n(\S+ +(\d)\/\2 .*\n)+$/, 60]],
  'hostname.yaml': [['get rc', /(\d) +\1 +\1 /, 20]],
  'replica-set.yaml': [
    ['get rs herd', /herd +3 +3 +3/, 20],
    ['get pod stray -o jsonpath={.metadata.ownerReferences[0].name}', /^herd$/],
    ['label pod stray app-', /unlabeled/],
    ['get pods -l app=herd -o name', /^(pod\/herd-\w+\n){3}$/, 10],
  ],
  'rollout.yaml': [
    ['get deployment shop', /4\/4 +4 +4/, 30],
    ['set image deployment/shop web=nginx:missing', /image updated/],
    [`get deployment shop -o jsonpath='{.status.conditions[?(@.type=="Progressing")].reason}'`, /^ProgressDeadlineExceeded$/, 90],
    ['get deployment shop', /4\/4 +1 +4/],
    ['rollout undo deployment/shop', /rolled back/],
    ['get deployment shop', /4\/4 +4 +4/, 20],
  ],
  'node-agent.yaml': [
    ['get ds node-agent', /node-agent +3 +3 +3 +3 +3/, 20],
    ['delete pod -l app=node-agent', /deleted/],
    ['get ds node-agent', /node-agent +3 +3 +3 +3 +3/, 60],
  ],
  'autoscaling.yaml': [
    ['get hpa shop', /Deployment\/shop +cpu: \d\d%\/50% +1 +10 +2/, 75],
    ['scale deployment visitors --replicas=3', /scaled/],
    ['get deployment shop', /([67])\/\1/, 90],
    ['describe hpa shop', /resource cpu on pods +\(as a percentage of request\): +\d\d% \(\d+m\) \/ 50%/],
    ['scale deployment visitors --replicas=0', /scaled/],
    ['describe hpa shop', /ScaleDownStabilized/, 90],
    ['get deployment shop', /1\/1/, 360],
  ],
  'stateful.yaml': [
    ['get sts store', /3\/3/, 30],
    ['delete pod store-1 --wait=false', /deleted/],
    ['get pod store-1', /store-1 +1\/1 +Running/, 60],
  ],
  'jobs.yaml': [
    ['get job squares', /Complete +5\/5/, 60],
    ['get cronjob clock', /\* \* \* \* \* +Asia\/Shanghai +False/],
    ['get jobs', /clock-\d+ +Complete +1\/1/, 70],
    [`patch cronjob/clock -p '{"spec":{"suspend":true}}'`, /patched/],
    ['get cronjob clock', /True/],
  ],
  'failing-jobs.yaml': [
    [`get job hopeless -o jsonpath='{.status.conditions[?(@.type=="Failed")].reason}'`, /^PodFailurePolicy$/, 60],
    [`get job too-slow -o jsonpath='{.status.conditions[?(@.type=="Failed")].reason}'`, /^DeadlineExceeded$/],
    [`get job leader-decides -o jsonpath='{.status.conditions[?(@.type=="Complete")].reason}'`, /^SuccessPolicy$/],
    [`get job stubborn -o jsonpath='{.status.conditions[?(@.type=="Failed")].reason}'`, /^BackoffLimitExceeded$/, 60],
  ],
  'configuration.yaml': [
    ['get deployment reader', /2\/2/, 20],
    ['delete configmap words', /deleted/],
    ['delete pod -l app=reader --wait=false', /deleted/],
    ['get pods -l app=reader', /CreateContainerConfigError/, 50],
    ['create configmap words --from-literal=GREETING=again', /created/],
    ['get deployment reader', /2\/2/, 60],
  ],
  'storage.yaml': [
    ['get pvc notes', /Bound/, 20],
    ['get deployment notes', /1\/1/],
    [`patch pvc notes -p '{"spec":{"resources":{"requests":{"storage":"3Gi"}}}}'`, /patched/],
    ['get pvc notes -o jsonpath={.status.capacity.storage}', /^3Gi$/, 60],
    ['delete pvc notes --wait=false', /deleted/],
    ['get pvc notes', /Terminating/, 5],
    ['scale deployment notes --replicas=0', /scaled/],
    ['get pvc,pv', /^$/, 60],
  ],
  'claims.yaml': [
    ['get sts ledger', /2\/2/, 40],
    ['get pvc', /data-ledger-0 +Bound[^]*data-ledger-1 +Bound[^]*old-things +Bound +attic/],
    ['scale sts ledger --replicas=1', /scaled/],
    ['get pvc data-ledger-1', /Bound/, 60],
    ['delete sts ledger', /deleted/],
    ['get pvc', /^NAME[^\n]*\nold-things [^\n]*\n$/, 60],
  ],
  'budget.yaml': [
    ['get pdb quorum', /quorum +2 +N\/A +1/, 40],
    [`patch pdb quorum -p '{"spec":{"minAvailable":3}}'`, /patched/],
    ['get pdb quorum', /quorum +3 +N\/A +0/, 5],
  ],
  'quota.yaml': [
    ['get deployment greedy -n team-a', /4\/6/, 30],
    ['get events -n team-a', /exceeded quota: share, requested: requests.cpu=250m, used: requests.cpu=1, limited: requests.cpu=1/],
    [`patch quota share -n team-a -p '{"spec":{"hard":{"pods":"10","requests.cpu":"4"}}}'`, /patched/],
    ['get deployment greedy -n team-a', /6\/6/, 120],
  ],
  'outside.yaml': [
    ['get endpointslices -l kubernetes.io/service-name=database', /192.0.2.10/, 5],
    ['get svc weather', /ExternalName +<none> +api.example.com/],
  ],
  'bin-packing.yaml': [
    ['get deployment packed', /6\/6/, 30],
    // All of them on one node.
    [`get pods -l app=packed -o jsonpath='{range .items[*]}{.spec.nodeName} {end}'`, /^(node-\d) (\1 ){5}$/],
  ],
  'waiting.yaml': [
    ['get pods -l app=waiting', /keeps-exiting +0\/1 +(Error|CrashLoopBackOff)/, 60],
    ['get pods -l app=waiting', /needs-ssd +0\/1 +Pending[^]*no-such-image +0\/1 +ImagePullBackOff|ErrImagePull[^]*too-big +0\/1 +Pending/],
    ['label node node-1 disk=ssd', /labeled/],
    ['get pod needs-ssd', /Running/, 30],
  ],
};

test('every sample has its story', () => {
  expect(SAMPLES.map(({ name }) => name).filter((name) => !(name in STORIES))).toEqual(['broken.yaml']);
});

test.each(SAMPLES.filter(({ name }) => name in STORIES))('$name', async ({ name, text }) => {
  const { ask, pass } = await demo();
  await ask({ type: 'clock', clock: { type: 'speed', speed: 100 } });
  const { documents } = await ask({ type: 'apply', text, namespace: 'default' });
  expect(documents.map(({ result, message }) => (result === 'error' ? message : 'fine'))).toEqual(documents.map(() => 'fine'));
  for (const [line, prints, seconds = 0] of STORIES[name] ?? []) {
    await pass(seconds * 10);
    const { stdout, stderr } = await ask({ type: 'kubectl', line, files: {} });
    expect(stdout + stderr.replaceAll('No resources found in default namespace.\n', '').replaceAll('No resources found\n', '')).toMatch(
      prints,
    );
  }
});
