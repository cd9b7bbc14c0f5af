/** What is refused when an object of a kind is created or changed. The kind is that of the object, served or not. */
import { invalidError } from '../../../api/errors.ts';
import { type FieldError, fieldErrorText, required } from '../../../api/field-error.ts';
import type { KindDefinition } from '../../../api/kind.ts';
import { kindByGvk } from '../../../api/kinds/registry.ts';
import { type PodLogOptions, validatePodLogOptions } from '../../../api/kinds/pod/log-options.ts';
import { validateEphemeralContainersUpdate } from '../../../api/kinds/pod/ephemeral-containers.ts';
import { validatePodResize } from '../../../api/kinds/pod/resize.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { ObjectMeta, Pod, Scale, StatusCause } from '../../../api/types.gen.ts';
import { validateMetadata, validateMetadataUpdate } from '../../../api/validation/metadata.ts';
import { validateScale } from '../../../sim/apiserver/subresources/scale.ts';
import { type Outcome, type Subject, subject } from '../subject.ts';

type Part = 'main' | 'status' | 'resize' | 'ephemeralcontainers';

interface Verdict {
  readonly valid: boolean;
  readonly message?: string;
  readonly causes?: readonly StatusCause[];
  readonly warnings?: readonly string[];
}

/** Upstream's own expectation: that there are errors, or how many, or (parts of) their texts. */
interface Expectation {
  readonly valid: boolean;
  readonly [key: string]: unknown;
}

export const VALIDATION: readonly Subject[] = [
  subject<{ object: KubeObject }, Verdict>(/^validation\/create-/, /^validation of \S+ on create/, ({ in: { object }, out }) => {
    const kind = servedKind(object);
    return kind === undefined ? notServed(object) : { expected: verdictText(out), got: verdictText(verdictOf(kind, complete(object))) };
  }),
  subject<{ object: KubeObject; options?: Switches }, Expectation>(
    /^validation\/only-/,
    /^validation of \S+, upstream/,
    ({ in: { object, options = {} }, out }) => {
      const part = PARTS_OF_REQUESTS[object.kind];
      if (part !== undefined) return expected(out, part(object, options));
      const kind = servedKind(object);
      return kind === undefined ? notServed(object) : expected(out, findingsOn(kind, complete(object)));
    },
  ),
  subject<{ old: KubeObject; new: KubeObject; update?: Part }, Expectation>(
    /^validation\/update-/,
    /^validation of \S+ on update/,
    ({ in: given, out }) => {
      const kind = servedKind(given.new);
      if (kind === undefined) return notServed(given.new);
      return expected(out, updateFindings(kind, complete(given.new), complete(given.old), given.update ?? 'main'));
    },
  ),
];

type Switches = { readonly [option: string]: unknown };

/** What is no kind of its own: queries and bodies of subresources. */
const PARTS_OF_REQUESTS: { readonly [kind: string]: (object: KubeObject, options: Switches) => readonly FieldError[] } = {
  PodLogOptions: ({ apiVersion: _version, kind: _kind, ...options }, { allowStreamSelection }) =>
    validatePodLogOptions(options as PodLogOptions, allowStreamSelection === true),
  Scale: (scale) => validateScale(scale as Scale),
};

function servedKind({ apiVersion, kind }: KubeObject): KindDefinition | undefined {
  return kindByGvk(apiVersion, kind);
}

function notServed({ apiVersion, kind }: KubeObject): Outcome {
  return { expected: 'a kind that is served', got: `no kind ${kind} in ${apiVersion}` };
}

function complete(object: KubeObject): KubeObject {
  return { ...object, metadata: object.metadata ?? {} };
}

/** Warnings are compared for what is accepted, causes and message for what is refused. */
function verdictText({ valid, message = '', causes = [], warnings = [] }: Verdict): object {
  if (valid) return { valid, warnings };
  return causes.filter(({ field = '' }) => OF_A_MAP.test(field)).length < 2
    ? { valid, message, causes }
    : { valid, causes: sorted(causes) };
}

