import { expect, it } from 'vitest';
import { CommandError } from '../errors.ts';
import { buildKustomization } from './build.ts';

/** Builds `folder` of these files; warnings come first. */
function build(texts: Readonly<Record<string, string>>, folder: string): string {
  const warnings: string[] = [];
  const files = { readFile: (name: string) => texts[name] };
  const built = buildKustomization({ files, anywhere: false, warn: (text) => warnings.push(text) }, folder);
  return [...warnings, built].join('\n');
}

const POD = `apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {containers: [{name: c, image: i, envFrom: [{configMapRef: {name: cm}}]}]}
`;

const layer = (name: string) => `resources: [x.yaml]\nnamePrefix: ${name}-\nconfigMapGenerator: [{name: cm, literals: [z=${name}]}]\n`;

it('gives generated objects the hash of their content, and every reference the new name', () => {
  const texts = {
    'a/kustomization.yaml': layer('a'),
    'a/x.yaml': POD,
    'b/kustomization.yaml': layer('b'),
    'b/x.yaml': POD,
    'o/kustomization.yaml': 'resources: [../a, ../b]\nnameSuffix: -z\n',
  };
  const names = Array.from(build(texts, 'o').matchAll(/name: (\S+)/g), ([, name]) => name);
  const [a, b] = ['a-cm-z-2c8822d97k', 'b-cm-z-cf4kb6dttk'];
  expect(names).toEqual([a, b, 'a-p-z', a, 'c', 'b-p-z', b, 'c'].toSorted(() => 0));
});

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: nginx, image: "nginx:1.25", env: [{name: A, value: "1"}, {name: B, value: "2"}]}]}
`;

it('patches, labels, scales and renames', () => {
  const kustomization = `resources: [d.yaml]
namespace: prod
labels: [{pairs: {tier: front}, includeSelectors: true}]
images: [{name: nginx, newTag: "1.27"}]
replicas: [{name: web, count: 4}]
patches:
- patch: |-
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec: {template: {spec: {containers: [{name: nginx, env: [{name: Y, value: "3"}, {$patch: delete, name: B}]}]}}}
- target: {kind: Deploy.*}
  patch: '[{"op": "add", "path": "/metadata/annotations", "value": {"note": "hi"}}]'
`;
  expect(build({ 'kustomization.yaml': kustomization, 'd.yaml': DEPLOYMENT }, '.')).toBe(`apiVersion: apps/v1
kind: Deployment
metadata:
  annotations:
    note: hi
  labels:
    tier: front
  name: web
  namespace: prod
spec:
  replicas: 4
  selector:
    matchLabels:
      app: web
      tier: front
  template:
    metadata:
      labels:
        app: web
        tier: front
    spec:
      containers:
      - env:
        - name: "Y"
          value: "3"
        - name: A
          value: "1"
        image: nginx:1.27
        name: nginx
`);
});

it.each([
  ['foo: 1', 'invalid Kustomization: json: unknown field "foo"'],
  ['helmCharts: [{name: x}]', 'invalid Kustomization: the field "helmCharts" is not supported here'],
  ['', 'kustomization.yaml is empty'],
  ['resources: [d.yaml]\nreplicas: [{name: zz, count: 1}]', 'resource with name zz does not match a config'],
  ['resources: [../up.yaml]', "security; file '/up.yaml' is not in or below '/k'"],
  ['configMapGenerator: [{name: c, literals: [a]}]', 'loading KV pairs: literal sources [a]: invalid literal source a, expected key=value'],
  ['resources: [../k]', "cycle detected: candidate root '/k' contains visited root '/k'"],
])('refuses %j', (kustomization, why) => {
  const texts = { 'k/kustomization.yaml': kustomization, 'k/d.yaml': DEPLOYMENT, 'up.yaml': POD };
  expect(() => build(texts, 'k')).toThrow(CommandError);
  expect(() => build(texts, 'k')).toThrow(why);
});

it('says what has been replaced', () => {
  expect(build({ 'kustomization.yaml': 'commonLabels: {a: b}\n' }, '.')).toContain("# Warning: 'commonLabels' is deprecated.");
});
