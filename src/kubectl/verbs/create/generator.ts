import type { KubeObject } from '../../../api/object.ts';
import { CommandError, helpError } from '../../errors.ts';
import type { FlagSpecs } from '../../parse/flags.ts';
import type { Session } from '../../session.ts';
import type { Call } from '../../verb.ts';

/** `kubectl create <name>`: an object made from flags. One file for each family, and one line in `generators.ts`. */
export interface Generator<F extends FlagSpecs = FlagSpecs> {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly summary: string;
  readonly usage: string;
  readonly flags: F;
  /** Flags that can't be left out; this is checked before anything else. */
  readonly required?: readonly string[];
  readonly subcommands?: readonly Generator[];
  /** What stands before the server's refusal: `failed to create deployment:`. Without it the refusal is shown as it is. */
  readonly failure?: string;
  /** `call.args` ends where `call.rest` begins. */
  generate(session: Session, call: Call<F>): KubeObject | Promise<KubeObject>;
}

export function defineGenerator<const F extends FlagSpecs>(generator: Generator<F>): Generator {
  return generator;
}

export function requireName(args: readonly string[], verb: string): string {
  const [name, ...more] = args;
  if (name === undefined || more.length > 0) throw helpError(`kubectl ${verb}`, `exactly one NAME is required, got ${args.length}`);
  if (name === '') throw new CommandError('name must be specified');
  return name;
}

/** A flag's text as a number where it is one: ports, and counts that may be percentages. */
export function numberOrText(text: string): number | string {
  return /^[+-]?\d+$/.test(text) ? Number(text) : text;
}
