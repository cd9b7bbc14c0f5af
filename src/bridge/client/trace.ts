/** What `-v` shows of every exchange (client-go's transport/round_trippers.go), as klog writes its lines. */
import type { Exchange } from './config.ts';

const TIMES = 6;
const HEADERS = 7;
const ANSWERED_HEADERS = 8;

/** `now` is when the answer came; `process` the number of the process. */
export function traceText(exchange: Exchange, verbosity: number, now: Date, process: number): string {
  if (verbosity < TIMES) return '';
  const { method, url, code, reason, milliseconds, sent, received, body } = exchange;
  const where = `verb="${method}" url=${JSON.stringify(url)}`;
  const status = `status=${JSON.stringify(code === 0 ? '' : `${code} ${reason}`)}`;
  const line = (text: string) => `${klogHead(now, process)} ${text}\n`;
  if (verbosity < HEADERS) return line(`"Response" ${where} ${status} milliseconds=${milliseconds}`);
  const answered = verbosity < ANSWERED_HEADERS ? '' : ` headers=${block(received)}`;
  return [
    ...(verbosity < ANSWERED_HEADERS ? [] : [line(`"Request Body" body=${JSON.stringify(body)}`)]),
    line(`"Request" ${where} headers=${block(sent)}`),
    line(`"Response" ${status}${answered} milliseconds=${milliseconds}`),
  ].join('');
}

function klogHead(now: Date, process: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${two(now.getMonth() + 1)}${two(now.getDate())}`;
  const time = `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}.${String(now.getMilliseconds() * 1000).padStart(6, '0')}`;
  return `I${day} ${time} ${String(process).padStart(7)} round_trippers.ts]`;
}

function block(headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `<\n${lines.map(([name, value]) => `\t${titled(name)}: ${name === 'authorization' ? masked(value) : value}\n`).join('')} >`;
}

function titled(name: string): string {
  return name.replaceAll(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

/** `Bearer <masked>`: secrets are nobody's business. */
function masked(value: string): string {
  return `${value.split(' ')[0] ?? ''} <masked>`;
}
