/**
 * What an image is and what a container of it does, as data. An image family is one folder with one `defineImage`
 * and one line in `registry.ts`. All functions are pure: what they are given decides what they answer.
 */
import type { Shell } from './shell/shell.ts';

export interface ImageDefinition {
  readonly name: string;
  /** Fully qualified: `docker.io/library/nginx`. */
  readonly repositories: readonly string[];
  /** Tags that exist. */
  readonly tags: RegExp;
  layers(image: ImageName): readonly Layer[];
  /** What a container does with its command, arguments and environment. */
  run(call: Call): Behaviour;
  /** What a process that listens for HTTP answers; 200 and the path when absent. */
  answer?(call: Call, request: HttpRequest): HttpAnswer;
}

export interface ImageName {
  readonly repository: string;
  readonly tag: string;
}

/** Layers with the same digest are one: stored once per node, downloaded once. */
export interface Layer {
  readonly digest: string;
  readonly bytes: number;
}

/** How a container is started. */
export interface Call {
  readonly repository: string;
  readonly tag: string;
  /** `command` and `args` of the container, environment expanded. */
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: { readonly [name: string]: string };
  /** Ports that the manifest declares. */
  readonly ports: readonly DeclaredPort[];
  readonly hostname: string;
  readonly podIP: string;
  /** For containers whose command is a script. */
  readonly shell: Shell;
}

export interface DeclaredPort {
  readonly port: number;
  readonly protocol: string;
}

export interface Listener {
  /** 0: any. */
  readonly port: number;
  readonly protocol: 'http' | 'tcp' | 'grpc';
  /** After the start of the container. */
  readonly afterMs: number;
}

export interface Behaviour {
  readonly listens: readonly Listener[];
  /** Ends by itself. Neither this nor a script: runs for ever. */
  readonly exit?: Exit;
  /** A shell script that decides what happens. */
  readonly script?: Script;
  /** What SIGTERM does to it. */
  readonly onTerm: OnTerm;
  /** What it writes to its log beside what its script prints; nothing by default. */
  readonly writes?: Writes;
  /** Uptimes at which answers to probes change beside those at which listeners appear. */
  readonly changesAtMs?: readonly number[];
}

/** Lines that follow from what a program is and what is done to it: none of them is kept. */
export interface Writes {
  /** A model of `log/models.ts`. */
  readonly as: string;
  /** It writes a line for every request, so what comes in is noted. */
  readonly requests?: true;
}

export type OnTerm = 'ignored' | { readonly afterMs: number; readonly exitCode: number };

export interface Exit {
  readonly afterMs: number;
  readonly exitCode: number;
  /** `Error` or `Completed` by the exit code when absent. */
  readonly reason?: 'OOMKilled' | 'StartError';
  readonly message?: string;
}

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly port: number;
  /** How long the container has been running. */
  readonly uptimeMs: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  /** URLs that the server asks before it answers; when one fails, it answers 500. */
  readonly calls?: readonly string[];
  /** The answer of this URL is given instead of `body`; when it fails, 502. */
  readonly proxy?: string;
}

/** A compiled script: a flat list, so that the state of a running one is an index. */
export type Script = readonly Instruction[];

export type Instruction =
  /** Runs a command and sets the exit status. */
  | {
      readonly op: 'run';
      readonly words: readonly Word[];
      /** File that its output goes to. */
      readonly redirect?: Word;
      /** Where its output goes otherwise: to the other stream, or to a command behind it. */
      readonly output?: 'stderr' | 'piped';
      /** Where its errors go when not to the log's stderr. */
      readonly errors?: 'stdout' | 'file';
    }
  | { readonly op: 'assign'; readonly name: string; readonly value: Word }
  | { readonly op: 'jump'; readonly to: number; readonly when?: 'success' | 'failure' }
  /** Takes the next value of a loop variable, or jumps past the loop. */
  | { readonly op: 'next'; readonly name: string; readonly values: readonly Word[]; readonly slot: number; readonly done: number }
  | { readonly op: 'not' }
  /** The exit status of a compound command of which nothing was run. */
  | { readonly op: 'succeed' }
  /**
   * Nothing more will be seen from it: it runs until it is stopped. `from` is where a loop begins whose only trace are lines in the log,
   * which are worked out for those who read them.
   */
  | { readonly op: 'forever'; readonly from?: number };

/** A word of a command before expansion: pieces that are taken as they are, and pieces that are expanded. */
export type Word = readonly WordPart[];
export type WordPart =
  | { readonly text: string }
  | { readonly variable: string; readonly fallback?: string }
  | { readonly output: Script }
  | { readonly arithmetic: string };

export function defineImage(definition: ImageDefinition): ImageDefinition {
  return definition;
}
