/** MutatingAdmissionPolicy: changes in CEL that people bind to requests (apiserver's admission/plugin/policy/mutating). */
import { ApiError } from '../../../../api/errors.ts';
import type { KindDefinition } from '../../../../api/kind.ts';
import { type KubeObject, nameOf } from '../../../../api/object.ts';
import type { MutatingAdmissionPolicy, MutatingAdmissionPolicyBinding, MutatingAdmissionPolicySpec } from '../../../../api/types.gen.ts';
import type { RequestScope } from '../../server.ts';
import type { AdmissionPlugin } from '../plugin.ts';
import { refusal } from '../refuse.ts';
import { matchConditions } from './evaluation.ts';
import { ConfigurationError, type Hook, hasObjects, hooksOf, matchesOf } from './hooks.ts';
import { MutationError, mutated } from './patches.ts';
import { type Subject, convert, isExempt, shownAs, subjectOf } from './subject.ts';
import { evaluationOf } from './variables.ts';

const POLICIES = 'mutatingadmissionpolicies.admissionregistration.k8s.io';
const BINDINGS = 'mutatingadmissionpolicybindings.admissionregistration.k8s.io';

export const mutatingAdmissionPolicy: AdmissionPlugin = {
  name: 'MutatingAdmissionPolicy',
  mutate(scope, object, attributes, reinvocation) {
    const { store } = scope.server;
    if (!hasObjects(store, BINDINGS) || !hasObjects(store, POLICIES) || isExempt(scope)) return object;
    const subject = subjectOf(scope, object, attributes);
    const run: Run = { subject, object, errors: [], eligible: reinvocation.eligible, isDirty: false };
    const invocations = hooksOf<MutatingAdmissionPolicy, MutatingAdmissionPolicyBinding>(store, POLICIES, BINDINGS).flatMap((hook) =>
      invocationsOf(run, hook),
    );
    const reinvocable = invocations.filter((invocation) => invoke(run, invocation) && invocation.spec.reinvocationPolicy === 'IfNeeded');
    if (run.errors.length > 0) throw denied(scope, object, run.errors);
    if (run.isDirty) reinvocation.eligible ??= new Set(reinvocable.map(({ key }) => key));
    return run.object;
  },
};

interface Finding {
  readonly text: string;
  /** Status reason; '' keeps that of a refusal. */
  readonly reason: string;
}

interface Run {
  readonly subject: Subject;
  /** What the mutations have made of it so far. */
  object: KubeObject;
  readonly errors: Finding[];
  /** In the second round, which invocations take part. */
  readonly eligible: ReadonlySet<string> | undefined;
  /** A mutation was made, whether or not it changed anything. */
  isDirty: boolean;
}

interface Invocation {
  /** Policy, binding and parameter. */
  readonly key: string;
  readonly policy: string;
  readonly binding: string;
  readonly spec: MutatingAdmissionPolicySpec;
  readonly matched: KindDefinition;
  readonly param: KubeObject | undefined;
}

function invocationsOf(run: Run, hook: Hook<MutatingAdmissionPolicy, MutatingAdmissionPolicyBinding>): readonly Invocation[] {
  const policy = nameOf(hook.policy);
  const { spec = {} } = hook.policy;
  const invocations: Invocation[] = [];
  try {
    const report = (error: string, { metadata }: KubeObject): void =>
      note(run, spec, policy, metadata.name, `failed to configure binding: ${error}`, '');
    for (const { binding, matched, params } of matchesOf(run.subject, hook, report)) {
      for (const param of params) {
        const key = JSON.stringify([policy, nameOf(binding), param?.metadata.namespace, param?.metadata.name]);
        invocations.push({ key, policy, binding: nameOf(binding), spec, matched, param });
      }
    }
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    note(run, spec, policy, undefined, `failed to configure policy: ${error.message}`, '');
  }
  return invocations;
}

function note(
  run: Run,
  { failurePolicy }: MutatingAdmissionPolicySpec,
  policy: string,
  binding: string | undefined,
  text: string,
  reason: string,
): void {
  if (failurePolicy === 'Ignore') return;
  const by = binding === undefined ? `policy "${policy}"` : `policy '${policy}' with binding '${binding}'`;
  run.errors.push({ text: `${by} denied request: ${text}`, reason });
}

/** Whether the policy had its turn. */
function invoke(run: Run, invocation: Invocation): boolean {
  const { key, policy, binding, spec, matched, param } = invocation;
  const outcome = matchConditions(evaluationOf(current(run), matched, spec, param, true), spec.matchConditions ?? [], spec.failurePolicy);
  if ('error' in outcome) {
    note(run, spec, policy, binding, outcome.error, 'Invalid');
    return false;
  }
  if (!outcome.matches || run.eligible?.has(key) === false) return false;
  for (const mutation of spec.mutations ?? []) {
    try {
      const shown = shownAs(run.subject, run.object, matched);
      const changed = mutated(evaluationOf(current(run), matched, spec, param, true), mutation, shown);
      run.isDirty = true;
      if (changed !== shown) run.object = taken(run.subject, changed, matched);
    } catch (error) {
      if (!(error instanceof MutationError)) throw error;
      note(run, spec, policy, binding, error.message, 'Invalid');
    }
  }
  return true;
}

function taken({ scope: { kind }, attributes }: Subject, changed: KubeObject, matched: KindDefinition): KubeObject {
  return attributes.kind === undefined ? kind.default(convert(changed, matched, kind)) : changed;
}

function current({ subject, object }: Run): Subject {
  return { ...subject, object };
}

function denied(scope: RequestScope, object: KubeObject, errors: readonly Finding[]): ApiError {
  const causes = errors.map(({ text }) => ({ message: text }));
  const { status } = refusal(scope, object, '', causes);
  const [first] = errors;
  return new ApiError({ ...status, message: first?.text ?? '', ...(first?.reason ? { reason: first.reason } : {}) });
}
