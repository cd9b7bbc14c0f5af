import type { Fidelity } from '../../fidelity.ts';

/** Conversion by webhook is not carried out: there is nobody to call. What documents a schema documents it here too. */
export const customResourceDefinitionFidelity: Fidelity = {
  CustomResourceDefinition: { simulated: 'apiVersion kind metadata spec status' },
  CustomResourceDefinitionSpec: { simulated: 'group names scope versions', kept: 'conversion', refused: 'preserveUnknownFields' },
  CustomResourceDefinitionNames: { simulated: 'categories kind listKind plural shortNames singular' },
  CustomResourceDefinitionVersion: {
    simulated: 'additionalPrinterColumns deprecated deprecationWarning name schema selectableFields served storage subresources',
  },
  CustomResourceDefinitionStatus: { simulated: 'acceptedNames conditions storedVersions', kept: 'observedGeneration' },
  CustomResourceDefinitionCondition: { simulated: 'lastTransitionTime message reason status type', kept: 'observedGeneration' },
  CustomResourceColumnDefinition: { simulated: 'description format jsonPath name priority type' },
  CustomResourceConversion: { kept: 'strategy webhook' },
  CustomResourceSubresourceScale: { simulated: 'labelSelectorPath specReplicasPath statusReplicasPath' },
  CustomResourceSubresourceStatus: {},
  CustomResourceSubresources: { simulated: 'scale status' },
  CustomResourceValidation: { simulated: 'openAPIV3Schema' },
  SelectableField: { simulated: 'jsonPath' },
  WebhookConversion: { kept: 'clientConfig conversionReviewVersions' },
  ApiextensionsWebhookClientConfig: { kept: 'caBundle service url' },
  ApiextensionsServiceReference: { kept: 'name namespace path port' },
  ExternalDocumentation: { kept: 'description url' },
  ValidationRule: { simulated: 'fieldPath message messageExpression optionalOldSelf reason rule' },
  JSONSchemaProps: {
    simulated:
      'additionalProperties allOf anyOf default description enum exclusiveMaximum exclusiveMinimum format items maxItems maxLength maxProperties maximum minItems minLength minProperties minimum multipleOf not nullable oneOf pattern properties required type x-kubernetes-embedded-resource x-kubernetes-int-or-string x-kubernetes-list-map-keys x-kubernetes-list-type x-kubernetes-map-type x-kubernetes-preserve-unknown-fields x-kubernetes-validations',
    kept: '$schema example externalDocs title',
    refused: '$ref additionalItems definitions dependencies id patternProperties uniqueItems',
  },
};
