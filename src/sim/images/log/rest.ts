/**
 * Lines of a script that rests: a loop that only prints and sleeps, of which nobody can tell that it runs but by its log. So it is not run;
 * who reads the log has its passes played through, from where it began to rest. Passes that are alike are leapt over.
 */
import type { Call, Script } from '../image.ts';
import { STEP_BUDGET, type ScriptState, type Surroundings, fileExists, runScript } from '../shell/machine.ts';
import { MOST_LINES } from './limits.ts';
import type { LogLine } from './line.ts';

/** Of passes that differ from one another in a way that can't be reckoned. */
const MOST_PASSES = 20_000;

export function restingLines(script: Script, state: ScriptState, call: Call, namespace: string, until: number): readonly LogLine[] {
  const rest = script[state.at];
  if (state.restsAt === 0 || rest?.op !== 'forever' || rest.from === undefined) return [];
  const replay = createReplay(script, state, rest.from, surroundings(call, namespace));
  const [before, first] = [replay.variables(), replay.pass(until)];
  const [between, second] = [replay.variables(), replay.pass(until)];
  const step = isReckoned(script, rest.from) ? stepOf(before, between, replay.variables()) : undefined;
  if (replay.lines.length === 0) return [];
  if (step !== undefined && first === second) replay.leap(step, second, until, replay.lines.length / 2);
  for (let passes = 0; passes < MOST_PASSES && replay.clock.at <= until; passes += 1) replay.pass(until);
  return replay.lines.filter(({ at }) => at <= until);
}

type Variables = ReadonlyMap<string, string>;

function createReplay(
  script: Script,
  from: ScriptState,
  start: number,
  around: Omit<Surroundings, 'clock' | 'write' | 'budget' | 'exists'>,
) {
  const clock = { at: from.restsAt };
  const lines: LogLine[] = [];
  const state: ScriptState = { ...from, variables: new Map(from.variables), slots: [...from.slots], files: new Map(from.files) };
  const seen: Surroundings = {
    ...around,
    clock,
    budget: { steps: STEP_BUDGET },
    exists: (file) => fileExists(state.files, file),
    write: (at, stream, text) => {
      lines.push({ at, stream, text });
      if (lines.length > 2 * MOST_LINES) lines.splice(0, MOST_LINES);
    },
  };
  return {
    clock,
    lines,
    variables: (): Variables => new Map(state.variables),
    /** Once through the loop, or to `until`; gives how long it took, at least a millisecond. */
    pass: (until: number): number => {
      const began = clock.at;
      state.at = start;
      seen.budget.steps = STEP_BUDGET;
      while (clock.at <= until) {
        const progress = runScript(script, state, seen);
        if (progress.type !== 'sleep') break;
        clock.at += progress.ms;
      }
      if (clock.at === began) clock.at += 1;
      return clock.at - began;
    },
    /** Over all passes but those whose lines are still to be read. */
    leap: (step: ReadonlyMap<string, number>, passMs: number, until: number, linesPerPass: number): void => {
      const wanted = Math.ceil(MOST_LINES / linesPerPass) + 1;
      const passes = Math.floor((until - clock.at) / passMs) - wanted;
      if (passes <= 0) return;
      clock.at += passes * passMs;
      lines.length = 0;
      for (const [name, by] of step) state.variables.set(name, String(Number(state.variables.get(name)) + by * passes));
    },
  };
}

function surroundings({ hostname, podIP, env }: Call, namespace: string) {
  return {
    hostname,
    podIP,
    namespace,
    env,
    request: () => ({ status: 0, body: '' }),
    resolve: () => [],
    listening: () => false,
    strict: false,
  };
}

/** By how much a pass changes each counter; undefined where two passes tell of no rule. */
function stepOf(before: Variables, between: Variables, after: Variables): ReadonlyMap<string, number> | undefined {
  const step = new Map<string, number>();
  for (const [name, value] of after) {
    if (between.get(name) === value && before.get(name) === value) continue;
    const by = Number(value) - Number(between.get(name));
    if (Number.isNaN(by) || by !== Number(between.get(name)) - Number(before.get(name)))
      return value === between.get(name) ? step : undefined;
    step.set(name, by);
  }
  return step;
}

/** Sums alone go on by the same step. */
function isReckoned(script: Script, from: number): boolean {
  return !script
    .slice(from)
    .some((i) => i.op === 'assign' && i.value.some((part) => 'arithmetic' in part && /[*/%]/.test(part.arithmetic)));
}
