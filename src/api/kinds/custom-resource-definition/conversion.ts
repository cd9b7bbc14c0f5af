import { decodeBase64, utf8Text } from '../../../base/base64.ts';
import { forbidden, invalid, required } from '../../field-error.ts';
import { dns1035Label } from '../../names.ts';
import type { ApiextensionsServiceReference, CustomResourceConversion } from '../../types.gen.ts';
import { type Findings, checkRequiredOneOf } from '../checks.ts';

const PATH = 'spec.conversion';
const CLIENT = `${PATH}.webhookClientConfig`;
const REVIEWS = `${PATH}.conversionReviewVersions`;

/**
 * The paths are those of the server's internal form, in which the webhook's parts stand one level higher. `established` is the
 * conversion of a definition that is served: its certificates can't be made worse.
 */
export function checkConversion(
  conversion: CustomResourceConversion | undefined,
  established: CustomResourceConversion | undefined,
  findings: Findings,
): void {
  if (conversion === undefined) return;
  checkRequiredOneOf(conversion.strategy, ['None', 'Webhook'], `${PATH}.strategy`, findings);
  const { clientConfig, conversionReviewVersions: reviews = [] } = conversion.webhook ?? {};
  if (conversion.strategy === 'Webhook') {
    if (clientConfig === undefined) findings.push(required(CLIENT, 'required when strategy is set to Webhook'));
    else if ((clientConfig.url === undefined) === (clientConfig.service === undefined))
      findings.push(required(CLIENT, 'exactly one of url or service is required'));
    else if (clientConfig.url !== undefined) checkUrl(clientConfig.url, findings);
    else if (clientConfig.service !== undefined) checkService(clientConfig.service, findings);
    const bundle = clientConfig?.caBundle ?? '';
    if (established !== undefined && !isValidBundle(bundle) && isValidBundle(established.webhook?.clientConfig?.caBundle ?? ''))
      findings.push(invalid(`${CLIENT}.caBundle`, bundle, 'unable to load root certificates: unable to parse bytes as PEM block'));
    checkReviews(reviews, findings);
    return;
  }
  const why = 'should not be set when strategy is not set to Webhook';
  if (clientConfig !== undefined) findings.push(forbidden(CLIENT, why));
  if (reviews.length > 0) findings.push(forbidden(REVIEWS, why));
}

/** Base64 of certificates in PEM; none at all is none that is wrong. */
export function isValidBundle(bundle: string): boolean {
  return bundle === '' || utf8Text(decodeBase64(bundle) ?? []).includes('-----BEGIN CERTIFICATE-----');
}

function checkUrl(url: string, findings: Findings): void {
  const [, scheme = '', host = '', rest = ''] = /^([^:/?#]*):\/\/([^/?#]*)(.*)$/.exec(url) ?? [];
  const form = '; desired format: https://host[/path]';
  const refuse = (why: string) => findings.push(invalid(`${CLIENT}.url`, url, why));
  if (scheme !== 'https') refuse(`'https' is the only allowed URL scheme${form}`);
  if (host === '') refuse(`host must be specified${form}`);
  if (host.includes('@')) refuse('user information is not permitted in the URL');
  if (rest.includes('#')) refuse('fragments are not permitted in the URL');
  if (rest.includes('?')) refuse('query parameters are not permitted in the URL');
}

function checkService({ name, namespace, path, port }: ApiextensionsServiceReference, findings: Findings): void {
  const at = `${CLIENT}.service`;
  if (!name) findings.push(required(`${at}.name`, 'service name is required'));
  if (!namespace) findings.push(required(`${at}.namespace`, 'service namespace is required'));
  if (port !== undefined && (port < 1 || port > 65_535))
    findings.push(invalid(`${at}.port`, port, `port is not valid: must be between 1 and 65535, inclusive`));
  if (path !== undefined && !path.startsWith('/')) findings.push(invalid(`${at}.path`, path, `must start with a '/'`));
}

function checkReviews(reviews: readonly string[], findings: Findings): void {
  if (reviews.length === 0) return void findings.push(required(REVIEWS));
  for (const [index, review] of reviews.entries()) {
    if (reviews.indexOf(review) < index) findings.push(invalid(`${REVIEWS}[${index}]`, review, 'duplicate version'));
    else for (const why of dns1035Label(review)) findings.push(invalid(`${REVIEWS}[${index}]`, review, why));
  }
  if (!reviews.some((review) => review === 'v1' || review === 'v1beta1'))
    findings.push(invalid(REVIEWS, reviews, 'must include at least one of v1, v1beta1'));
}
