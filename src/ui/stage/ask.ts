import type { Answers, RequestBody } from '../../protocol/messages.ts';

/** A question to the cluster, by the words of the protocol. */
export type Ask = <T extends RequestBody['type']>(body: Extract<RequestBody, { readonly type: T }>) => Promise<Answers[T]>;
