/** The worker's entry: messages in, answers out. What a message means is the session's business. */
import type { FromWorker, Request } from '../protocol/messages.ts';
import { createSession } from './session.ts';

declare const self: DedicatedWorkerGlobalScope;

const session = createSession({
  post: (message: FromWorker, transfer: Transferable[] = []) => self.postMessage(message, transfer),
  wallNow: () => performance.now(),
  // A task of its own between slices, so that messages that wait are read first.
  defer: (run, afterMs) => setTimeout(run, afterMs),
});

self.addEventListener('message', (event: MessageEvent<Request>) => session.receive(event.data));
