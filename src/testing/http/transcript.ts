import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { JsonValue } from '../../api/scalars.ts';

/** A recorded conversation with a real API server: requests, and what it answered. */
export interface Transcript {
  readonly id: string;
  readonly title: string;
  /** Made before the first step, and not recorded. */
  readonly namespace: string;
  readonly nodes: readonly { readonly name: string; readonly cpu: string; readonly memory: string }[];
  readonly steps: readonly Step[];
  readonly expected: readonly ExpectedStep[];
  /** What differed between two recordings: step (from 1, those of background watches left out) → paths. */
  readonly varying?: { readonly [step: string]: readonly string[] };
}

/** `{{name}}` stands for what was captured under that name. */
export interface Step {
  readonly step: string;
  readonly method?: string;
  readonly path?: string;
  readonly query?: { readonly [name: string]: JsonValue };
  readonly headers?: { readonly [name: string]: string };
  /** admin by default. */
  readonly as?: string;
  readonly body?: JsonValue;
  /** Sent to the letter. */
  readonly raw?: string;
  readonly rawRepeat?: { readonly prefix: string; readonly text: string; readonly count: number; readonly suffix: string };
  readonly bodyFrom?: { readonly var: string; readonly set?: { readonly [path: string]: JsonValue }; readonly unset?: readonly string[] };
  readonly noContentType?: boolean;
  readonly capture?: { readonly [name: string]: string };
  /** Asked again until the answer is like this. */
  readonly until?: { readonly code?: number; readonly path?: string; readonly equals?: JsonValue };
  readonly watch?: boolean;
  /** A watch that goes on while the next steps are played, and the step that looks at what it saw. */
  readonly background?: string;
  readonly collect?: string;
  readonly sleepMs?: number;
  readonly record?: 'status' | { readonly pick: readonly string[] };
  readonly managedFields?: boolean;
}

export interface ExpectedStep {
  readonly step: string;
  readonly code?: number;
  readonly headers?: { readonly [name: string]: string | readonly string[] };
  readonly body?: JsonValue;
  readonly events?: readonly JsonValue[];
  readonly pick?: { readonly [path: string]: JsonValue };
  readonly bodyYaml?: string;
  readonly text?: string;
  /** resourceVersion compared with the last answer that showed the same object. */
  readonly rv?: 'same' | 'changed';
}

export function readTranscripts(folder: string, only: RegExp): Transcript[] {
  const varying = readVarying(join(folder, 'varying.json'));
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && only.test(entry.name))
    .map(({ name }) =>
      readTranscript(
        folder,
        name,
        varying.filter(({ transcript }) => transcript === name),
      ),
    )
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

interface Varying {
  readonly transcript: string;
  readonly step: number;
  readonly fields: readonly string[];
}

function readVarying(file: string): readonly Varying[] {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly Varying[]) : [];
}

function readTranscript(folder: string, id: string, varying: readonly Varying[]): Transcript {
  const read = (file: string): unknown => parse(readFileSync(join(folder, id, file), 'utf8'));
  const { title, namespace, nodes, steps } = read('transcript.yaml') as Omit<Transcript, 'id' | 'expected'>;
  const { steps: expected } = read('expected.yaml') as { readonly steps: readonly ExpectedStep[] };
  const varies = varying.length === 0 ? {} : { varying: Object.fromEntries(varying.map(({ step, fields }) => [String(step), fields])) };
  return { id, title, namespace, nodes, steps, expected, ...varies };
}
