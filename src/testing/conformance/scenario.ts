import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { MachineSpec } from '../../sim/kernel/spec.ts';
import type { Taint } from '../../api/types.gen.ts';

/** A recorded scenario: what was done, and what a real control plane answered. */
export interface Scenario {
  readonly id: string;
  readonly machines: readonly MachineSpec[];
  readonly steps: readonly Step[];
  readonly expected: readonly ExpectedStep[];
  /** `<hash1>` → the real pod-template-hash, `<rev1>` → the real hash of a revision. */
  readonly hashes: { readonly [placeholder: string]: string };
  /** Files that the commands name. */
  readonly files: { readonly [name: string]: string };
}

export interface Step {
  readonly kubectl?: string;
  readonly fault?: RecordedFault;
  readonly settle?: boolean;
  /** Seconds. */
  readonly wait?: number;
}

export interface RecordedFault {
  readonly 'node-down'?: string;
  readonly 'node-up'?: string;
  readonly 'node-add'?: RecordedNode;
  readonly 'node-remove'?: string;
  /** A label selector. */
  readonly crash?: string;
  /** A part of the control plane, or `kubelet/node`; in no recording. */
  readonly stop?: string;
  readonly start?: string;
}

export interface RecordedNode extends Omit<MachineSpec, 'taints'> {
  /** `key=value:Effect`. */
  readonly taints?: readonly string[];
}

export interface ExpectedStep {
  readonly exit?: number;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly settled?: boolean;
  readonly events?: readonly RecordedEvent[];
  readonly state?: 'unchanged' | RecordedState;
  readonly placement?: Placement;
}

export interface RecordedEvent {
  readonly type: string;
  readonly reason: string;
  readonly object: string;
  readonly message: string;
  readonly count: number;
  readonly from: string;
  readonly fieldPath?: string;
  readonly namespace?: string;
  readonly updated?: boolean;
}

/** Objects by kind; `n` of them look alike. */
export type RecordedState = { readonly [kind: string]: readonly RecordedObject[] };
export type RecordedObject = { readonly [field: string]: unknown; readonly name: string; readonly n?: number };
/** Owner → node → pods. */
export type Placement = { readonly [owner: string]: { readonly [node: string]: number } };

/** What a scenario folder, or one entry of the committed copy, holds. */
export interface RawScenario {
  readonly id: string;
  readonly nodes: readonly RecordedNode[] | undefined;
  readonly steps: readonly Step[];
  readonly expected: readonly ExpectedStep[];
  readonly hashes: { readonly [placeholder: string]: string } | undefined;
  readonly files: { readonly [name: string]: string };
}

export function scenarioOf(raw: RawScenario): Scenario {
  return { ...raw, machines: (raw.nodes ?? []).map(machineOf), hashes: raw.hashes ?? {} };
}

export function machineOf({ taints, ...node }: RecordedNode): MachineSpec {
  return { ...node, ...(taints === undefined ? {} : { taints: taints.map(taintOf) }) };
}

function taintOf(text: string): Taint {
  const [pair = '', effect = ''] = text.split(':');
  const [key = '', value = ''] = pair.split('=');
  return { key, ...(value === '' ? {} : { value }), effect: effect as Taint['effect'] };
}

/** Reads `NN-name/` folders (scenario.yaml, expected.yaml and the files beside them) under `folder`, or `folder` itself. */
export function readScenarios(folder: string, only = /^/): readonly RawScenario[] {
  const names = existsSync(join(folder, 'scenario.yaml')) ? [''] : readdirSync(folder).toSorted(byNumber);
  return names
    .filter((name) => only.test(name) && existsSync(join(folder, name, 'scenario.yaml')))
    .map((name) => readScenario(join(folder, name)));
}

function byNumber(a: string, b: string): number {
  return Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1);
}

function readScenario(folder: string): RawScenario {
  const load = (name: string) => parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>;
  const { nodes, steps } = load('scenario.yaml');
  const { id, steps: expected, hashes, revisionHashes } = load('expected.yaml');
  const names = readdirSync(folder).filter((name) => statSync(join(folder, name)).isFile() && !/^(scenario|expected)\.yaml$/.test(name));
  const files = Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  return { id, nodes, steps, expected, hashes: merged(hashes, revisionHashes), files } as RawScenario;
}

function merged(hashes: unknown, revisions: unknown): object | undefined {
  return revisions === undefined ? (hashes as object | undefined) : { ...(hashes as object | undefined), ...(revisions as object) };
}
