import { en } from './en.ts';
import type { enInspector } from './en-inspector.ts';
import type { enPanels } from './en-panels.ts';
import type { enScheduling } from './en-scheduling.ts';
import type { enTrouble } from './en-trouble.ts';

/**
 * The page's words. English is the catalogue that the types come from; `{name}` is filled from parameters, and a message with
 * `one` and `other` is chosen by the parameter `count`. Kubernetes' own words are never in here.
 */
export type Language = 'en' | 'zh';
type English = typeof en & typeof enInspector & typeof enPanels & typeof enScheduling & typeof enTrouble;
export type MessageKey = keyof English;
export type Message = string | { readonly one: string; readonly other: string };
export type Catalogue = { readonly [K in MessageKey]: Message };

type TextOf<K extends MessageKey> = English[K] extends { readonly other: infer Text } ? Text : English[K];
type Names<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
/** Messages that need no parameters: those a table may name. */
export type PlainKey = { [K in MessageKey]: [Names<TextOf<K>>] extends [never] ? K : never }[MessageKey];
type Parameters<K extends MessageKey> = [Names<TextOf<K>>] extends [never]
  ? []
  : [parameters: { readonly [Name in Names<TextOf<K>>]: string | number }];

export type Translate = <K extends MessageKey>(key: K, ...parameters: Parameters<K>) => string;

const catalogues: { en: Partial<Catalogue>; zh?: Catalogue } = { en };
const PLURALS: { readonly [L in Language]: Intl.PluralRules } = { en: new Intl.PluralRules('en'), zh: new Intl.PluralRules('zh') };

const TRANSLATORS: { readonly [L in Language]: Translate } = { en: translator('en'), zh: translator('zh') };

/** English is always there; another language is fetched before it is first spoken. */
export async function loadLanguage(language: Language): Promise<void> {
  if (language === 'zh') catalogues.zh ??= (await import('./zh.ts')).zh;
}

const LATE_WORDS = {
  inspector: async () => (await import('./en-inspector.ts')).enInspector,
  panels: async () => (await import('./en-panels.ts')).enPanels,
  scheduling: async () => (await import('./en-scheduling.ts')).enScheduling,
  trouble: async () => (await import('./en-trouble.ts')).enTrouble,
};

/** A part of the page that comes late, once its words are there as well. Chinese comes whole. */
export async function withWords<Part>(words: keyof typeof LATE_WORDS, part: Promise<Part>): Promise<Part> {
  const more = await LATE_WORDS[words]();
  // Others may have come in the mean time.
  catalogues.en = { ...catalogues.en, ...more };
  return part;
}

/** The same function for the same language, so that it can stand in a list of dependencies. */
export function translate(language: Language): Translate {
  return TRANSLATORS[language];
}

function translator(language: Language): Translate {
  return (key, ...[parameters]) => {
    const values: { readonly [name: string]: string | number } = parameters ?? {};
    return fill(choose(catalogues[language]?.[key] ?? catalogues.en[key] ?? key, language, values.count), values);
  };
}

function choose(message: Message, language: Language, count: string | number | undefined): string {
  if (typeof message === 'string') return message;
  return PLURALS[language].select(Number(count)) === 'one' ? message.one : message.other;
}

function fill(text: string, values: { readonly [name: string]: string | number }): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
