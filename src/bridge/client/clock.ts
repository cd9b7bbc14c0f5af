/**
 * The server's clock, told from its answers. Ages are differences to times that the server has written, and a simulated server's
 * clock need not show what ours does; so ours is believed only where it agrees with the Date of the answers, which has whole seconds
 * and was written at some time between question and answer; where it does not agree, the middle of what the Date allows is taken. A clock that runs faster or stands still is followed with every answer.
 */
export interface ServerClock {
  now(): number;
  /** `date` came with the answer to a question that was sent at `sentAt`, by `wallNow`. */
  note(date: number | undefined, sentAt: number): void;
}

const DATE_STEP_MS = 1000;

export function createServerClock(wallNow: () => number): ServerClock {
  let ahead = 0;
  return {
    now: () => wallNow() + ahead,
    note(date, sentAt) {
      if (date === undefined) return;
      const least = date - wallNow();
      const most = date + DATE_STEP_MS - sentAt;
      if (ahead < least || ahead > most) ahead = (least + most) / 2;
    },
  };
}
