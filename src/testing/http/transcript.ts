import { readFileSync, readdirSync } from 'node:fs';
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
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && only.test(entry.name))
    .map(({ name }) => readTranscript(folder, name))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function readTranscript(folder: string, id: string): Transcript {
  const read = (file: string): unknown => parse(readFileSync(join(folder, id, file), 'utf8'));
  const { cleanup: _cleanup, serial: _serial, ...transcript } = read('transcript.yaml') as Omit<Transcript, 'id' | 'expected'> & {
    cleanup?: unknown;
    serial?: unknown;
  };
  return { id, ...transcript, expected: (read('expected.yaml') as Pick<Transcript, 'expected'> & { steps: readonly ExpectedStep[] }).steps };
}
