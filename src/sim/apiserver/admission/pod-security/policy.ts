/** What a namespace's labels ask for (k8s.io/pod-security-admission/api). */
import { type FieldError, invalid } from '../../../../api/field-error.ts';
import type { Labels } from '../../../../api/labels.ts';

const LEVELS = ['privileged', 'baseline', 'restricted'] as const;
type Level = (typeof LEVELS)[number];

/** A level of the standards as of a minor version; the newest one is infinitely new. */
export interface Policed {
  readonly level: Level;
  readonly minor: number;
}

export interface Policy {
  readonly enforce: Policed;
  readonly audit: Policed;
  readonly warn: Policed;
  readonly errors: readonly FieldError[];
}

type Mode = 'enforce' | 'audit' | 'warn';
export const POD_SECURITY_LABELS = 'pod-security.kubernetes.io/';
const LATEST = Number.POSITIVE_INFINITY;
const PRIVILEGED: Policed = { level: 'privileged', minor: LATEST };
const UNRESTRICTED: Policy = { enforce: PRIVILEGED, audit: PRIVILEGED, warn: PRIVILEGED, errors: [] };

/** Labels that can't be read enforce the strictest, and audit and warn of nothing. */
export function policyOf(labels: Labels | undefined): Policy {
  if (labels === undefined || !isLabelled(labels)) return UNRESTRICTED;
  const errors: FieldError[] = [];
  const enforce = readMode(labels, 'enforce', 'restricted', errors);
  const audit = readMode(labels, 'audit', 'privileged', errors);
  const warn = readMode(labels, 'warn', 'privileged', errors);
  return { enforce, audit, warn: followEnforced(labels, enforce, warn), errors };
}

/** `restricted:v1.25`. */
export function policedText({ level, minor }: Policed): string {
  return `${level}:${minor === LATEST ? 'latest' : `v1.${minor}`}`;
}

/** Whether one level asks for more than another. */
export function isStricter(a: Policed, b: Policed): boolean {
  return LEVELS.indexOf(a.level) > LEVELS.indexOf(b.level);
}

function isLabelled(labels: Labels): boolean {
  for (const key in labels) if (key.startsWith(POD_SECURITY_LABELS)) return true;
  return false;
}

function readMode(labels: Labels, mode: Mode, otherwise: Level, errors: FieldError[]): Policed {
  const level = labels[POD_SECURITY_LABELS + mode];
  const version = labels[`${POD_SECURITY_LABELS}${mode}-version`];
  const known = level === undefined ? 'privileged' : isLevel(level) ? level : undefined;
  const minor = version === undefined ? LATEST : minorOf(version);
  if (known === undefined) errors.push(labelError(mode, level, `must be one of ${LEVELS.join(', ')}`));
  if (minor === undefined) errors.push(labelError(`${mode}-version`, version, 'must be "latest" or "v1.x"'));
  return { level: known ?? otherwise, minor: minor ?? LATEST };
}

function isLevel(text: string): text is Level {
  return (LEVELS as readonly string[]).includes(text);
}

function minorOf(version: string): number | undefined {
  if (version === 'latest') return LATEST;
  const minor = /^v1\.([0-9]|[1-9][0-9]*)$/.exec(version)?.[1];
  return minor === undefined ? undefined : Number(minor);
}

function labelError(label: string, value: string | undefined, detail: string): FieldError {
  return invalid(`metadata.labels[${POD_SECURITY_LABELS}${label}]`, value, detail);
}

/** Who says nothing about warnings is warned of what is enforced. */
function followEnforced(labels: Labels, enforce: Policed, warn: Policed): Policed {
  const level = labels[`${POD_SECURITY_LABELS}enforce`];
  const says = labels[`${POD_SECURITY_LABELS}warn`] !== undefined;
  if (says || level === undefined || !isLevel(level) || !isStricter(enforce, warn)) return warn;
  return { level: enforce.level, minor: labels[`${POD_SECURITY_LABELS}warn-version`] === undefined ? enforce.minor : warn.minor };
}
