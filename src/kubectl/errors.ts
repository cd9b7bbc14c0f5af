import { ApiError } from '../api/errors.ts';
import { JsonPathError } from '../api/jsonpath/error.ts';
import type { Status, StatusCause } from '../api/types.gen.ts';

/** What kubectl itself refuses; printed as `error: <message>`. */
export class CommandError extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode = 1) {
    super(message);
    this.name = 'CommandError';
    this.exitCode = exitCode;
  }
}

/** A mistake in the flags; the line after it points to the verb's help. */
export class UsageError extends CommandError {
  constructor(message: string, verb: string) {
    super(`${message}\nSee '${verb} --help' for usage.`);
  }
}

/** A mistake in the arguments. */
export function helpError(verb: string, message: string): CommandError {
  return new CommandError(`${message}\nSee '${verb} -h' for help and examples`);
}

/** A text for standard error that stands for itself, without `error:` before it. */
export class PlainError extends CommandError {}

/** What is wanted is the help of the command itself. */
export class HelpRequest extends CommandError {
  readonly stream: 'stdout' | 'stderr';
  constructor(stream: 'stdout' | 'stderr', exitCode: number) {
    super('', exitCode);
    this.stream = stream;
  }
}

/** Thrown out of the port's `sleep` to end a command that waits, as Ctrl-C does. */
export class InterruptError extends CommandError {
  constructor() {
    super('interrupted', 130);
  }
}

/** Ends with an exit code of its own when everything worth saying was said. */
export class ExitError extends CommandError {
  constructor(exitCode: number) {
    super('', exitCode);
  }
}

/** Several failures of one command. */
export class Failures extends Error {
  readonly errors: readonly unknown[];
  constructor(errors: readonly unknown[]) {
    super('several failures');
    this.name = 'Failures';
    this.errors = errors;
  }
}

export type Failure = ApiError | CommandError | JsonPathError | Failures;

/** Errors that are answers to the user; anything else is a defect and must not be swallowed. */
export function isFailure(error: unknown): error is Failure {
  return [ApiError, CommandError, JsonPathError, Failures].some((type) => error instanceof type);
}

/** Throws what was collected, if anything. */
export function throwCollected(errors: readonly unknown[]): void {
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new Failures(errors);
}

/** Puts the source of an object before the server's message (cmdutil.AddSourceToErr). */
export function withSource(error: unknown, doing: string, source: string): unknown {
  if (source === '') return error;
  const message = (text: string) => `error when ${doing} ${JSON.stringify(source)}: ${text}`;
  if (error instanceof ApiError) return new ApiError({ ...error.status, message: message(error.message) });
  return error instanceof CommandError ? new CommandError(message(error.message)) : error;
}

/** Text for standard error, ending in a newline, as cmdutil.CheckErr would print it. */
export function errorText(error: Failure): string {
  if (error instanceof InterruptError || error instanceof ExitError || error instanceof HelpRequest) return '';
  if (error instanceof PlainError) return `${error.message}\n`;
  if (error instanceof Failures) return `${error.errors.map(bareText).join('\n')}\n`;
  if (error instanceof ApiError && error.reason === 'Invalid') return invalidText(error.status);
  return `${shortText(error).replace(/\n$/, '')}\n`;
}

function shortText(error: Exclude<Failure, Failures>): string {
  const text = bareText(error);
  return error instanceof ApiError || error instanceof PlainError || text.startsWith('error: ') ? text : `error: ${text}`;
}

/** Among several, kubectl's own errors stand without `error:`. */
function bareText(error: unknown): string {
  if (error instanceof ApiError) return serverText(error.status);
  return error instanceof Error ? error.message : String(error);
}

function serverText({ reason = '', message = '' }: Status): string {
  if (reason === 'Unauthorized') return `error: You must be logged in to the server (${message})`;
  return reason === '' ? `Error from server: ${message}` : `Error from server (${reason}): ${message}`;
}

function invalidText({ message = '', details }: Status): string {
  const causes = [...new Set((details?.causes ?? []).map(causeText))];
  const named = details?.kind !== undefined || details?.name !== undefined;
  const bare = causes.length === 0 && message !== '' ? `The request is invalid: ${message}` : 'The request is invalid';
  const subject = named ? `The ${details?.kind ?? ''} "${details?.name ?? ''}" is invalid` : bare;
  if (causes.length === 0) return `${subject}\n`;
  return causes.length === 1 ? `${subject}: ${causes[0]}\n` : `${subject}: \n${causes.map((cause) => `* ${cause}\n`).join('')}`;
}

function causeText({ field, message = '' }: StatusCause): string {
  return field === undefined ? message : `${field}: ${message}`;
}
