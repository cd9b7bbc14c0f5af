import type { JsonValue } from '../../api/scalars.ts';
import { type Versions, compareStep } from './compare.ts';
import { type Play, play } from './play.ts';
import type { ExpectedStep, Transcript } from './transcript.ts';
import { type OpenTransport, type Transport, throughEngine } from './transport.ts';

export interface StepResult {
  readonly title: string;
  readonly differences: readonly string[];
}

export interface TranscriptResult {
  readonly id: string;
  readonly steps: readonly StepResult[];
  readonly matched: number;
  /** Why the run ended early: a defect of ours, no difference. */
  readonly crash: string | undefined;
}

/** Whether a difference is at or below a path such as `body.details.causes.0.field`. Lists that vary, vary in length and order. */
function isAbout(line: string, field: string): boolean {
  // A picked path is named by itself.
  const path = field.replace(/^pick\./, '');
  const stem = path.replace(/(?:\.\d+|\.length)\b[^]*$/, '').replaceAll(/\.(\d+)/g, '[$1]');
  return line.startsWith(stem) || line.startsWith(path.replaceAll(/\.(\d+)/g, '[$1]'));
}

/** Plays a transcript on a cluster of its own and compares every answer with the recorded one. */
export async function runTranscript(transcript: Transcript, open: OpenTransport = throughEngine, seed = 1): Promise<TranscriptResult> {
  const { id, namespace, steps, expected } = transcript;
  const results: StepResult[] = [];
  const recorded = expected[Symbol.iterator]();
  let crash: string | undefined;
  let transport: Transport | undefined;
  try {
    transport = await open(transcript, seed);
    const variables = new Map<string, JsonValue>([['ns', namespace]]);
    const state: Play = { transport, variables, streams: new Map() };
    const versions: Versions = { shown: new Map(), epoch: 0 };
    for (const step of steps) {
      const observed = await play(state, step);
      if (step.background !== undefined) continue;
      const answer: ExpectedStep = recorded.next().value ?? { step: step.step };
      const varying = transcript.varying?.[String(results.length + 1)] ?? [];
      const differences = compareStep(step, answer, observed, versions).filter((line) => !varying.some((path) => isAbout(line, path)));
      results.push({ title: step.step, differences });
    }
  } catch (error) {
    crash = error instanceof Error ? (error.stack ?? error.message) : String(error);
  } finally {
    await transport?.close();
  }
  const missing = expected.slice(results.length).map(({ step }): StepResult => ({ title: step, differences: ['not played'] }));
  return { id, steps: [...results, ...missing], matched: results.filter(({ differences }) => differences.length === 0).length, crash };
}
