import { textOfBytes } from '../../../base/utf8.ts';
import { answerOf, watchLine } from '../../../api/http/answer.ts';
import { serverAnswer } from '../../../api/http/server-paths.ts';
import { toApiRequest } from '../../../api/http/to-request.ts';
import type { HttpAnswer, HttpRequest } from '../../../api/http/types.ts';
import { ApiError, unknownResourceError } from '../../../api/errors.ts';
import type { RawAnswer, VersionInfo } from '../../../api/request.ts';
import type { Status } from '../../../api/types.gen.ts';
import { CommandError } from '../../errors.ts';
import { type Session, discover, send, warn } from '../../session.ts';

/** `--raw /api/v1/nodes`: what the server answers a request for a path, byte for byte. A port without HTTP is asked for the same as data. */
export async function sendRaw(session: Session, method: 'GET' | 'POST' | 'PUT' | 'DELETE', uri: string, body = ''): Promise<void> {
  if (!uri.startsWith('/')) throw new CommandError(`--raw must be a valid URL path: parse ${JSON.stringify(uri)}: invalid URI for request`);
  const answer = method === 'GET' ? await session.port.raw?.(uri, {}) : undefined;
  if (answer !== undefined) return printAnswer(session, answer);
  const served = await discover(session);
  const http = httpOf(method, uri, body);
  const translated = toApiRequest(http, served);
  switch (translated.to) {
    case 'api': {
      const { request, resource, shape } = translated;
      if (request.verb === 'watch') {
        let isFirst = true;
        for await (const event of session.port.watch(request, request.options ?? {})) {
          session.stdout.push(watchLine(event, shape, isFirst));
          isFirst = false;
        }
        return;
      }
      if (request.verb === 'get' && request.log?.follow === true) {
        for await (const part of session.port.log(request, request.log)) session.stdout.push(part);
        return;
      }
      const response = await session.port.request(request);
      for (const warning of response.warnings) warn(session, warning);
      if (response.code >= 400) throw new ApiError(response.body as Status);
      session.stdout.push(textOf(answerOf(response, resource, shape)));
      return;
    }
    case 'server': {
      const { gitVersion } = (await send(session, { verb: 'version' })) as VersionInfo;
      session.stdout.push(bodyOf(serverAnswer(http, translated.path, { served, address: '', gitVersion })));
      return;
    }
    case 'refusal':
      throw new ApiError(translated.status);
    case 'nowhere':
      throw unknownResourceError();
    default:
      translated satisfies never;
  }
}

async function printAnswer(session: Session, { status, text, warnings }: RawAnswer): Promise<void> {
  for (const warning of warnings) warn(session, warning);
  if (status !== undefined) throw new ApiError(status);
  for await (const part of text) session.stdout.push(part);
}

function bodyOf(answer: HttpAnswer): string {
  if (answer.code >= 400) throw unknownResourceError();
  return textOf(answer);
}

/** It is asked for nothing but text. */
function textOf({ body }: HttpAnswer): string {
  return typeof body === 'string' ? body : textOfBytes(body);
}

function httpOf(method: string, uri: string, body: string): HttpRequest {
  const [path = '', query = ''] = uri.split(/\?(.*)/s);
  const pairs = query.split('&').filter((pair) => pair !== '');
  const decode = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));
  return {
    method,
    path,
    query: pairs.map((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      return [decode(name), decode(value)] as const;
    }),
    headers: body === '' ? {} : { 'content-type': 'application/json' },
    body,
  };
}
