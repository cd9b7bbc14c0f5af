import type { Fidelity } from '../../fidelity.ts';

/** There is nobody to convert by webhook, so what would have to be converted fails. What documents a schema documents it here too. */
export const customResourceDefinitionFidelity: Fidelity = {
  CustomResourceDefinition: { simulated: 'apiVersion kind metadata spec status' },
  CustomResourceDefinitionSpec: { simulated: 'conversion group names scope versions', refused: 'preserveUnknownFields' },
  CustomResourceDefinitionNames: { simulated: 'categories kind listKind plural shortNames singular' },
  CustomResourceDefinitionVersion: {
    simulated: 'additionalPrinterColumns deprecated deprecationWarning name schema selectableFields served storage subresources',
  },
  CustomResourceDefinitionStatus: { simulated: 'acceptedNames conditions storedVersions', kept: 'observedGeneration' },
  CustomResourceDefinitionCondition: { simulated: 'lastTransitionTime message reason status type', kept: 'observedGeneration' },
  CustomResourceColumnDefinition: { simulated: 'description format jsonPath name priority type' },
  CustomResourceConversion: { simulated: 'strategy webhook' },
  CustomResourceSubresourceScale: { simulated: 'labelSelectorPath specReplicasPath statusReplicasPath' },
  CustomResourceSubresourceStatus: {},
  CustomResourceSubresources: { simulated: 'scale status' },
  CustomResourceValidation: { simulated: 'openAPIV3Schema' },
  SelectableField: { simulated: 'jsonPath' },
  WebhookConversion: { simulated: 'clientConfig', kept: 'conversionReviewVersions' },
  ApiextensionsWebhookClientConfig: { simulated: 'caBundle service url' },
  ApiextensionsServiceReference: { simulated: 'name namespace path port' },
  ExternalDocumentation: { kept: 'description url' },
  ValidationRule: { simulated: 'fieldPath message messageExpression optionalOldSelf reason rule' },
  JSONSchemaProps: {
    simulated:
      'additionalProperties allOf anyOf default description enum exclusiveMaximum exclusiveMinimum format items maxItems maxLength maxProperties maximum minItems minLength minProperties minimum multipleOf not nullable oneOf pattern properties required type x-kubernetes-embedded-resource x-kubernetes-int-or-string x-kubernetes-list-map-keys x-kubernetes-list-type x-kubernetes-map-type x-kubernetes-preserve-unknown-fields x-kubernetes-validations',
    kept: '$schema example externalDocs title',
    refused: '$ref additionalItems definitions dependencies id patternProperties uniqueItems',
  },
};