/** Go walks maps in any order, so findings about their keys come in any order. */
const OF_A_MAP = /\[[^\]\d][^\]]*\]/;

function sorted(causes: readonly StatusCause[]): readonly StatusCause[] {
  const text = ({ field, message }: StatusCause) => `${field ?? ''} ${message ?? ''}`;
  return causes.toSorted((a, b) => (text(a) < text(b) ? -1 : 1));
}

/** Given while an object is prepared or by its API's deprecation, neither of which the recording collects. */
const GIVEN_ELSEWHERE = /use the "appArmorProfile" field instead|is deprecated in v1\.\d+\+; use /;

export function verdictOf(kind: KindDefinition, object: KubeObject): Verdict {
  const prepared = kind.prepareForCreate({ ...object, metadata: withSystemFields(object.metadata, kind.type.namespaced) });
  const errors = findings(kind, prepared);
  if (errors.length === 0)
    return { valid: true, warnings: (kind.warnings?.(prepared) ?? []).filter((text) => !GIVEN_ELSEWHERE.test(text)) };
  const { status } = invalidError(kind.type, prepared.metadata.name ?? '', errors);
  return { valid: false, message: status.message ?? '', causes: status.details?.causes ?? [] };
}

/** What the server does to metadata before it looks at an object (rest.BeforeCreate). */
function withSystemFields({ namespace = 'default', ...metadata }: ObjectMeta, namespaced: boolean): ObjectMeta {
  const name = metadata.name || (metadata.generateName ? `${metadata.generateName}x` : undefined);
  return { uid: 'b5b2a4a6-0b4e-4c55-9a61-5b1b9c2f8f50', ...metadata, ...(name && { name }), ...(namespaced && { namespace }) };
}

function findingsOn(kind: KindDefinition, object: KubeObject): readonly FieldError[] {
  return findings(kind, kind.prepareForCreate(object));
}

function findings(kind: KindDefinition, object: KubeObject): readonly FieldError[] {
  const { metadata } = object;
  const nameless = metadata.name === undefined && metadata.generateName === undefined;
  const found = nameless
    ? [required('metadata.name', 'name or generateName is required')]
    : validateMetadata(metadata, kind.type.namespaced, (text, prefix) => kind.validateName(text, prefix));
  return [...found, ...kind.validate(object)];
}

function updateFindings(kind: KindDefinition, next: KubeObject, stored: KubeObject, part: Part): readonly FieldError[] {
  const metadata = validateMetadataUpdate(next.metadata, stored.metadata);
  switch (part) {
    case 'main':
      return [...metadata, ...kind.validateUpdate(next, stored)];
    case 'status':
      return [...metadata, ...(kind.validateStatusUpdate?.(next, stored) ?? [])];
    case 'resize':
      return validatePodResize(next as Pod, stored as Pod);
    case 'ephemeralcontainers':
      return validateEphemeralContainersUpdate(next as Pod, stored as Pod);
  }
}

/** The errors themselves are shown when what upstream says about them does not hold. */
function expected(out: Expectation, errors: readonly FieldError[]): Outcome {
  const texts = errors.map(fieldErrorText);
  const holds = (errors.length === 0) === out.valid && Object.values(out).every((value) => isMet(value, texts));
  return { expected: out, got: holds ? out : texts };
}

function isMet(value: unknown, texts: readonly string[]): boolean {
  if (typeof value === 'string') return texts.join(', ').includes(value);
  if (typeof value === 'number') return texts.length === value;
  return (
    !Array.isArray(value) || (value.length === texts.length && value.every((part) => texts.some((text) => isLike(text, String(part)))))
  );
}

const FINDING = /^(.*?: (?:[A-Z][a-z]+ [a-z]+|Forbidden))(?:: (?:null(?:: )?)?(.*))?$/;

/** Where an expectation leaves the value open (null) or names a part of the detail, only the rest is compared. */
function isLike(text: string, expected: string): boolean {
  const [, start = expected, detail = ''] = FINDING.exec(expected) ?? [];
  return text.startsWith(start) && text.includes(detail);
}
