import type { FlagSpecs, FlagValues } from './parse/flags.ts';
import type { Session } from './session.ts';

/** One invocation of a verb, its flags read. */
export interface Call<F extends FlagSpecs> {
  readonly flags: FlagValues<F>;
  /** Names of the flags that were given. */
  readonly given: ReadonlySet<string>;
  readonly args: readonly string[];
  /** The part of `args` that followed `--`. */
  readonly rest: readonly string[];
}

/** What completion offers for the arguments of a verb; `beyond` where kubectl itself offers nothing. */
export type Arguments = { readonly beyond?: true } & (
  | {
      /** `TYPE NAME…` or `TYPE/NAME…`. */
      readonly of: 'objects';
      /** The types that make sense; any by default. */
      readonly types?: readonly string[];
      /** Only one object can be named. */
      readonly once?: boolean;
    }
  /** One name of an object of a resource. */
  | { readonly of: 'names'; readonly resource: string }
  /** A pod, or something that has pods, and with `containers` the name of one of its containers. */
  | { readonly of: 'pods'; readonly containers?: true }
  /** A resource, and its fields after dots. */
  | { readonly of: 'types' }
  | { readonly of: 'words'; readonly words: readonly string[] }
);

/** One kubectl command. `defineVerb` in a folder of its own and one line in `verbs/registry.ts` add one. */
export interface VerbDefinition<F extends FlagSpecs = FlagSpecs> {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** One line for `kubectl help`. */
  readonly summary: string;
  /** What follows the name: `(TYPE NAME | TYPE/NAME)`. The help adds `[options]`. */
  readonly usage: string;
  readonly flags: F;
  /** Has nothing to do with namespaces, so that nobody asks which one the context has. */
  readonly isPlaceless?: true;
  /** Not offered by completion: there is nothing below it. */
  readonly hidden?: true;
  /** What its arguments are, for completion. */
  readonly args?: Arguments;
  /** Of `--help`: what a command line does, and the line. */
  readonly examples?: readonly (readonly [what: string, line: string])[];
  readonly subcommands?: readonly VerbDefinition[];
  run(session: Session, call: Call<F>): Promise<void>;
}

/** Ties the function of a verb to its flags and hands it out under the common type. */
export function defineVerb<const F extends FlagSpecs>(definition: VerbDefinition<F>): VerbDefinition {
  return definition;
}
