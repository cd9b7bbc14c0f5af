import { messageOf } from '../../base/message-of.ts';
import type { Answers } from '../../protocol/messages.ts';
import type { Engine } from '../engine/engine.ts';
import { say } from '../messages/language.ts';
import { follow } from '../state/follow.ts';
import { useFloating } from '../state/floating.ts';
import { toast } from '../state/notices.ts';
import { markDone, markUndone } from '../state/preferences.ts';
import type { Target } from '../state/selection.ts';
import { remember } from '../state/terminal.ts';
import type { Action } from './action.ts';
import { runLine } from './run-line.ts';

/** Does it at once, or asks first what it needs to know. */
export function begin(engine: Engine, action: Action, target: Target): void {
  if (action.question) useFloating.setState({ question: { action, target } });
  else void perform(engine, action, target, '');
}

/** Does it and says what came of it, in the cluster's own words, with the line that it stood for. */
export async function perform(engine: Engine, action: Action, target: Target, answer: string): Promise<void> {
  const id = `${action.id}:${target.kind}`;
  // What comes of it is told while it happens; a refusal takes it back.
  const isFirst = markDone(id, target);
  const went = await carryOut(engine, action, target, answer);
  if (isFirst && !went) markUndone(id);
}

/** Whether it went well. */
async function carryOut(engine: Engine, action: Action, target: Target, answer: string): Promise<boolean> {
  const request = action.request(target, answer, engine.frames);
  try {
    switch (request.type) {
      case 'kubectl':
        return await runKubectl(engine, request.line);
      case 'fault':
        return tellFault(await engine.request(request), action.done?.(target) ?? say(action.label));
      case 'page':
        await request.run(engine);
        return true;
      case 'traffic':
        return tellTraffic(await engine.request(request));
    }
  } catch (error) {
    toast('bad', messageOf(error));
    return false;
  }
}

/** A line that was clicked rather than typed: it is as good as typed. Whether it went well. */
export async function runKubectl(engine: Engine, line: string): Promise<boolean> {
  remember(line);
  try {
    const { stdout, stderr, exitCode } = await runLine(engine, line);
    if (exitCode !== 0) toast('bad', stderr.trim() || stdout.trim(), { line });
    else toast('ok', stdout.trim() || stderr.trim(), { line, act: followLast() });
    return exitCode === 0;
  } catch (error) {
    toast('bad', messageOf(error), { line });
    return false;
  }
}

/** Leads from what was done to what comes of it. */
function followLast() {
  return { label: say('follow.begin'), run: () => follow({ of: 'last' }) };
}

function tellFault({ error }: Answers['fault'], done: string): boolean {
  if (error !== '') toast('bad', error);
  else toast('ok', done, { note: say('toast.noLine'), act: followLast() });
  return error === '';
}

function tellTraffic({ results }: Answers['traffic']): boolean {
  const answered = results.filter((result) => result.ok);
  const pods = new Set(answered.map((result) => result.pod));
  const all = answered.length === results.length;
  toast(all ? 'ok' : 'bad', say('traffic.result', { answered: answered.length, count: results.length, pods: pods.size }), {
    note: say('toast.noLine'),
  });
  return all;
}
