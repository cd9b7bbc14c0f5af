import { describe, expect, test } from 'vitest';
import { fieldErrorText } from '../../../field-error.ts';
import type { Container, Pod, PodSpec, Volume } from '../../../types.gen.ts';
import { podKind } from '../pod.ts';
import { installLatePodRules } from '../late.ts';
import { LATE_POD_RULES } from './rules.ts';

installLatePodRules(LATE_POD_RULES);

const MAIN: Container = { name: 'c', image: 'nginx:1.27' };

function pod(spec: Partial<PodSpec> = {}, metadata: Pod['metadata'] = {}): Pod {
  return podKind.default({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a', namespace: 'default', ...metadata },
    spec: { containers: [MAIN], ...spec },
  });
}

const errorsOf = (object: Pod): readonly string[] => podKind.validate(object).map(fieldErrorText);
const warningsOf = (object: Pod): readonly string[] => podKind.warnings?.(object) ?? [];

describe('volumes', () => {
  test.each<readonly [Partial<Volume>, string]>([
    [{ nfs: { server: '', path: '/a' } }, 'spec.volumes[0].nfs.server: Required value'],
    [{ nfs: { server: 's', path: 'a' } }, 'spec.volumes[0].nfs.path: Invalid value: "a": must be an absolute path'],
    [
      { iscsi: { targetPortal: 'p', iqn: 'x', lun: 0 } },
      'spec.volumes[0].iscsi.iqn: Invalid value: "x": must be valid format starting with iqn, eui, or naa',
    ],
    [{ emptyDir: {}, hostPath: { path: '/' } }, 'spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type'],
    [{ csi: { driver: '' } }, 'spec.volumes[0].csi.driver: Required value'],
  ])('of %j: %s', (source, error) => {
    expect(errorsOf(pod({ volumes: [{ name: 'v', ...source }] }))[0]).toBe(error);
  });
});

test('a volume that says nothing is an empty directory', () => {
  expect(errorsOf(pod({ volumes: [{ name: 'v' }] }))).toEqual([]);
});

describe('pods for Windows', () => {
  const windows = (spec: Partial<PodSpec>): readonly string[] => errorsOf(pod({ os: { name: 'windows' }, ...spec }));

  test('have no options of Linux', () => {
    expect(windows({ hostPID: true })).toEqual(['spec.hostPID: Forbidden: cannot be set for a windows pod']);
    expect(windows({ securityContext: { fsGroup: 1 } })).toEqual([
      'spec.securityContext.fsGroup: Forbidden: cannot be set for a windows pod',
    ]);
  });

  test('have options of Windows, which others have not', () => {
    const securityContext = { windowsOptions: { runAsUserName: 'ContainerUser' } };
    expect(windows({ securityContext })).toEqual([]);
    expect(errorsOf(pod({ os: { name: 'linux' }, securityContext })).join()).toContain('cannot be set for a linux pod');
  });
});

describe('fields of features that are off', () => {
  test('are dropped before anything looks at them', () => {
    const draft = pod({ containers: [{ ...MAIN, lifecycle: { stopSignal: 'SIGUSR1' } }] });
    expect(podKind.prepareForCreate?.(draft).spec?.containers[0]).not.toHaveProperty('lifecycle');
  });

  test('leave a spec without them as it is', () => {
    const { spec = { containers: [] } } = pod();
    expect(LATE_POD_RULES.withoutDisabledFields(spec)).toBe(spec);
  });
});

describe('profiles of AppArmor in annotations', () => {
  const key = 'container.apparmor.security.beta.kubernetes.io/c';

  test('become fields, with a warning', () => {
    const warnings: string[] = [];
    const made = LATE_POD_RULES.withAppArmorProfiles(pod({}, { annotations: { [key]: 'localhost/mine' } }), warnings);
    expect(made.spec?.containers[0]?.securityContext?.appArmorProfile).toEqual({ type: 'Localhost', localhostProfile: 'mine' });
    expect(warnings).toEqual([`metadata.annotations[${key}]: deprecated since v1.30; use the "appArmorProfile" field instead`]);
  });

  test('change nothing where there are none', () => {
    const plain = pod();
    expect(LATE_POD_RULES.withAppArmorProfiles(plain)).toBe(plain);
  });
});

describe('what is probably not meant', () => {
  test.each<readonly [Partial<PodSpec>, string]>([
    [{ terminationGracePeriodSeconds: -5 }, 'must be >= 0; negative values are invalid and will be treated as 1'],
    [{ containers: [{ ...MAIN, env: [{ name: 'A' }, { name: 'A' }] }] }, 'hides previous definition of "A"'],
    [
      { containers: [{ ...MAIN, resources: { requests: { memory: '100m' } } }] },
      'fractional byte value "100m" is invalid, must be an integer',
    ],
    [{ imagePullSecrets: [{ name: '' }] }, 'invalid empty name ""'],
    [{ nodeSelector: { 'beta.kubernetes.io/os': 'linux' } }, 'deprecated since v1.14; use "kubernetes.io/os" instead'],
    [
      {
        containers: [
          { ...MAIN, ports: [{ containerPort: 80 }] },
          { ...MAIN, name: 'd', ports: [{ containerPort: 80 }] },
        ],
      },
      'duplicate port definition',
    ],
  ])('%j is warned about: %s', (spec, text) => {
    const raw: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [MAIN], ...spec } };
    expect(warningsOf(raw).join('\n')).toContain(text);
  });

  test('is not a plain pod', () => {
    expect(warningsOf(pod())).toEqual([]);
  });
});
