import { expect, test } from 'vitest';
import { readScript } from './script.ts';

const read = (text: string) => readScript(text).commands.map(({ argv, stdin, onSuccess }) => ({ argv: argv.join(' '), stdin, onSuccess }));
const plain = (argv: string, stdin?: object, onSuccess = false) => ({ argv, stdin, onSuccess });

test.each([
  ['one command', 'kubectl get pods', [plain('get pods')]],
  ['k and nothing are kubectl too', 'k get po\nget no', [plain('get po'), plain('get no')]],
  ['prompts, comments and empty lines', '\n$ kubectl get po # all\n\n# then\n$ kubectl get no\n', [plain('get po'), plain('get no')]],
  ['a line that goes on', 'kubectl get pods \\\n  -o wide', [plain('get pods -o wide')]],
  ['one after the other', 'get po ; get no && get ns', [plain('get po'), plain('get no'), plain('get ns', undefined, true)]],
  ['also without blanks between', 'get po;k get no&&get ns', [plain('get po'), plain('get no'), plain('get ns', undefined, true)]],
  ['a single & is a letter', 'get po -l a=b&c', [plain('get po -l a=b&c')]],
  ['a here document', 'kubectl apply -f - <<EOF\nkind: Pod\nEOF\nget po', [plain('apply -f -', { text: 'kind: Pod\n' }), plain('get po')]],
  ['its end may be quoted', `apply -f - << 'END'\na: \\$1\nEND`, [plain('apply -f -', { text: 'a: \\$1\n' })]],
  ['without quotes an escaped $ is one', 'apply -f - <<END\na: \\$1\nEND', [plain('apply -f -', { text: 'a: $1\n' })]],
  ['tabs before its lines can go', 'apply -f - <<-EOF\n\tkind: Pod\n\tEOF', [plain('apply -f -', { text: 'kind: Pod\n' })]],
  ['cat before a pipe', 'cat <<EOF | kubectl apply -f -\nkind: Pod\nEOF', [plain('apply -f -', { text: 'kind: Pod\n' })]],
  ['cat right before a pipe', 'cat web.yaml|kubectl apply -f -', [plain('apply -f -', { file: 'web.yaml' })]],
  ['cat of a file', 'cat web.yaml | kubectl apply -f -', [plain('apply -f -', { file: 'web.yaml' })]],
  ['standard input from a file', 'apply -f - < web.yaml', [plain('apply -f -', { file: 'web.yaml' })]],
  ['signs in quotes are words', `get po -o 'jsonpath={.a}' "|" ';' '<a>'`, [plain('get po -o jsonpath={.a} | ; <a>')]],
])('%s', (_, text, commands) => expect(read(text)).toEqual(commands));

test('each command knows its place', () => {
  const text = 'get po\n$ get no && apply -f - <<E\na\nE\n';
  expect(readScript(text).commands.map(({ start, end }) => text.slice(start, end))).toEqual(['get po', 'get no ', 'apply -f - <<E\na\nE']);
});

test.each([
  ['apply -f - <<EOF\nkind: Pod', true],
  ['get pods \\', true],
  ['get pods \\\n', true],
  ['get pods', false],
  ['apply -f - <<EOF\nEOF', false],
])('%j is open: %s', (text, open) => expect(readScript(text)).toMatchObject({ open, problem: undefined }));

test.each([
  [`get pods 'x`, 9, 'unterminated single quote'],
  [`get po\nget no -l "a`, 17, 'unterminated double quote'],
  ['get pods | grep web', 9, 'only cat can be piped into kubectl here'],
  ['get pods > a.txt', 9, 'no file can be written here'],
  ['apply -f - <', 11, 'a name is missing here'],
])('%s', (text, at, message) => expect(readScript(text).problem).toEqual({ at, message }));
