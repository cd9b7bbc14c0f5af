/** ValidatingAdmissionPolicy: rules in CEL that people bind to requests (apiserver's admission/plugin/policy/validating). */
import { ApiError } from '../../../../api/errors.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { nameOf } from '../../../../api/object.ts';
import type { JsonValue } from '../../../../api/scalars.ts';
import type { ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding } from '../../../../api/types.gen.ts';
import type { RequestScope } from '../../server.ts';
import type { AdmissionPlugin } from '../plugin.ts';
import { refusal } from '../refuse.ts';
import { type Annotation, type Verdict, assess } from './assessment.ts';
import { ConfigurationError, type Hook, hasObjects, hooksOf, matchesOf } from './hooks.ts';
import { type Subject, isExempt, subjectOf } from './subject.ts';
import { evaluationOf } from './variables.ts';

const POLICIES = 'validatingadmissionpolicies.admissionregistration.k8s.io';
const BINDINGS = 'validatingadmissionpolicybindings.admissionregistration.k8s.io';

export const validatingAdmissionPolicy: AdmissionPlugin = {
  name: 'ValidatingAdmissionPolicy',
  validate(scope, object, attributes) {
    const { store } = scope.server;
    if (!hasObjects(store, BINDINGS) || !hasObjects(store, POLICIES) || isExempt(scope)) return;
    const subject = subjectOf(scope, object, attributes);
    const denials = hooksOf<ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding>(store, POLICIES, BINDINGS).flatMap((hook) =>
      denialsOf(subject, hook),
    );
    const [first] = denials;
    if (first !== undefined) throw denied(scope, object, first);
  },
};

interface Denial {
  readonly policy: string;
  readonly binding: string | undefined;
  readonly message: string;
  readonly reason: string;
}

function denialsOf(subject: Subject, hook: Hook<ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding>): readonly Denial[] {
  const policy = nameOf(hook.policy);
  const { spec = {} } = hook.policy;
  const denials: Denial[] = [];
  const misconfigured = (message: string, binding?: string): void => {
    if (spec.failurePolicy === 'Ignore') return;
    const what = binding === undefined ? 'policy' : 'binding';
    denials.push({ policy, binding, message: `failed to configure ${what}: ${message}`, reason: '' });
  };
  const annotations = new Map<string, Set<string>>();
  try {
    for (const { binding, matched, params } of matchesOf(subject, hook, (error, each) => misconfigured(error, nameOf(each)))) {
      const assessments = params.map((param) => assess(evaluationOf(subject, matched, spec, param), spec));
      for (const assessment of assessments) {
        denials.push(...act(subject.scope, policy, binding, assessment.verdicts));
        denials.push(
          ...annotate(annotations, assessment.annotations).map((message) => ({ policy, binding: nameOf(binding), message, reason: '' })),
        );
      }
    }
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    misconfigured(error.message);
  }
  for (const [key, values] of annotations) note(subject.scope, `${policy}/${key}`, [...values].join(', '));
  return denials;
}

/** What a binding makes of findings: refuse, warn, write it down. */
function act(
  scope: RequestScope,
  policy: string,
  binding: ValidatingAdmissionPolicyBinding,
  verdicts: readonly Verdict[],
): readonly Denial[] {
  const actions = binding.spec.validationActions;
  const name = nameOf(binding);
  for (const { index, message } of verdicts) {
    if (actions.includes('Warn')) {
      scope.warnings?.push(`Validation failed for ValidatingAdmissionPolicy '${policy}' with binding '${name}': ${message}`);
    }
    if (!actions.includes('Audit')) continue;
    const failure = { message, policy, binding: name, expressionIndex: index, validationActions: actions };
    note(scope, 'validation.policy.admission.k8s.io/validation_failure', goJson([failure]));
  }
  return actions.includes('Deny') ? verdicts.map(({ message, reason }) => ({ policy, binding: name, message, reason })) : [];
}

/** Of several notes under one key the first one stays. */
function note({ annotations }: RequestScope, key: string, value: string): void {
  if (annotations?.has(key) === false) annotations.set(key, value);
}

/** Go's encoder writes what could end a script in HTML as escapes. */
function goJson(value: JsonValue): string {
  return JSON.stringify(value).replaceAll(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const MAX_ANNOTATION = 10 * 1024;

/** Adds what the bindings found, each value once, and gives what could not be computed. */
function annotate(into: Map<string, Set<string>>, annotations: readonly Annotation[]): readonly string[] {
  return annotations.flatMap((annotation) => {
    if ('error' in annotation) return [annotation.error];
    const { key, value } = annotation;
    into.set(key, (into.get(key) ?? new Set<string>()).add(value.slice(0, MAX_ANNOTATION)));
    return [];
  });
}

const CODES: Readonly<Record<string, number>> = { Forbidden: 403, Unauthorized: 401, RequestEntityTooLarge: 413 };

function denied(scope: RequestScope, object: KubeObject, { policy, binding, message, reason }: Denial): ApiError {
  const by = binding === undefined ? `'${policy}'` : `'${policy}' with binding '${binding}'`;
  const text = `ValidatingAdmissionPolicy ${by} denied request: ${message}`;
  const { status } = refusal(scope, object, text, [{ message: text }]);
  const shown = reason === '' ? 'Invalid' : reason;
  return new ApiError({ ...status, reason: shown, code: CODES[shown] ?? 422 });
}
