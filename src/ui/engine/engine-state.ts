export interface EngineState {
  readonly phase: 'starting' | 'running' | 'recovering' | 'crashed';
  readonly playing: boolean;
  readonly speed: number;
  readonly lastStep: string;
  /** Times the worker was replaced. */
  readonly recoveries: number;
  readonly crash: { readonly message: string; readonly report: string } | undefined;
  /** Address of the server whose cluster is shown, or '' for the page's own. */
  readonly server: string;
}

export function sameState(a: EngineState, b: EngineState): boolean {
  return (Object.keys(a) as (keyof EngineState)[]).every((key) => a[key] === b[key]);
}
