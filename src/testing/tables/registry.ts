import type { Subject } from './subject.ts';
import { MANIFESTS } from './subjects/manifests.ts';
import { NAMES } from './subjects/names.ts';
import { PATCH } from './subjects/patch.ts';
import { PODS } from './subjects/pods.ts';
import { PRINTING } from './subjects/printing.ts';
import { VALIDATION } from './subjects/validation.ts';
import { VALUES } from './subjects/values.ts';

/** Every subject that can be put to the code, in the order in which they are looked for. */
export const SUBJECTS: readonly Subject[] = [...MANIFESTS, ...NAMES, ...PATCH, ...PODS, ...PRINTING, ...VALIDATION, ...VALUES];
