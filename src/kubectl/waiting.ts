import { ApiError } from '../api/errors.ts';
import { type Session, type Target, getObject } from './session.ts';

const FIRST_POLL_MS = 20;
const SLOWEST_POLL_MS = 250;

/** Looks again and again, ever more slowly, until `check` says yes. False when the time is up first. */
export async function poll(session: Session, timeoutMs: number, check: () => Promise<boolean>): Promise<boolean> {
  const until = session.port.now() + timeoutMs;
  let pauseMs = FIRST_POLL_MS;
  while (!(await check())) {
    const leftMs = until - session.port.now();
    if (leftMs <= 0) return false;
    await session.port.sleep(Math.min(pauseMs, leftMs));
    pauseMs = Math.min(pauseMs * 1.5, SLOWEST_POLL_MS);
  }
  return true;
}

/** Whether an object is away, or has been replaced by another of the same name. */
export async function isGone(session: Session, target: Target, uid: string): Promise<boolean> {
  try {
    const { metadata } = await getObject(session, target);
    return uid !== '' && metadata.uid !== uid;
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'NotFound') return true;
    throw error;
  }
}
