import type { KubeObject } from '../api/object.ts';
import type { Container, Deployment, Service } from '../api/types.gen.ts';

/** The small application that a first visit finds alive: a web front behind a Service, and a greeter that answers with its own name. */
export const DEMO: readonly KubeObject[] = [
  deployment('web', 'front', 3, { image: 'nginx:1.29', port: 80, cpu: '250m', memory: '128Mi' }),
  service('web', 80),
  deployment('greeter', 'back', 4, { image: 'kubarium/hostname:v1', port: 8080, cpu: '500m', memory: '256Mi' }),
  service('greeter', 8080),
];

interface Program {
  readonly image: string;
  readonly port: number;
  readonly cpu: string;
  readonly memory: string;
}

function deployment(name: string, tier: string, replicas: number, program: Program): Deployment {
  const labels = { app: name, tier };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default', labels },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels }, spec: { containers: [container(name, program)] } },
    },
  };
}

function container(name: string, { image, port, cpu, memory }: Program): Container {
  return {
    name,
    image,
    ports: [{ containerPort: port }],
    resources: { requests: { cpu, memory } },
    readinessProbe: { httpGet: { path: '/', port }, periodSeconds: 5 },
  };
}

function service(name: string, targetPort: number): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default' },
    spec: { selector: { app: name }, ports: [{ port: 80, targetPort }] },
  };
}
