/** What is wrong with how somebody is to log in (client-go's tools/clientcmd/validation.go and transport/transport.go). */
import type { JsonObject } from '../../api/scalars.ts';
import type { KubeconfigFiles } from './files.ts';
import { textField } from './kubeconfig.ts';

export function loginProblems(name: string, user: JsonObject, files: KubeconfigFiles): readonly string[] {
  const has = (field: string) => textField(user, field) !== '';
  const methods = [...(has('token') ? ['token'] : []), ...(has('username') || has('password') ? ['basicAuth'] : [])];
  const isNobody = !has('as') && ['as-uid', 'as-groups', 'as-user-extra'].some((field) => user[field] !== undefined);
  return [
    ...certificateProblems(name, user, files),
    ...pluginProblems(name, user),
    ...(methods.length > 1
      ? [`more than one authentication method found for ${name}; found [${methods.join(' ')}], only one is allowed`]
      : []),
    ...(isNobody ? [`requesting uid, groups or user-extra for ${name} without impersonating a user`] : []),
  ];
}

function certificateProblems(name: string, user: JsonObject, files: KubeconfigFiles): readonly string[] {
  const [certificate, data, key, keyData] = ['client-certificate', 'client-certificate-data', 'client-key', 'client-key-data'].map(
    (field) => textField(user, field),
  );
  if (!certificate && !data) return [];
  const unread = (what: string, path: string | undefined) =>
    path && files.read(path) === undefined
      ? [`unable to read ${what} ${path} for ${name} due to open ${path}: no such file or directory`]
      : [];
  return [
    ...(certificate && data ? [`client-cert-data and client-cert are both specified for ${name}. client-cert-data will override.`] : []),
    ...(key && keyData ? [`client-key-data and client-key are both specified for ${name}; client-key-data will override`] : []),
    ...(!key && !keyData
      ? [`client-key-data or client-key must be specified for ${name} to use the clientCert authentication method.`]
      : []),
    ...unread('client-cert', certificate),
    ...unread('client-key', key),
  ];
}

const MODES: readonly string[] = ['Never', 'IfAvailable', 'Always'];

function pluginProblems(name: string, user: JsonObject): readonly string[] {
  const plugin = user['exec'] as JsonObject | undefined;
  if (plugin === undefined) return [];
  const mode = textField(plugin, 'interactiveMode');
  const to = `must be specified for ${name} to use exec authentication plugin`;
  const env = (plugin['env'] ?? []) as readonly JsonObject[];
  return [
    ...(user['auth-provider'] === undefined ? [] : [`authProvider cannot be provided in combination with an exec plugin for ${name}`]),
    ...(textField(plugin, 'command') === '' ? [`command ${to}`] : []),
    ...(textField(plugin, 'apiVersion') === '' ? [`apiVersion ${to}`] : []),
    ...env.filter((one) => textField(one, 'name') === '').map(() => `env variable name ${to}`),
    ...(mode === ''
      ? [`interactiveMode ${to}`]
      : MODES.includes(mode)
        ? []
        : [`invalid interactiveMode for ${name}: ${JSON.stringify(mode)}`]),
  ];
}

/** Texts of certificates and keys, '' for none. */
interface Pems {
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
  readonly isInsecure: boolean;
}

export function tlsProblems({ ca, certificate, key, isInsecure }: Pems): readonly string[] {
  const isPem = (text: string) => text.includes('-----BEGIN ');
  return [
    ...(ca !== '' && isInsecure ? ['specifying a root certificates file with the insecure flag is not allowed'] : []),
    ...(ca !== '' && !isPem(ca) ? ['unable to load root certificates: unable to parse bytes as PEM block'] : []),
    ...(certificate !== '' && !isPem(certificate) ? ['tls: failed to find any PEM data in certificate input'] : []),
    ...(certificate !== '' && !isPem(key) ? ['tls: failed to find any PEM data in key input'] : []),
  ];
}
