import { describe, expect, it } from 'vitest';
import type { ApiRequest, ApiResponse, KubeList } from '../../api/request.ts';
import type { JsonValue } from '../../api/scalars.ts';
import type { IPAddress, Service, ServiceCIDR, ServiceSpec, Status } from '../../api/types.gen.ts';
import { createCluster } from '../cluster.ts';

const START = Date.UTC(2026, 0, 1);
const SERVICES = { group: '', resource: 'services', namespace: 'default' } as const;
const ADDRESSES = { group: 'networking.k8s.io', resource: 'ipaddresses' } as const;
const RANGES = { group: 'networking.k8s.io', resource: 'servicecidrs' } as const;

function server(serviceCidr?: string) {
  const cluster = createCluster({ startTime: START, machines: [], images: 'preloaded', ...(serviceCidr && { serviceCidr }) }, 1, {
    freeze: true,
  });
  cluster.advance(START + 1000);
  return { cluster, ask: (request: ApiRequest) => cluster.request(request) };
}

type Ask = (request: ApiRequest) => ApiResponse;

function service(name: string, spec: ServiceSpec): JsonValue {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec } as unknown as JsonValue;
}

function create(ask: Ask, name: string, spec: ServiceSpec, options?: { dryRun: boolean }): ApiResponse {
  return ask({ verb: 'create', ...SERVICES, body: service(name, spec), ...(options && { options }) });
}

function specOf({ body }: ApiResponse): ServiceSpec {
  return (body as Service).spec ?? {};
}

function message({ body }: ApiResponse): string {
  return (body as Status).message ?? '';
}

function held(ask: Ask): string[] {
  const list = ask({ verb: 'list', ...ADDRESSES }).body as KubeList;
  return list.items.map((item) => `${item.metadata.name} ${(item as IPAddress).spec?.parentRef?.name}`);
}

const HTTP = [{ port: 80 }];

