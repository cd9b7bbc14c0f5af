import { expect, test } from 'vitest';
import { createCluster } from '../../../sim/cluster.ts';
import { clusterPort } from '../../../testing/cluster-port.ts';
import { runKubectl, splitCommandLine } from '../../index.ts';

const DEFINITION = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: widgets, kind: Widget}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            required: [size]
            properties:
              size: {type: integer}
              color: {type: string, enum: [red, blue]}
              port: {x-kubernetes-int-or-string: true}
              parts: {type: array, items: {type: object, properties: {name: {type: string}}}}
              tags: {type: object, additionalProperties: {type: string}}
`;
const cluster = createCluster({ startTime: Date.UTC(2026, 0, 1), machines: [], images: 'preloaded' }, 1, { freeze: true });

async function kubectl(line: string) {
  const io = { port: clusterPort(cluster), namespace: 'default', readFile: () => undefined, stdin: DEFINITION };
  const { stdout, stderr } = await runKubectl(splitCommandLine(line), io);
  return stdout + stderr;
}

test('a custom resource is explained by its definition', async () => {
  await kubectl('apply -f -');
  const head = 'GROUP:      example.com\nKIND:       Widget\nVERSION:    v1\n\n';
  const top = '  apiVersion\t<string>\n  kind\t<string>\n  metadata\t<ObjectMeta>\n  spec\t<Object>\n';
  expect(await kubectl('explain widgets')).toBe(`${head}FIELDS:\n${top}\n`);
  const spec =
    '  color\t<string>\n  enum: red, blue\n  parts\t<[]Object>\n  port\t<IntOrString>\n  size\t<integer> -required-\n  tags\t<map[string]string>\n';
  expect(await kubectl('explain widget.spec')).toBe(`${head}FIELD: spec <Object>\n\nFIELDS:\n${spec}\n`);
  expect(await kubectl('explain widget.spec.parts')).toContain('FIELDS:\n  name\t<string>');
  expect(await kubectl('explain widget.spec.strange')).toContain('error: field "strange" does not exist');
  expect(await kubectl('explain widget --recursive')).toContain('    parts\t<[]Object>\n      name\t<string>');
});
