import type { Answers, FromWorker, Reply, Request, RequestBody } from '../../protocol/messages.ts';

/** A request that was not answered: the worker said no, or was lost with it. */
export class RefusedError extends Error {
  readonly why: 'not-available' | 'not-booted' | 'failed' | 'lost';
  constructor(why: RefusedError['why'], message: string) {
    super(message);
    this.name = 'RefusedError';
    this.why = why;
  }
}

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: RefusedError): void;
}

/** Requests that wait for their answer, by id. */
export class Calls {
  private nextId = 1;
  private waiting = new Map<number, Waiting>();

  call<T extends RequestBody['type']>(
    send: (request: Request) => void,
    body: Extract<RequestBody, { readonly type: T }>,
  ): Promise<Answers[T]> {
    const id = this.nextId++;
    const answered = new Promise<unknown>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      send({ ...(body as RequestBody), id });
    });
    return answered as Promise<Answers[T]>;
  }

  settle(reply: Reply): void {
    const entry = this.waiting.get(reply.id);
    this.waiting.delete(reply.id);
    if (reply.type === 'answer') entry?.resolve(reply.answer);
    else entry?.reject(new RefusedError(reply.why, reply.message));
  }

  loseAll(): void {
    const lost = this.waiting;
    this.waiting = new Map();
    for (const entry of lost.values()) entry.reject(new RefusedError('lost', 'the simulation was restarted'));
  }
}

export function isReply(message: FromWorker): message is Reply {
  return message.type === 'answer' || message.type === 'refused';
}
