import { describe, expect, it } from 'vitest';
import { compileScript } from './compiler.ts';
import { type ScriptState, STEP_BUDGET, type Surroundings, execCommand, newScriptState, runScript, runToEnd } from './machine.ts';

interface World {
  readonly written?: string[];
  readonly up?: readonly string[];
  readonly names?: readonly string[];
  readonly strict?: boolean;
}

function around({ up = [], names = [], strict = false, written = [] }: World = {}): Surroundings {
  return {
    hostname: 'web-1',
    podIP: '10.244.0.2',
    namespace: 'default',
    clock: { at: Date.UTC(2026, 0, 1) },
    write: (_at, stream, line) => void written.push(stream === 1 ? line : `! ${line}`),
    env: { GREETING: 'hello' },
    exists: () => false,
    request: (url) => (up.includes(url) ? { status: 200, body: 'ok' } : { status: 0, body: 'refused' }),
    resolve: (name) => (names.includes(name) ? ['10.96.0.7'] : []),
    listening: (port) => port === 6379,
    strict,
    budget: { steps: STEP_BUDGET },
  };
}

function finish(source: string, world?: World) {
  return runToEnd(compileScript(source), newScriptState(), around(world));
}

describe('scripts that end', () => {
  it.each([
    { source: 'exit 3', exitCode: 3, output: '', durationMs: 0 },
    { source: 'echo a; sleep 5; echo b', exitCode: 0, output: 'a\nb', durationMs: 5000 },
    { source: 'false && echo a || echo b', exitCode: 0, output: 'b', durationMs: 0 },
    { source: 'true && echo a || echo b', exitCode: 0, output: 'a', durationMs: 0 },
    { source: '! true', exitCode: 1, output: '', durationMs: 0 },
    { source: 'for i in 1 2 3; do echo $i; sleep 1; done', exitCode: 0, output: '1\n2\n3', durationMs: 3000 },
    { source: 'for i in $(seq 1 2); do for j in a b; do echo $i$j; done; done', exitCode: 0, output: '1a\n1b\n2a\n2b', durationMs: 0 },
    { source: 'i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo n$i; done', exitCode: 0, output: 'n1\nn2\nn3', durationMs: 0 },
    { source: 'if [ -f /tmp/x ]; then echo yes; elif true; then echo elif; else echo no; fi', exitCode: 0, output: 'elif', durationMs: 0 },
    { source: 'touch /tmp/x; if [ -f /tmp/x ]; then echo yes; else echo no; fi', exitCode: 0, output: 'yes', durationMs: 0 },
    { source: 'echo "$GREETING from $(hostname)" # not this', exitCode: 0, output: 'hello from web-1', durationMs: 0 },
    { source: "echo '$GREETING'", exitCode: 0, output: '$GREETING', durationMs: 0 },
    { source: 'echo ${MISSING:-there}', exitCode: 0, output: 'there', durationMs: 0 },
    { source: 'echo hidden > /tmp/log; cat /tmp/log; echo shown', exitCode: 0, output: 'shown', durationMs: 0 },
    { source: 'while true; do echo once; break; done', exitCode: 0, output: 'once', durationMs: 0 },
    { source: 'sh -c "sleep 2; exit 4"', exitCode: 4, output: '', durationMs: 2000 },
    {
      source: 'wget -q -O- http://web && echo up',
      exitCode: 1,
      output: "wget: can't connect to remote host (web): Connection refused",
      durationMs: 0,
    },
    { source: 'curl http://web:8080/health', exitCode: 7, output: 'refused', durationMs: 0 },
    { source: 'curl -s http://web:8080/health', exitCode: 7, output: '', durationMs: 0 },
    { source: 'redis-cli ping', exitCode: 0, output: 'PONG', durationMs: 0 },
    { source: 'some-tool --init; echo done', exitCode: 0, output: 'done', durationMs: 0 },
    { source: '', exitCode: 0, output: '', durationMs: 0 },
  ])('$source', ({ source, ...expected }) => {
    expect(finish(source)).toEqual(expected);
  });

  it('knows only its own commands in busybox', () => {
    expect(finish('some-tool; echo $?', { strict: true }).output).toBe('sh: some-tool: not found\n127');
  });
});

