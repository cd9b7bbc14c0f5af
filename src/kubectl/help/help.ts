import { goDuration } from '../parse/duration.ts';
import { type FlagSpec, type FlagSpecs, flagName } from '../parse/flags.ts';
import { GLOBAL_FLAGS } from '../parse/global-flags.ts';
import type { VerbDefinition } from '../verb.ts';
import { GROUPS } from './groups.ts';
import { FLAG_TEXTS } from './flag-texts.ts';
import { GLOBAL_FLAG_TEXTS, VERB_FLAG_TEXTS } from './verb-flag-texts.ts';

/** Help in kubectl's layout (kubectl/pkg/util/templates); the sentences are our own. */

const LEAST_WIDTH = 11;
const GAP = 3;
const OPTIONS_HINT = 'Use "kubectl options" for a list of global command-line options (applies to all commands).\n';

/** `kubectl help`: the commands by groups. */
export function rootHelp(verbs: readonly VerbDefinition[]): string {
  const width = widthOf(verbs);
  const sections = GROUPS.map(({ title, members }) => {
    const found = members.flatMap((name) => verbs.filter((verb) => verb.name === name));
    return found.length === 0 ? '' : `${title}:\n${commandLines(found, width)}\n`;
  });
  const usage = 'Usage:\n  kubectl [flags] [options]\n\n';
  return `kubectl is a client of the Kubernetes API.\n\n${sections.join('')}${usage}${commandHint('kubectl')}${OPTIONS_HINT}`;
}

/** `kubectl options`. */
export function optionsHelp(): string {
  const { help: _help, ...flags } = GLOBAL_FLAGS;
  return `The following options can be passed to any command:\n\n${optionLines(flags, GLOBAL_FLAG_TEXTS)}\n`;
}

/** `kubectl get --help`; `path` is `create secret tls`. */
export function verbHelp(verb: VerbDefinition, path: string): string {
  const subcommands = verb.subcommands ?? [];
  const shown = Object.fromEntries(Object.entries(verb.flags).filter(([key, spec]) => !spec.hidden && !Object.hasOwn(ADOPTED, key)));
  const usage = `kubectl ${path}${verb.usage === '' ? '' : ` ${verb.usage}`} [options]`;
  const sections = [
    `${verb.summary}.\n`,
    (verb.aliases ?? []).length === 0 ? '' : `Aliases:\n${[verb.name, ...(verb.aliases ?? [])].join(', ')}\n`,
    verb.examples === undefined ? '' : `Examples:\n${verb.examples.map(([what, line]) => `  # ${what}\n  ${line}\n`).join('  \n')}`,
    subcommands.length === 0 ? '' : `Available Commands:\n${commandLines(subcommands, widthOf(subcommands))}`,
    Object.keys(shown).length === 0 ? '' : `Options:\n${optionLines(shown, { ...FLAG_TEXTS, ...VERB_FLAG_TEXTS[path] })}`,
    `Usage:\n  ${usage}\n`,
    `${subcommands.length === 0 ? '' : commandHint(`kubectl ${path}`)}${OPTIONS_HINT}`,
  ];
  return sections.filter((section) => section !== '').join('\n');
}

/** Global flags that a verb reads itself. */
const ADOPTED = { requestTimeout: true, namespace: true };

function commandHint(command: string): string {
  return `Use "${command} <command> --help" for more information about a given command.\n`;
}

function commandLines(verbs: readonly VerbDefinition[], width: number): string {
  return verbs.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}\n`).join('');
}

function widthOf(verbs: readonly VerbDefinition[]): number {
  return Math.max(LEAST_WIDTH, ...verbs.map(({ name }) => name.length)) + GAP;
}

function optionLines(flags: FlagSpecs, texts: Readonly<Record<string, string>>): string {
  const named = Object.entries(flags).map(([key, spec]) => ({ name: flagName(key), spec }));
  const sorted = named.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return sorted.map(({ name, spec }) => optionText(name, spec, texts[name] ?? '')).join('\n');
}

function optionText(name: string, spec: FlagSpec, text: string): string {
  const short = spec.short === '' ? '' : `-${spec.short}, `;
  return `    ${short}--${name}=${initialText(spec)}:\n\t${text}\n`;
}

/** A default as pflag writes it. */
function initialText({ kind, initial }: FlagSpec): string {
  switch (kind) {
    case 'bool':
    case 'int':
      return String(initial);
    case 'duration':
      return goDuration(Number(initial));
    case 'list':
    case 'array':
      return `[${(initial as readonly string[]).join(',')}]`;
    case 'text':
      return `'${String(initial)}'`;
    default:
      return kind satisfies never;
  }
}
