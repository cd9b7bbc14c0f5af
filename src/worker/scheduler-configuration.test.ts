import { beforeAll, expect, test } from 'vitest';
import { demo } from './testing/page.ts';

beforeAll(() => import('./tools.ts'));

const HEAD = 'apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n';
const apply = async (open: Awaited<ReturnType<typeof demo>>, text: string) =>
  (await open.ask({ type: 'apply', text, namespace: 'default' })).documents;

test('the configuration is read as a text, changed by applying it, and survives being saved', async () => {
  const open = await demo();
  const usual = await open.ask({ type: 'scheduler-configuration' });
  expect(usual.usual).toBe(true);
  expect(usual.text).toContain('schedulerName: default-scheduler');
  expect(await apply(open, usual.text)).toMatchObject([{ object: 'kube-scheduler', result: 'unchanged' }]);
  const packing = `${HEAD}profiles:\n- schedulerName: default-scheduler\n- schedulerName: packing\n`;
  const [first, second] = await apply(open, `${packing}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n`);
  expect(first).toMatchObject({ line: 1, result: 'configured', message: 'kube-scheduler configured', problems: [] });
  expect(second).toMatchObject({ object: 'configmap/a', result: 'created' });
  expect((await open.ask({ type: 'scheduler-configuration' })).text).toContain('schedulerName: packing');
  const { bytes } = await open.ask({ type: 'snapshot' });
  await open.ask({ type: 'boot', boot: { from: 'snapshot', bytes } });
  expect(await open.ask({ type: 'scheduler-configuration' })).toMatchObject({ usual: false });
  expect((await open.ask({ type: 'scheduler-configuration' })).text).toContain('schedulerName: packing');
});

test('a dry run of it changes nothing', async () => {
  const open = await demo();
  const text = `${HEAD}profiles: [{schedulerName: other}]\n`;
  const { documents } = await open.ask({ type: 'apply', text, namespace: 'default', dryRun: true });
  expect(documents).toMatchObject([{ result: 'configured', message: 'kube-scheduler configured (dry run)' }]);
  expect(await open.ask({ type: 'scheduler-configuration' })).toMatchObject({ usual: true });
});

test('kubectl apply of it is refused as by any API server', async () => {
  const open = await demo();
  const line = 'kubectl apply -f scheduler.yaml';
  const { stderr, exitCode } = await open.ask({ type: 'kubectl', line, files: { 'scheduler.yaml': HEAD } });
  expect(exitCode).toBe(1);
  expect(stderr).toContain('no matches for kind "KubeSchedulerConfiguration" in version "kubescheduler.config.k8s.io/v1"');
});

test.each([
  ['an unknown field', 'profiles:\n- plugin: {}\n', 4, 'unknown field "profiles[0].plugin"'],
  ['a text for a number', 'profiles:\n- percentageOfNodesToScore: many\n', 4, 'json: cannot unmarshal string'],
  [
    'a number out of range',
    'percentageOfNodesToScore: 101\n',
    3,
    'percentageOfNodesToScore: Invalid value: 101: not in valid range [0-100]',
  ],
  [
    'an argument of a plugin',
    'profiles:\n- pluginConfig:\n  - name: InterPodAffinity\n    args:\n      hardPodAffinityWeight: -1\n',
    7,
    'profiles[0].pluginConfig[0].args.hardPodAffinityWeight: Invalid value: -1: not in valid range [0, 100]',
  ],
  [
    'an unknown argument',
    'profiles:\n- pluginConfig:\n  - name: InterPodAffinity\n    args:\n      weight: 1\n',
    7,
    'unknown field "weight"',
  ],
  [
    'a plugin that there is not',
    'profiles:\n- plugins:\n    filter:\n      enabled:\n      - name: Coscheduling\n',
    7,
    'FilterPlugin "Coscheduling" does not exist',
  ],
  ['an old version', '', 1, 'no kind "KubeSchedulerConfiguration" is registered for version'],
])('%s is told of at its line', async (name, text, line, message) => {
  const open = await demo();
  const head = name === 'an old version' ? HEAD.replace('v1\n', 'v1beta3\n') : HEAD;
  const [result] = await apply(open, head + text);
  expect(result?.result).toBe('error');
  expect(result?.problems).toHaveLength(1);
  expect(result?.problems[0]).toMatchObject({ line });
  expect(result?.problems[0]?.message).toContain(message);
});