describe('what is written', () => {
  it.each([
    { source: 'echo a >&2; echo b', lines: ['! a', 'b'] },
    {
      source: 'ls /tmp/none 2>&1; ls /tmp/none 2>/dev/null; ls /tmp/none',
      lines: ['ls: /tmp/none: No such file or directory', '! ls: /tmp/none: No such file or directory'],
    },
    { source: 'echo -n a; printf "%s-" b c; echo d', lines: ['ab-d'] },
    { source: 'printf "x\\ny\\n"', lines: ['x', 'y'] },
    { source: 'echo hi | tee /tmp/x', lines: ['hi'] },
    { source: 'echo hi | cat', lines: ['hi'] },
    { source: 'date; date +%H:%M:%S; date -u +%s', lines: ['Thu Jan  1 00:00:00 UTC 2026', '00:00:00', '1767225600'] },
    { source: 'echo "it is $(date +%T)"', lines: ['it is 00:00:00'] },
    { source: 'sh -c "sleep 60; date +%T"', lines: ['00:01:00'] },
    { source: 'wget -q http://web', lines: [] },
    { source: 'wget -qO- http://web', lines: ['ok'] },
    { source: 'curl -s -o /dev/null -w "%{http_code}\\n" http://web', lines: ['200'] },
    { source: 'echo all > /tmp/log 2>&1; exit 2', lines: [] },
  ])('$source', ({ source, lines }) => {
    const written: string[] = [];
    runScript(compileScript(source), newScriptState(), around({ written, up: ['http://web'] }));
    expect(written).toEqual(lines);
  });
});

describe('scripts that go on', () => {
  it.each([
    'sleep infinity',
    'tail -f /dev/null',
    'while true; do sleep 1; done',
    'while true; do echo hi; sleep 10; done',
    'while :; do :; done',
    'my-server --port 80',
    'while true; do echo "$(date)" >> /opt/logs.txt; sleep 1; done',
  ])('%s', (source) => {
    const state = newScriptState();
    expect(lastProgress(source, state)).toBe('forever');
  });

  it('asks again and again', () => {
    const script = compileScript('until nslookup db; do echo waiting; sleep 2; done; echo found');
    const state = newScriptState();
    const written: string[] = [];
    expect(runScript(script, state, around({ written }))).toEqual({ type: 'sleep', ms: 2000 });
    expect(runScript(script, state, around({ written }))).toEqual({ type: 'sleep', ms: 2000 });
    expect(runScript(script, state, around({ written, names: ['db'] }))).toEqual({ type: 'exit', exitCode: 0 });
    expect(written.filter((line) => line === 'waiting')).toHaveLength(2);
    expect(written.at(-1)).toBe('found');
  });

  it('keeps its place as plain data', () => {
    const script = compileScript('for i in 1 2; do sleep 1; done; exit 9');
    const state = newScriptState();
    runScript(script, state, around());
    const copy = structuredClone(state);
    runScript(script, copy, around());
    expect(runScript(script, copy, around())).toEqual({ type: 'exit', exitCode: 9 });
  });

  it('opens ports', () => {
    const state = newScriptState();
    lastProgress('nc -l -p 8080', state);
    lastProgress('python3 -m http.server 9000', state);
    expect(state.ports).toEqual([
      { port: 8080, protocol: 'tcp' },
      { port: 9000, protocol: 'http', writes: { as: 'python-http', requests: true } },
    ]);
  });
});

function lastProgress(source: string, state: ScriptState): string {
  const script = compileScript(source);
  state.at = 0;
  for (let turn = 0; turn < 50; turn++) {
    const progress = runScript(script, state, around());
    if (progress.type !== 'sleep') return progress.type;
  }
  return 'sleep';
}

describe('commands in a container', () => {
  it.each([
    { argv: ['cat', '/tmp/healthy'], exitCode: 1 },
    { argv: ['cat', '/etc/passwd'], exitCode: 0 },
    { argv: ['/bin/sh', '-c', 'test -f /tmp/known'], exitCode: 0 },
    { argv: ['/usr/sbin/nginx', '-s', 'quit'], exitCode: 0 },
  ])('$argv', ({ argv, exitCode }) => {
    expect(execCommand(argv, new Map([['/tmp/known', true]]), around()).exitCode).toBe(exitCode);
  });
});

describe('hostile scripts', () => {
  it.each([
    { name: 'deep substitution', source: '$('.repeat(5000) },
    { name: 'deep parentheses', source: '('.repeat(5000) },
    { name: 'a loop that never sleeps', source: 'while true; do wget http://web; done' },
    {
      name: 'shells in shells',
      source: 'for i in 1 2 3 4 5 6 7 8 9; do sh -c "for i in 1 2 3 4 5 6 7 8 9; do sh -c \'echo $i\'; done"; done',
    },
    { name: 'stray operators', source: '&& || | & ;; ) ( } { done fi then < > >> $( ` " \' \\' },
    { name: 'length', source: 'echo a;'.repeat(100_000) },
  ])('$name', ({ source }) => {
    const started = performance.now();
    finish(source);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
