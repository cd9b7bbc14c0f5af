/** A run of the fuzzer as a scenario file, and back. What its actions came to is written down, so that nothing is left to be chosen. */
import type { WriteRequest } from '../../api/request.ts';
import type { Taint } from '../../api/types.gen.ts';
import type { Fault } from '../../sim/kernel/command.ts';
import type { ClusterSpec, MachineSpec } from '../../sim/kernel/spec.ts';
import type { ScenarioLine } from '../scenarios/scenario-line.ts';
import type { Violation } from './ledger.ts';
import { type Action, type Plan, START, type Step } from './plan.ts';
import { type Played, play } from './play.ts';

export function linesOf({ seed, spec }: Plan, { commands, violations }: Pick<Played, 'commands' | 'violations'>): readonly ScenarioLine[] {
  const { images, volumes, controlPlane: { replicas, leaderElection } = {} } = spec;
  const header = [
    `seed=${seed} images=${images}`,
    ...(volumes === undefined ? [] : [`volumes=${volumes}`]),
    ...(replicas === undefined ? [] : [`replicas=${replicas}`]),
    ...(leaderElection === undefined ? [] : [`leaderElection=${leaderElection}`]),
  ].join(' ');
  return [
    line('#', `Seed ${seed}: ${violations[0]?.invariant ?? 'everything holds'}.`),
    line('=', header),
    ...spec.machines.map((machine) => line('%', textOfMachine(machine))),
    ...commands.flatMap(({ afterMs, command }) => [
      ...(afterMs === 0 ? [] : [line('>', `wait ${afterMs}ms`)]),
      ...(command.type === 'api' ? [line('*', JSON.stringify(command.request))] : []),
      ...(command.type === 'fault' ? [line('!', JSON.stringify(command.fault))] : []),
    ]),
    { type: '>', text: INVARIANTS, body: bodyOf(violations) },
  ];
}

/** The same lines with what does not hold now. */
export function playRun(lines: readonly ScenarioLine[]): readonly ScenarioLine[] {
  const { violations } = play(planOfLines(lines));
  return lines.map((each) => (each.type === '>' && each.text === INVARIANTS ? { ...each, body: bodyOf(violations) } : each));
}

export function planOfLines(lines: readonly ScenarioLine[]): Plan {
  const header = pairsOf(lines.find(({ type }) => type === '=')?.text.split(' ') ?? []);
  const spec: ClusterSpec = {
    startTime: START,
    images: header['images'] === 'registry' ? 'registry' : 'preloaded',
    ...(header['volumes'] === undefined ? {} : { volumes: 'provisioned' }),
    ...(header['replicas'] === undefined ? {} : { controlPlane: { replicas: Number(header['replicas']) } }),
    ...(header['leaderElection'] === undefined ? {} : { controlPlane: { leaderElection: header['leaderElection'] === 'true' } }),
    machines: lines.filter(({ type }) => type === '%').map(({ text }) => machineOfText(text)),
  };
  const steps: Step[] = [];
  let afterMs = 0;
  for (const { type, text } of lines) {
    if (type === '>') afterMs += Number(/^wait (\d+)ms$/.exec(text)?.[1] ?? 0);
    const action = actionOf(type, text);
    if (action === undefined) continue;
    steps.push({ afterMs, action });
    afterMs = 0;
  }
  return { seed: Number(header['seed']), spec, steps };
}

const INVARIANTS = 'invariants';

function line(type: ScenarioLine['type'], text: string): ScenarioLine {
  return { type, text, body: [] };
}

function bodyOf(violations: readonly Violation[]): readonly string[] {
  return violations.map(({ invariant, message }) => `${invariant}: ${message.split('\n')[0] ?? ''}`);
}

function actionOf(type: ScenarioLine['type'], text: string): Action | undefined {
  if (type === '*') return { type: 'request', request: JSON.parse(text) as WriteRequest };
  return type === '!' ? { type: 'fault', fault: JSON.parse(text) as Fault } : undefined;
}

function textOfMachine({ name, cpu, memory, pods, zone, labels = {}, taints = [], extended = {} }: MachineSpec): string {
  const pairs = [
    `cpu=${cpu}`,
    `memory=${memory}`,
    ...(pods === undefined ? [] : [`pods=${pods}`]),
    ...(zone === undefined ? [] : [`zone=${zone}`]),
  ];
  const labelled = Object.entries(labels).map(([key, value]) => `label:${key}=${value}`);
  const tainted = taints.map(({ key, value = '', effect }) => `taint:${key}=${value}:${effect}`);
  const extra = Object.entries(extended).map(([key, value]) => `extended:${key}=${value}`);
  return [name, ...pairs, ...labelled, ...tainted, ...extra].join(' ');
}

function machineOfText(text: string): MachineSpec {
  const [name = '', ...words] = text.split(' ');
  const { cpu = '4', memory = '8Gi', pods, zone, ...others } = pairsOf(words);
  const withPrefix = (prefix: string) =>
    Object.entries(others).flatMap(([key, value]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), value] as const] : []));
  const taints = withPrefix('taint:').map(([key, value]): Taint => {
    const [is = '', effect = ''] = value.split(':');
    return { key, value: is, effect: effect as Taint['effect'] };
  });
  const [labels, extended] = [withPrefix('label:'), withPrefix('extended:')];
  return {
    name,
    cpu,
    memory,
    ...(pods === undefined ? {} : { pods: Number(pods) }),
    ...(zone === undefined ? {} : { zone }),
    ...(labels.length === 0 ? {} : { labels: Object.fromEntries(labels) }),
    ...(taints.length === 0 ? {} : { taints }),
    ...(extended.length === 0 ? {} : { extended: Object.fromEntries(extended) }),
  };
}

function pairsOf(words: readonly string[]): { readonly [key: string]: string | undefined } & { [key: string]: string } {
  return Object.fromEntries(words.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]));
}