describe('cluster IPs', () => {
  it('are objects that come and go with their Service', () => {
    const { ask } = server();
    const made = specOf(create(ask, 'a', { ports: HTTP }));
    expect(made).toMatchObject({ clusterIPs: [made.clusterIP], ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' });
    expect(held(ask)).toContain(`${made.clusterIP} a`);
    ask({ verb: 'delete', ...SERVICES, name: 'a' });
    expect(held(ask)).not.toContain(`${made.clusterIP} a`);
  });

  it('are given back on the way to ExternalName, and handed out on the way back', () => {
    const { ask } = server();
    const { clusterIP } = specOf(create(ask, 'a', { ports: HTTP }));
    const named = ask({ verb: 'update', ...SERVICES, name: 'a', body: service('a', { type: 'ExternalName', externalName: 'x.io' }) });
    expect(specOf(named).clusterIP).toBeUndefined();
    expect(held(ask)).not.toContain(`${clusterIP} a`);
    const again = specOf(ask({ verb: 'update', ...SERVICES, name: 'a', body: service('a', { ports: HTTP }) }));
    expect(held(ask)).toContain(`${again.clusterIP} a`);
  });

  it('stay when the manifest is sent again, which then changes nothing', () => {
    const { ask } = server();
    const first = create(ask, 'a', { type: 'NodePort', ports: HTTP }).body as Service;
    const body = service('a', { type: 'NodePort', ports: HTTP });
    const second = ask({ verb: 'update', ...SERVICES, name: 'a', body }).body as Service;
    expect(second).toEqual(first);
  });

  it('are taken neither by a dry run nor by a refused Service', () => {
    const { ask } = server();
    const before = held(ask);
    expect(specOf(create(ask, 'a', { ports: HTTP }, { dryRun: true })).clusterIP).toMatch(/^10\./);
    expect(create(ask, 'a', { ports: [{ port: 0 }] }).code).toBe(422);
    expect(held(ask)).toEqual(before);
  });

  it.each<[name: string, spec: ServiceSpec, problem: RegExp]>([
    ['out of range', { clusterIP: '192.168.1.1' }, /failed to allocate IP 192\.168\.1\.1: the provided network does not match/],
    ['of the other family', { ipFamilies: ['IPv6'] }, /spec\.ipFamilies\[0\]: Invalid value: "IPv6": not configured on this cluster$/],
    ['of both families', { ipFamilyPolicy: 'RequireDualStack' }, /this cluster is not configured for dual-stack services$/],
    ['of an address without its family', { clusterIP: 'fd00::1' }, /IPv6 is not configured on this cluster$/],
  ])('%s are refused', (_name, spec, problem) => {
    const { ask } = server();
    const refused = create(ask, 'a', { ports: HTTP, ...spec });
    expect([refused.code, message(refused)]).toEqual([422, expect.stringMatching(problem)]);
  });

  it('may not be had twice, nor changed', () => {
    const { ask } = server();
    const { clusterIP = '' } = specOf(create(ask, 'a', { ports: HTTP }));
    expect(message(create(ask, 'b', { ports: HTTP, clusterIP }))).toMatch(/provided IP is already allocated$/);
    const moved = ask({ verb: 'update', ...SERVICES, name: 'a', body: service('a', { ports: HTTP, clusterIP: '10.96.0.77' }) });
    expect(message(moved)).toMatch(/spec\.clusterIPs\[0\]: Invalid value: \["10\.96\.0\.77"\]: may not change once set$/);
  });

  it('of a headless Service without a selector are of both families', () => {
    const { ask } = server();
    expect(specOf(create(ask, 'a', { clusterIP: 'None' }))).toMatchObject({
      clusterIPs: ['None'],
      ipFamilies: ['IPv4', 'IPv6'],
      ipFamilyPolicy: 'RequireDualStack',
    });
  });

  it('come from every range that is ready, and a range stays while they need it', () => {
    const { ask, cluster } = server('10.96.0.0/28');
    const names = Array.from({ length: 14 }, (_, index) => `s${index}`);
    const full = names.map((name) => create(ask, name, { ports: HTTP })).filter(({ code }) => code !== 201);
    expect(message(full[0] as ApiResponse)).toBe(
      `Internal error occurred: failed to allocate a serviceIP for Service "s${names.length - full.length}": range is full`,
    );
    ask({ verb: 'create', ...RANGES, body: rangeBody('more', '10.97.0.0/24') });
    cluster.advance(START + 5000);
    expect(specOf(create(ask, 'late', { ports: HTTP })).clusterIP).toMatch(/^10\.97\.0\./);
    ask({ verb: 'delete', ...RANGES, name: 'more' });
    cluster.advance(START + 60_000);
    expect(readyOf(ask, 'more')).toMatchObject({ status: 'False', reason: 'Terminating' });
    ask({ verb: 'delete', ...SERVICES, name: 'late' });
    cluster.advance(START + 120_000);
    expect(ask({ verb: 'get', ...RANGES, name: 'more' }).code).toBe(404);
  });
});

function rangeBody(name: string, cidr: string): JsonValue {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'ServiceCIDR', metadata: { name }, spec: { cidrs: [cidr] } };
}

function readyOf(ask: Ask, name: string): object | undefined {
  const { status } = ask({ verb: 'get', ...RANGES, name }).body as ServiceCIDR;
  return status?.conditions?.find(({ type }) => type === 'Ready');
}

describe('node ports', () => {
  const numbersOf = (response: ApiResponse) => specOf(response).ports?.map(({ nodePort }) => nodePort);

  it('are one for two protocols of one port', () => {
    const { ask } = server();
    const ports = [
      { name: 'tcp', port: 53, protocol: 'TCP' },
      { name: 'udp', port: 53, protocol: 'UDP' },
    ] as const;
    const [tcp, udp] = numbersOf(create(ask, 'a', { type: 'NodePort', ports })) ?? [];
    expect(tcp).toBe(udp);
    expect(tcp).toBeGreaterThanOrEqual(30_000);
  });

  it.each<[name: string, spec: ServiceSpec, code: number, problem: string]>([
    [
      'out of range',
      { type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] },
      422,
      'spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767',
    ],
    [
      'for two ports',
      {
        type: 'NodePort',
        ports: [
          { name: 'a', port: 80, nodePort: 30_080 },
          { name: 'b', port: 81, nodePort: 30_080 },
        ],
      },
      422,
      'spec.ports[1].nodePort: Invalid value: 30080: provided port is already allocated',
    ],
    [
      'for health checks',
      { type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: 30_080, ports: [{ port: 80, nodePort: 30_080 }] },
      500,
      'failed to allocate requested HealthCheck NodePort 30080: provided port is already allocated',
    ],
  ])('that are asked for %s are refused', (_name, spec, code, problem) => {
    const { ask } = server();
    const refused = create(ask, 'a', spec);
    expect([refused.code, message(refused)]).toEqual([code, expect.stringContaining(problem)]);
  });

  it('go with the type, and are free again', () => {
    const { ask } = server();
    create(ask, 'a', { type: 'NodePort', ports: [{ port: 80, nodePort: 30_080 }] });
    expect(create(ask, 'b', { type: 'NodePort', ports: [{ port: 80, nodePort: 30_080 }] }).code).toBe(422);
    const plain = ask({ verb: 'patch', ...SERVICES, name: 'a', patchType: 'merge', body: { spec: { type: 'ClusterIP' } } });
    expect(numbersOf(plain)).toEqual([undefined]);
    expect(create(ask, 'b', { type: 'NodePort', ports: [{ port: 80, nodePort: 30_080 }] }).code).toBe(201);
  });

  it('for health checks come with the policy and go with it', () => {
    const { ask } = server();
    const local = specOf(create(ask, 'a', { type: 'LoadBalancer', externalTrafficPolicy: 'Local', ports: HTTP }));
    expect(local.healthCheckNodePort).toBeGreaterThanOrEqual(30_000);
    const body = { spec: { externalTrafficPolicy: 'Cluster' } };
    expect(specOf(ask({ verb: 'patch', ...SERVICES, name: 'a', patchType: 'merge', body })).healthCheckNodePort).toBeUndefined();
  });
});
