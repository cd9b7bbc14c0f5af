import { runKubectl, splitCommandLine } from '../../kubectl/index.ts';
import type { MachineSpec } from '../../sim/kernel/spec.ts';
import { clusterPort } from '../cluster-port.ts';
import { normaliseText, unordered } from '../conformance/normalise.ts';
import type { RecordedFault, Scenario } from '../conformance/scenario.ts';
import { playRun } from '../fuzz/scenario.ts';
import { type World, bootWorld, inject, look, settle } from '../conformance/world.ts';
import type { ScenarioLine } from './scenario-line.ts';

export function parseScenarioFile(text: string): readonly ScenarioLine[] {
  const lines: { type: ScenarioLine['type']; text: string; body: string[] }[] = [];
  const all = text.replace(/\n$/, '').split('\n');
  for (const [i, line] of all.entries()) {
    const last = lines.at(-1);
    // A blank line within a body belongs to it.
    const inside =
      line === '' &&
      all
        .slice(i)
        .find((next) => next !== '')
        ?.startsWith('  ') === true;
    if (last !== undefined && (inside || line.startsWith('  '))) last.body.push(line.slice(2));
    else lines.push({ type: typeOf(line), text: line.slice(2), body: [] });
  }
  return lines;
}

function typeOf(line: string): ScenarioLine['type'] {
  if (line === '') return '';
  const mark = line.charAt(0);
  if (mark === '#' || mark === '=' || mark === '%' || mark === '@' || mark === '*' || mark === '$' || mark === '!' || mark === '>')
    return mark;
  throw new Error(`a scenario file has no line such as ${JSON.stringify(line)}`);
}

export function printScenarioFile(lines: readonly ScenarioLine[]): string {
  return lines
    .map(
      ({ type, text, body }) =>
        `${type === '' ? '' : `${type} ${text}`}\n${body.map((line) => (line === '' ? '\n' : `  ${line}\n`)).join('')}`,
    )
    .join('');
}

/** Plays a file from a fresh cluster; gives the same lines with what the commands print now. */
export async function playScenarioFile(lines: readonly ScenarioLine[], seed = 1): Promise<readonly ScenarioLine[]> {
  if (lines.some(({ type }) => type === '=')) return playRun(lines);
  const world = await bootWorld(scenarioOf(lines), seed);
  const played: ScenarioLine[] = [];
  for (const line of lines) played.push(await playLine(world, line));
  return played;
}

function scenarioOf(lines: readonly ScenarioLine[]): Scenario {
  const machines = lines.filter(({ type }) => type === '%').map(({ text }) => machineOf(text));
  const files = Object.fromEntries(lines.filter(({ type }) => type === '@').map(({ text, body }) => [text, `${body.join('\n')}\n`]));
  return { id: '', machines, steps: [], expected: [], hashes: {}, files };
}

function machineOf(text: string): MachineSpec {
  const [name = '', ...pairs] = text.split(' ');
  const values = Object.fromEntries(pairs.map((pair) => pair.split('=') as [string, string]));
  return {
    name,
    cpu: values['cpu'] ?? '4',
    memory: values['memory'] ?? '8Gi',
    ...(values['zone'] === undefined ? {} : { zone: values['zone'] }),
  };
}

async function playLine(world: World, line: ScenarioLine): Promise<ScenarioLine> {
  switch (line.type) {
    case '$':
      return { ...line, body: await runCommand(world, line.text) };
    case '!':
      inject(world, faultOf(line.text));
      return line;
    case '>':
      pass(world, line.text);
      return line;
    case '#':
    case '=':
    case '%':
    case '@':
    case '*':
    case '':
      return line;
    default:
      return line.type satisfies never;
  }
}

async function runCommand(world: World, text: string): Promise<readonly string[]> {
  const [program, ...argv] = splitCommandLine(text);
  if (program !== 'kubectl') throw new Error(`no program ${program}`);
  const { scenario, cluster, names } = world;
  const io = { port: clusterPort(cluster), namespace: 'default', readFile: (name: string) => scenario.files[name], stdin: '' };
  const { stdout, stderr, exitCode } = await runKubectl(argv, io);
  look(world);
  const linesOf = (output: string) =>
    output === '' ? [] : unordered(normaliseText(names, output), names.timed).replace(/\n+$/, '').split('\n');
  return [...linesOf(stdout), ...linesOf(stderr).map((line) => `2> ${line}`), ...(exitCode === 0 ? [] : [`exit ${exitCode}`])];
}

function faultOf(text: string): RecordedFault {
  const [fault = '', argument = ''] = text.split(' ');
  return { [fault]: argument };
}

function pass(world: World, text: string): void {
  const { cluster } = world;
  const seconds = /^wait (\d+)s$/.exec(text)?.[1];
  if (seconds !== undefined) cluster.advance(cluster.state.now + Number(seconds) * 1000);
  else if (text !== 'settle' || !settle(world)) throw new Error(text === 'settle' ? 'the cluster does not settle' : `no line > ${text}`);
}
