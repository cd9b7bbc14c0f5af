import { beforeAll, expect, test } from 'vitest';
import { createCluster } from '../../../sim/cluster.ts';
import { clusterPort } from '../../../testing/cluster-port.ts';
import { InterruptError, runKubectl, splitCommandLine } from '../../index.ts';

const CRD = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: widgets, singular: widget, kind: Widget, shortNames: [wd], categories: [all, gadgets]}
  versions:
  - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}
`;
const FILES: Readonly<Record<string, string>> = {
  'crd.yaml': CRD,
  'widget.yaml': 'apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\n',
  'columns.txt': 'NAME    KEYS\nmetadata.name   .data\n',
  'path.txt': '{.metadata.name}',
};
const cluster = createCluster({ startTime: Date.UTC(2026, 0, 1), machines: [], images: 'preloaded' }, 1, { freeze: true });
const port = clusterPort(cluster);

async function kubectl(line: string) {
  return runKubectl(splitCommandLine(line), { port, namespace: 'lab', readFile: (name) => FILES[name], stdin: '' });
}

beforeAll(async () => {
  cluster.advance(cluster.state.now + 2000);
  for (const line of [
    'create namespace lab',
    'create configmap a --from-literal=k=1',
    'create configmap b --from-literal=k=2',
    'label configmap a b tier=x',
    'apply -f crd.yaml',
  ])
    expect(await kubectl(line)).toMatchObject({ exitCode: 0 });
  cluster.advance(cluster.state.now + 2000);
  expect(await kubectl('apply -f widget.yaml')).toMatchObject({ exitCode: 0 });
});

test.each([
  ['get cm a -o custom-columns-file=columns.txt', 'NAME   KEYS\na      {"k":"1"}\n'],
  ['get cm a -o jsonpath-file=path.txt', 'a'],
  ['get cm a --template={{.metadata.name}}', 'a'],
  ['get cm -l tier=x -o jsonpath --template={.items[*].metadata.name}', 'a b'],
  ['get cm -l tier=x --chunk-size=1 -o name', 'configmap/a\nconfigmap/b\n'],
  ['get cm -l tier=x --chunk-size=1', 'NAME   DATA   AGE\na      1      <age>\nb      1      <age>\n'],
  ['get cm -l tier=x --sort-by={.data.k} -o name', 'configmap/a\nconfigmap/b\n'],
  ['get gadgets', 'NAME   AGE\nw      <age>\n'],
  ['get wd,cm/a', undefined],
  ['get cm,widgets -l tier=x --no-headers', 'configmap/a   1     <age>\nconfigmap/b   1     <age>\n'],
  ['get cm nope --ignore-not-found', ''],
  ['get cm nope gone --ignore-not-found -o yaml', ''],
  ['get ns lab --subresource=status -o name', 'namespace/lab\n'],
  ['get --raw /healthz', 'ok'],
  [
    'get cm a -o kyaml --show-managed-fields=false',
    '---\n{\n  apiVersion: "v1",\n  data: {\n    k: "1",\n  },\n  kind: "ConfigMap",\n  metadata: {\n',
  ],
])('%s', async (line, stdout) => {
  const result = await kubectl(line);
  if (stdout === undefined) return expect(result.exitCode).toBe(1);
  expect(result.stderr).toBe('');
  const shown = result.stdout.replaceAll(/\b\d+m?\d*s\b/g, '<age>');
  expect(line.includes('kyaml') ? shown.slice(0, stdout.length) : shown).toBe(stdout);
});

test.each([
  ['get cm --show-labels -o yaml', 'error: --show-labels option cannot be used with yaml printer\n'],
  ['get cm --output-watch-events', 'error: --output-watch-events option can only be used with --watch or --watch-only\n'],
  ['get cm --subresource=status', 'error: subresource cannot be used when bulk resources are specified\n'],
  ['get cm a -l tier=x', 'error: name cannot be provided when a selector is specified\n'],
  ['get cm,ns -w', 'error: you may only specify a single resource type\n'],
  ['get cm a -o jsonpath', 'error: template format specified but no template given\n'],
  ['get cm a -o jsonpath-file=no.txt', 'error: error reading --template no.txt, open no.txt: no such file or directory\n'],
  ['get cm -o custom-columns-file=path.txt', 'error: invalid template, missing spec line.'],
  ['get --raw /api/v1/nope', 'Error from server (NotFound): the server could not find the requested resource\n'],
  ['get cm nope -w', 'Error from server (NotFound): configmaps "nope" not found\n'],
  ['get --raw /api/v1 cm', 'error: arguments may not be passed when --raw is specified\n'],
])('%s is refused', async (line, stderr) => {
  const result = await kubectl(line);
  expect({ exitCode: result.exitCode, stderr: result.stderr.slice(0, stderr.length) }).toEqual({ exitCode: 1, stderr });
});

test('--raw prints what the server answers', async () => {
  const { stdout } = await kubectl('get --raw /api/v1/namespaces/lab/configmaps?labelSelector=tier%3Dx');
  expect(JSON.parse(stdout)).toMatchObject({ kind: 'ConfigMapList', items: [{ metadata: { name: 'a' } }, { metadata: { name: 'b' } }] });
  expect(JSON.parse((await kubectl('get --raw /version')).stdout)).toMatchObject({ major: '1', minor: '36' });
});

/** What a watch prints while something else happens. */
async function watched(line: string, ...meanwhile: readonly string[]) {
  const watching = kubectl(`${line} --request-timeout=9s`);
  for (let turns = 0; turns < 100; turns++) await Promise.resolve();
  for (const other of meanwhile) await kubectl(other);
  return watching;
}

test('a watch prints the objects, and then a line for each change', async () => {
  const { stdout, stderr, exitCode } = await watched('get cm a -w', 'label cm a --overwrite color=red');
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  expect(stdout.replaceAll(/\b\d+m?\d*s\b/g, '<age>')).toBe('NAME   DATA   AGE\na      1      <age>\na      1      <age>\n');
});

test('a watch of a list tells its events', async () => {
  const result = await watched('get cm -l tier=x -w --output-watch-events -L color', 'label cm b color=blue', 'label cm a tier-');
  expect(result.stdout.replaceAll(/\b\d+m?\d*s\b/g, '<age>').split('\n')).toEqual([
    'EVENT      NAME   DATA   AGE   COLOR',
    'ADDED      a      1      <age>   red',
    'ADDED      b      1      <age>   ',
    'MODIFIED   b      1      <age>   blue',
    'DELETED    a      1      <age>   red',
    '',
  ]);
});

test('--watch-only leaves out what is there, and any form will do', async () => {
  expect((await watched('get cm --watch-only -o name', 'create cm c')).stdout).toBe('configmap/c\n');
  const event = await watched(
    "get cm --watch-only -o jsonpath='{.type} {.object.metadata.name};' --output-watch-events",
    'delete cm c --wait=false',
  );
  expect(event.stdout).toBe('DELETED c;');
  const sorted = await watched('get cm --watch-only --sort-by=.metadata.name');
  expect(sorted.stderr).toBe('warning: --watch-only requested, --sort-by will be ignored\n');
});

test('a watch prints at once, and ends when it is interrupted', async () => {
  const written: string[] = [];
  const impatient = {
    ...port,
    async *watch(...given: Parameters<typeof port.watch>) {
      yield* port.watch(...given);
      throw new InterruptError();
    },
  };
  const write = (_: string, text: string) => written.push(text);
  const io = { port: impatient, namespace: 'lab', readFile: () => undefined, stdin: '', write };
  const ended = await runKubectl(splitCommandLine('get ns lab -w --request-timeout=1s --no-headers'), io);
  expect(ended).toMatchObject({ exitCode: 130, stderr: '' });
  expect(written.join('')).toBe(ended.stdout);
});
