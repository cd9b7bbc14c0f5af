import type { Client } from '../../api/client.ts';
import type { JsonObject, JsonValue } from '../../api/scalars.ts';
import type { Fault } from '../kernel/command.ts';

/** What a fault may do to the world: reach components past the API server, and add or remove them. */
export interface World {
  readonly now: number;
  /** Machines that are switched off, for those who look; each learns of it by a signal. */
  readonly poweredOff: Set<string>;
  /** Requests as cluster administrator. */
  readonly client: Client;
  /** Reads that no outage hinders: the world knows what runs where. */
  readonly cached: Pick<Client, 'get' | 'list'>;
  /** Ends a part of the control plane, or a machine's kubelet; NotFound when there is none of that name. */
  stop(component: string, instance: string, graceful: boolean): void;
  start(component: string, instance: string): void;
  /** Starts a component instance; for a machine that did not exist before. `data` reaches it as its first signal. */
  add(component: string, instance: string, data: JsonValue): void;
  remove(component: string, instance: string): void;
  has(component: string, instance: string): boolean;
  signal(component: string, instance: string, signal: JsonValue): void;
  /** Starts the scheduler anew with that KubeSchedulerConfiguration, null for the usual one; or says why it would not start. */
  configureScheduler(configuration: JsonObject | null): string | undefined;
}

export interface FaultDefinition<F extends Fault = Fault> {
  readonly type: F['type'];
  /** Throws an ApiError when it can't be done (no such node, no such pod). */
  apply(world: World, fault: F): void;
}

export function defineFault<F extends Fault>(definition: FaultDefinition<F>): FaultDefinition {
  return definition;
}
