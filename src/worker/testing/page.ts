import type { Answers, FromWorker, RequestBody } from '../../protocol/messages.ts';
import { createSession } from '../session.ts';

export const START = Date.UTC(2026, 0, 1, 12);

/** A page with a wall clock of its own: time passes when the test says so, in steps of a millisecond. */
export function page() {
  let wall = 0;
  let due: { at: number; run: () => void }[] = [];
  const received: FromWorker[] = [];
  const session = createSession({
    post: (message) => received.push(message),
    wallNow: () => wall,
    defer: (run, afterMs) => due.push({ at: wall + afterMs, run }),
  });
  let id = 0;
  const settle = async () => {
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
    // Parts of the worker that are loaded when first needed come over a macrotask.
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  const pass = async (milliseconds: number) => {
    for (let step = 0; step < milliseconds; step += 1) {
      wall += 1;
      const now = due.filter(({ at }) => at <= wall);
      due = due.filter(({ at }) => at > wall);
      for (const { run } of now) run();
    }
    await settle();
  };
  const send = (body: RequestBody): number => {
    id += 1;
    session.receive({ id, ...body });
    return id;
  };
  const find = (wanted: number) => received.find((message) => 'id' in message && message.id === wanted);
  const ask = async <T extends RequestBody['type']>(body: RequestBody & { type: T }): Promise<Answers[T]> => {
    const sent = send(body);
    for (let waited = 0; waited < 4000; waited += 20) {
      await settle();
      const reply = find(sent);
      if (reply?.type === 'answer') return reply.answer as Answers[T];
      if (reply?.type === 'refused') throw new Error(`${reply.why}: ${reply.message}`);
      await pass(20);
    }
    throw new Error(`no answer to ${body.type}`);
  };
  return { ask, pass, send, find, received, wall: () => wall };
}

export async function demo() {
  const open = page();
  await open.ask({ type: 'boot', boot: { from: 'demo', seed: 1, startTime: START } });
  return open;
}
