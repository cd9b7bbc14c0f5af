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
            description: What is wanted.
            properties:
              size: {type: integer}
              color: {type: string, enum: [red, blue, '', green, black]}
              port: {x-kubernetes-int-or-string: true}
              parts:
                type: array
                description: Made of many parts, which are listed here one after the other, so that everybody finds them.
                items: {type: object, description: One of them., properties: {name: {type: string}}}
              tags: {type: object, additionalProperties: {type: string}}
`;
const cluster = createCluster({ startTime: Date.UTC(2026, 0, 1), machines: [], images: 'preloaded' }, 1, { freeze: true });

async function kubectl(line: string) {
  const io = { port: clusterPort(cluster), namespace: 'default', readFile: () => undefined, stdin: DEFINITION };
  const { stdout, stderr } = await runKubectl(splitCommandLine(line), io);
  return stdout + stderr;
}

const HEAD = 'GROUP:      example.com\nKIND:       Widget\nVERSION:    v1\n\n';

test('a custom resource is explained by its definition', async () => {
  await kubectl('apply -f -');
  const top = await kubectl('explain widgets');
  expect(top).toContain(`${HEAD}DESCRIPTION:\n    <empty>\nFIELDS:\n  apiVersion\t<string>\n    APIVersion defines`);
  expect(top).toContain("  metadata\t<ObjectMeta>\n    Standard object's metadata. More info:\n    https://git.k8s.io/");
  expect(await kubectl('explain widget.spec')).toBe(
    `${HEAD}FIELD: spec <Object>\n\n\nDESCRIPTION:\n    What is wanted.\n    \nFIELDS:\n` +
      '  color\t<string>\n  enum: red, blue, "", green, ....\n    <no description>\n\n' +
      '  parts\t<[]Object>\n    Made of many parts, which are listed here one after the other, so that\n    everybody finds them.\n\n' +
      '  port\t<Object>\n    <no description>\n\n' +
      '  size\t<integer> -required-\n    <no description>\n\n' +
      '  tags\t<map[string]string>\n    <no description>\n\n\n',
  );
  expect(await kubectl('explain widget.spec.parts')).toContain(
    'everybody finds them.\n    One of them.\n    \nFIELDS:\n  name\t<string>\n    <no description>\n',
  );
  expect(await kubectl('explain widget.spec.color')).toBe(
    `${HEAD}FIELD: color <string>\nENUM:\n    red\n    blue\n    ""\n    green\n    black\n\nDESCRIPTION:\n    <empty>\n\n`,
  );
  expect(await kubectl('explain widget.spec.strange')).toBe(`${HEAD}error: field "strange" does not exist\n`);
  expect(await kubectl('explain widget -R')).toContain('    parts\t<[]Object>\n      name\t<string>\n    port\t<Object>\n');
});

test.each([
  [
    'explain deploy.spec.strategy',
    'FIELD: strategy <DeploymentStrategy>\n\n\nDESCRIPTION:\n    The deployment strategy to use to replace existing pods with new ones.\n    DeploymentStrategy describes how to replace existing pods with new ones.\n    \nFIELDS:\n',
  ],
  ['explain deployments.apps.spec.replicas', 'GROUP:      apps\nKIND:       Deployment\nVERSION:    v1\n\nFIELD: replicas <integer>\n\n\n'],
  [
    'explain deploy.spec.strategy',
    '  type\t<string>\n  enum: Recreate, RollingUpdate\n    Type of deployment. Can be "Recreate" or "RollingUpdate". Default is\n    RollingUpdate.\n    \n    Possible enum values:\n     - `"Recreate"` Kill all existing pods before creating new ones.\n',
  ],
  ['explain events.events.k8s.io.note', 'KIND:       Event\nVERSION:    v1\n\nerror: field "note" does not exist\n'],
  [
    'explain events.note --api-version=events.k8s.io/v1',
    'GROUP:      events.k8s.io\nKIND:       Event\nVERSION:    v1\n\nFIELD: note <string>\n',
  ],
  [
    'explain pods.spec.containers.resources -R',
    'FIELDS:\n  claims\t<[]ResourceClaim>\n    name\t<string> -required-\n    request\t<string>\n  limits\t<map[string]Quantity>\n',
  ],
  ['explain crd.spec.versions.schema -R', '    items\t<JSONSchemaPropsOrArray>\n    maxItems\t<integer>\n'],
  ['explain pods.spec.containers[0]', 'error: invalid jsonpath syntax, first node must be field node\n'],
  [
    'explain pods -o plaintext-openapiv2',
    'KIND:     Pod\nVERSION:  v1\n\nDESCRIPTION:\n     Pod is a collection of containers that can run on a host. This resource is\n     created by clients and scheduled onto hosts.\n\nFIELDS:\n   apiVersion\t<string>\n     APIVersion defines',
  ],
  ['explain svc.spec.ports.targetPort -o plaintext-openapiv2', 'FIELD:    targetPort <string>\n\nDESCRIPTION:\n'],
  ['explain pods.spec.volumes.emptyDir -R -o plaintext-openapiv2', 'RESOURCE: emptyDir <Object>\n\n'],
  ['explain pods.spec.volumes.emptyDir -R -o plaintext-openapiv2', '\nFIELDS:\n   medium\t<string>\n   sizeLimit\t<string>\n'],
  ['explain pods.strange -o plaintext-openapiv2', 'error: field "strange" does not exist\n'],
  ['explain pods --api-version=v9 -o plaintext-openapiv2', 'error: couldn\'t find resource for "/v9, Kind=Pod"\n'],
  ['explain hpa.spec --api-version=autoscaling/v1', 'VERSION:    v1\n\nFIELD: spec <HorizontalPodAutoscalerSpec'],
  ['explain pods --api-version=v9', 'error: couldn\'t find resource for "/v9, Resource=pods"\n'],
  ['explain pods --api-version=apps/v1', 'error: GVR (apps/v1, Resource=pods) not found in OpenAPI schema\n'],
  ['explain pods -o html', 'error: unrecognized format: html\n'],
  ['explain', 'error: You must specify the type of resource to explain.'],
  ['explain nonsense', 'the server doesn\'t have a resource type "nonsense"\n'],
])('%s', async (line, printed) => {
  expect(await kubectl(line)).toContain(printed);
});
