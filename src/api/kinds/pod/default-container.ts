import type {
  Container,
  EnvVar,
  EphemeralContainer,
  HTTPGetAction,
  LifecycleHandler,
  ObjectFieldSelector,
  Probe,
} from '../../types.gen.ts';
import { alter, fill, mapShared, memoised } from '../sharing.ts';
import { defaultPullPolicy } from './image.ts';

/** Defaults of one container, wherever it stands. */
export function defaultContainer<T extends Container | EphemeralContainer>(container: T): T {
  return defaulted(container) as T;
}

const defaulted = memoised<Container | EphemeralContainer>((container) => {
  let next: Container = fill<Container>(container, {
    imagePullPolicy: defaultPullPolicy(container.image ?? ''),
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  });
  next = alter(next, 'ports', (ports) => mapShared(ports, (port) => fill(port, { protocol: 'TCP' })));
  next = alter(next, 'env', (env) => mapShared(env, defaultEnv));
  next = alter(next, 'livenessProbe', defaultProbe);
  next = alter(next, 'readinessProbe', defaultProbe);
  next = alter(next, 'startupProbe', defaultProbe);
  return alter(next, 'lifecycle', (lifecycle) => alter(alter(lifecycle, 'postStart', defaultHandler), 'preStop', defaultHandler));
});

function defaultEnv(variable: EnvVar): EnvVar {
  return alter(variable, 'valueFrom', (source) =>
    alter(alter(source, 'fieldRef', defaultFieldRef), 'resourceFieldRef', (ref) => fill(ref, { divisor: '0' })),
  );
}

export function defaultFieldRef(ref: ObjectFieldSelector): ObjectFieldSelector {
  return fill(ref, { apiVersion: 'v1' });
}

function defaultProbe(probe: Probe): Probe {
  const next = alter(alter(probe, 'httpGet', defaultHttpGet), 'grpc', (grpc) =>
    grpc.service === undefined ? { ...grpc, service: '' } : grpc,
  );
  return fillZero(next, PROBE_DEFAULTS);
}

const PROBE_DEFAULTS = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 } as const;

/** As `fill` for numbers whose zero means that they are not set. */
function fillZero(probe: Probe, defaults: typeof PROBE_DEFAULTS): Probe {
  let next = probe;
  for (const key of Object.keys(defaults) as (keyof typeof PROBE_DEFAULTS)[]) {
    if ((next[key] ?? 0) === 0) next = { ...next, [key]: defaults[key] };
  }
  return next;
}

function defaultHttpGet(action: HTTPGetAction): HTTPGetAction {
  return fill(action, { path: '/', scheme: 'HTTP' });
}

function defaultHandler(handler: LifecycleHandler): LifecycleHandler {
  return alter(handler, 'httpGet', defaultHttpGet);
}
