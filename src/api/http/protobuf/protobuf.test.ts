import { describe, expect, test } from 'vitest';
import { decodeBase64 } from '../../../base/base64.ts';
import type { ObjectType } from '../types.ts';
import { PROTOBUF_CODEC } from './protobuf.ts';

const bytesOf = (base64: string) => Uint8Array.from(decodeBase64(base64) ?? []);
const hex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
const POD: ObjectType = { apiVersion: 'v1', kind: 'Pod' };
const read = (bytes: Uint8Array) => PROTOBUF_CODEC.read(bytes, POD);

/** What kubectl 1.36 sends for the command, and the JSON of its `--dry-run=client`. */
describe('bodies of kubectl', () => {
  test('create deployment d1 --image=nginx --replicas=0 --port=80: a pointer to zero is kept, other zeros are nothing', () => {
    const body =
      'azhzAAoVCgdhcHBzL3YxEgpEZXBsb3ltZW50ErQBCh0KAmQxEgAaACIAKgAyADgAQgBaCQoDYXBwEgJkMRKEAQgAEgsKCQoDYXBwEgJkMRprChsKABIAGgAiACoAMgA4AEIAWgkKA2FwcBICZDESTBIuCgVuZ2lueBIFbmdpbngqADIKCgAQABhQIgAqAEIAagByAIABAIgBAJABAKIBABoAMgBCAEoAUgBYAGAAaACCAQCKAQCaAQDCAQAiAgoAKAA4ABoMCAAQABgAIAAoADgAGgAiAA==';
    expect(read(bytesOf(body))).toEqual({
      type: { apiVersion: 'apps/v1', kind: 'Deployment' },
      value: {
        kind: 'Deployment',
        apiVersion: 'apps/v1',
        metadata: { name: 'd1', labels: { app: 'd1' } },
        spec: {
          replicas: 0,
          selector: { matchLabels: { app: 'd1' } },
          template: {
            metadata: { labels: { app: 'd1' } },
            spec: { containers: [{ name: 'nginx', image: 'nginx', ports: [{ containerPort: 80 }], resources: {} }] },
          },
          strategy: {},
        },
        status: {},
      },
    });
  });

  test('create configmap c2 --from-file=bin=…: bytes are base64', () => {
    const body = 'azhzAAoPCgJ2MRIJQ29uZmlnTWFwEiAKEgoCYzISABoAIgAqADIAOABCABoKCgNiaW4SAwD//hoAIgA=';
    expect(read(bytesOf(body))).toMatchObject({ value: { kind: 'ConfigMap', binaryData: { bin: 'AP/+' } } });
  });

  test('create token sa1 --duration=20m', () => {
    const body = 'azhzAAooChhhdXRoZW50aWNhdGlvbi5rOHMuaW8vdjESDFRva2VuUmVxdWVzdBIdChAKABIAGgAiACoAMgA4AEIAEgMgsAkaBAoAEgAaACIA';
    expect(read(bytesOf(body))).toEqual({
      type: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest' },
      value: {
        kind: 'TokenRequest',
        apiVersion: 'authentication.k8s.io/v1',
        metadata: {},
        spec: { expirationSeconds: 1200 },
        status: { token: '' },
      },
    });
  });

  test('create pdb p1 --selector=app=d1 --min-available=50%', () => {
    const body =
      'azhzAAogCglwb2xpY3kvdjESE1BvZERpc3J1cHRpb25CdWRnZXQSOgoSCgJwMRIAGgAiACoAMgA4AEIAEhgKCQgBEAAaAzUwJRILCgkKA2FwcBICZDEaCggAGAAgACgAMAAaACIA';
    expect(read(bytesOf(body))).toMatchObject({ value: { spec: { minAvailable: '50%', selector: { matchLabels: { app: 'd1' } } } } });
  });

  test('create quota q1 --hard=pods=10,cpu=2500m --scopes=NotTerminating', () => {
    const body =
      'azhzAAoTCgJ2MRINUmVzb3VyY2VRdW90YRJGChIKAnExEgAaACIAKgAyADgAQgASLgoOCgNjcHUSBwoFMjUwMG0KDAoEcG9kcxIECgIxMBIOTm90VGVybWluYXRpbmcaABoAIgA=';
    expect(read(bytesOf(body))).toMatchObject({ value: { spec: { hard: { cpu: '2500m', pods: '10' }, scopes: ['NotTerminating'] } } });
  });
});

