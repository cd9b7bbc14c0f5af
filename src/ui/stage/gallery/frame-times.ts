/** Time that scripts take in each frame: of all animation callbacks, and of what is run through `timed`. */
export interface FrameTimes {
  readonly timed: (work: () => void) => void;
  /** Runs an act at the start of each of so many frames; hands back what each frame cost in script, and frames per second. */
  readonly run: (frames: number, act: (frame: number) => void) => Promise<Reading>;
}

export interface Reading {
  /** Milliseconds, frame by frame. */
  readonly script: readonly number[];
  readonly fps: number;
}

/** Takes the place of the browser's own `requestAnimationFrame`, so it must come before what it measures. */
export function watchFrames(): FrameTimes {
  const ask = globalThis.requestAnimationFrame.bind(globalThis);
  let spent = 0;
  const timed = (work: () => void): void => {
    const began = performance.now();
    work();
    spent += performance.now() - began;
  };
  globalThis.requestAnimationFrame = (callback) => ask((now) => timed(() => callback(now)));
  return {
    timed,
    run: (frames, act) =>
      new Promise((resolve) => {
        const script: number[] = [];
        const began = performance.now();
        let frame = -1;
        const turn = (): void => {
          if (frame >= 0) script.push(spent);
          spent = 0;
          frame += 1;
          if (frame < frames) {
            ask(turn);
            act(frame);
          } else resolve({ script, fps: (1000 * frames) / (performance.now() - began) });
        };
        ask(turn);
      }),
  };
}
