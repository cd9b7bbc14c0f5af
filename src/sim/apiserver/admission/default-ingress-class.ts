import type { Ingress } from '../../../api/types.gen.ts';
import { defaultClass } from './default-class.ts';
import type { AdmissionPlugin } from './plugin.ts';

const IS_DEFAULT = ['ingressclass.kubernetes.io/is-default-class'];

/** Gives an Ingress that names no class the default one (plugin/pkg/admission/network/defaultingressclass). */
export const defaultIngressClass: AdmissionPlugin = {
  name: 'DefaultIngressClass',
  mutate(scope, object, { operation, subresource }) {
    if (object.kind !== 'Ingress' || operation !== 'CREATE' || subresource !== '') return object;
    const ingress = object as Ingress;
    const named = ingress.spec?.ingressClassName ?? ingress.metadata.annotations?.['kubernetes.io/ingress.class'];
    const ingressClassName =
      named === undefined ? defaultClass(scope.server.store, 'ingressclasses.networking.k8s.io', IS_DEFAULT) : undefined;
    return ingressClassName === undefined ? ingress : ({ ...ingress, spec: { ...ingress.spec, ingressClassName } } as Ingress);
  },
};
