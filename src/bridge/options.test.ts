import { describe, expect, test } from 'vitest';
import { parseOptions } from './options.ts';

const parse = (...argv: readonly string[]) => parseOptions(argv, '/cache/kubeconfig');

describe('options', () => {
  test('none', () => {
    expect(parse()).toEqual({
      host: '127.0.0.1',
      port: 6443,
      tls: false,
      tokenFile: '',
      speed: 1,
      seed: 1,
      nodes: 3,
      load: [],
      kubeconfig: '/cache/kubeconfig',
      schedulerConfig: '',
    });
  });

  test('as two words or with an equals sign; the last one counts, files add up', () => {
    const options = parse('--port', '1', '--port=0', '--tls', '--load', 'a.yaml', '--load=b.yaml', '--speed', '0.5', '--nodes=100');
    expect(options).toMatchObject({ port: 0, tls: true, load: ['a.yaml', 'b.yaml'], speed: 0.5, nodes: 100 });
  });

  test.each([
    [['--prot', '1'], 'unknown option "--prot"'],
    [['web.yaml'], 'unknown option "web.yaml"'],
    [['--port'], '--port wants a value'],
    [['--host', '--tls'], '--host wants a value'],
    [['--load='], '--load wants a value'],
    [['--port', 'http'], '--port must be a number from 0 to 65535, not "http"'],
    [['--port', '65536'], '--port must be a number from 0 to 65535, not "65536"'],
    [['--port', '1.5'], '--port must be a whole number, not 1.5'],
    [['--nodes', '5001'], '--nodes must be a number from 0 to 5000, not "5001"'],
    [['--speed', '0'], '--speed must be a number from 0.1 to 100, not "0"'],
    [['--speed', ' '], '--speed must be a number from 0.1 to 100, not " "'],
    [['--tls=maybe'], '--tls must be true or false, not "maybe"'],
  ])('%j is refused', (argv, message) => {
    expect(() => parse(...argv)).toThrow(message);
  });
});
