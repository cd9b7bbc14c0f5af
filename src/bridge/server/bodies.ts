/** Bodies of requests, read from their sockets. What is too large is read and thrown away, so that its sender hears the answer. */
import type { IncomingMessage } from 'node:http';
import { type ApiError, failure } from '../../api/errors.ts';
import { BODY_LIMIT } from '../../api/http/body.ts';
import type { Limits } from './limits.ts';

export interface Bodies {
  /** Bytes that are held for bodies which are still coming. */
  readonly bytes: number;
  /** Calls back once: with the body, or with what is wrong with it. Never when the sender goes away before the end. */
  read(request: IncomingMessage, done: (error: ApiError | null, body: Buffer) => void): void;
}

const NOTHING = Buffer.alloc(0);

export function createBodies({ bodyBytes }: Limits): Bodies {
  let held = 0;
  const read: Bodies['read'] = (request, done) => {
    let own = 0;
    let chunks: Buffer[] = [];
    let error: ApiError | undefined;
    const drop = () => {
      held -= own;
      own = 0;
      chunks = [];
    };
    const refuse = (why: ApiError) => {
      drop();
      error = why;
      done(why, NOTHING);
    };
    request.on('data', (chunk: Buffer) => {
      if (error !== undefined) return;
      own += chunk.length;
      held += chunk.length;
      if (own > BODY_LIMIT) return refuse(tooLarge());
      if (held > bodyBytes) return refuse(tooMany());
      chunks.push(chunk);
    });
    request.on('end', () => {
      if (error !== undefined) return;
      const body = chunks.length === 1 ? (chunks[0] ?? NOTHING) : Buffer.concat(chunks);
      drop();
      done(null, body);
    });
    request.on('close', drop);
    if (Number(request.headers['content-length'] ?? 0) > BODY_LIMIT) refuse(tooLarge());
  };
  return {
    get bytes() {
      return held;
    },
    read,
  };
}

function tooLarge(): ApiError {
  return failure(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${BODY_LIMIT}`);
}

/** In the words of the real server's own limit of requests in flight. */
export function tooMany(): ApiError {
  return failure(429, 'TooManyRequests', 'too many requests, please try again later', { retryAfterSeconds: 1 });
}