/** `k8s\0`, a type of v1 Pod, and a message. */
function pod(message: string): Uint8Array {
  const length = (message.length / 2).toString(16).padStart(2, '0');
  return hex(`6b3873000a090a0276311203506f6412${length}${message}`);
}

describe('what is no message', () => {
  test.each([
    ['', 'empty data'],
    ['7b7d', 'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]'],
    ['6b387300', 'empty body'],
    ['6b387300ff', 'unexpected EOF'],
    ['6b3873000a05', 'unexpected EOF'],
    ['6b38730008ff', 'proto: wrong wireType = 0 for field TypeMeta'],
  ])('%s', (bytes, fault) => {
    expect(read(hex(bytes))).toEqual({ type: undefined, fault });
  });

  test.each([
    ['0801', 'proto: wrong wireType = 0 for field Metadata'],
    ['0c', 'proto: Pod: wiretype end group for non-group'],
    ['0201', 'proto: Pod: illegal tag 0 (wire type 2)'],
    ['0a05', 'unexpected EOF'],
    ['0affffffffffffffffff01', 'proto: negative length found during unmarshaling'],
    ['0affffffffffffffffffff01', 'proto: integer overflow'],
    ['a206', 'unexpected EOF'],
    ['a606', 'proto: illegal wireType 6'],
    ['a106', 'unexpected EOF'],
  ])('pod %s', (message, fault) => {
    expect(read(pod(message))).toEqual({ type: POD, fault });
  });
});

describe('messages', () => {
  const valueOf = (message: string) => {
    const found = read(pod(message));
    return 'value' in found ? found.value : found.fault;
  };

  test('a field that nobody knows is passed over, and groups within it', () => {
    expect(valueOf('a306a30608ffffffff0fa406a4060a030a0161')).toEqual({ ...POD, metadata: { name: 'a' } });
  });

  test('a message in parts is put together, of a value the last one counts', () => {
    expect(valueOf('0a060a01611a01620a030a0163')).toEqual({ ...POD, metadata: { name: 'c', namespace: 'b' } });
  });

  test('integers are 64 bits with a sign, or their lower 32', () => {
    expect(valueOf('0a0b50ffffffffffffffffff01')).toEqual({ ...POD, metadata: { deletionGracePeriodSeconds: -1 } });
    expect(valueOf('120ac801ffffffffffffff01')).toEqual({ ...POD, spec: { priority: -1 } });
  });

  test('a list of numbers may be packed', () => {
    expect(valueOf('12087206220201022003')).toEqual({ ...POD, spec: { securityContext: { supplementalGroups: [1, 2, 3] } } });
  });

  test('a key may be called like what every object has', () => {
    const name = '5f5f70726f746f5f5f';
    const { metadata } = valueOf(`0a105a0e0a09${name}120161`) as { metadata: { labels: object } };
    expect(Object.entries(metadata.labels)).toEqual([['__proto__', 'a']]);
  });

  test('a time is a second of a year of four digits, or none', () => {
    expect(valueOf('0a024200')).toEqual({ ...POD, metadata: {} });
    expect(valueOf('0a06420408001000')).toEqual({ ...POD, metadata: { creationTimestamp: '1970-01-01T00:00:00Z' } });
    expect(valueOf('0a0b420908808080808080807f')).toBe('Time.MarshalJSON: year outside of range [0,9999]');
  });

  test('a body that names no type is of the type that is expected', () => {
    expect(read(hex('6b38730012050a030a0161'))).toEqual({ type: POD, value: { ...POD, metadata: { name: 'a' } } });
  });

  test('of a kind without a message nothing is known but its name', () => {
    const body = hex('6b3873000a090a0276311203466f6f12020801');
    expect(read(body)).toEqual({ type: { apiVersion: 'v1', kind: 'Foo' }, value: { apiVersion: 'v1', kind: 'Foo' } });
  });
});
