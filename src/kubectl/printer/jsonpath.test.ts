import { expect, test } from 'vitest';
import { renderGoTemplate } from './go-template.ts';
import { renderJsonPath } from '../../api/jsonpath/jsonpath.ts';

const LIST = {
  kind: 'List',
  items: [
    { metadata: { name: 'a', labels: { 'app.kubernetes.io/name': 'x' } }, status: { phase: 'Running', restarts: 3 }, ports: [80, 443] },
    { metadata: { name: 'b' }, status: { phase: 'Pending', restarts: 0 }, ports: [8080] },
  ],
};

test.each([
  ['{.kind}', 'List'],
  ['{.items[*].metadata.name}', 'a b'],
  ['{.items[0].ports}', '[80,443]'],
  ['{.items[-1].metadata.name}', 'b'],
  ['{.items[0:1].metadata.name}', 'a'],
  ['{.items[0].ports[0,1]}', '80 443'],
  ['{.items[0].metadata.labels}', '{"app.kubernetes.io/name":"x"}'],
  [String.raw`{.items[0].metadata.labels.app\.kubernetes\.io/name}`, 'x'],
  ["{.items[0]['metadata'].name}", 'a'],
  ['{.items[?(@.status.phase=="Running")].metadata.name}', 'a'],
  ['{.items[?(@.status.restarts<1)].metadata.name}', 'b'],
  ['{.items[?(@.metadata.labels)].metadata.name}', 'a'],
  ['{..name}', 'a b'],
  ['{.missing.key}', ''],
  ['name: {.items[0].metadata.name}!', 'name: a!'],
  [String.raw`{range .items[*]}{.metadata.name}{"\t"}{.status.phase}{"\n"}{end}`, 'a\tRunning\nb\tPending\n'],
])('jsonpath %s', (template, expected) => {
  expect(renderJsonPath(template, LIST)).toBe(expected);
});

test.each([
  ['{.items', 'unclosed action'],
  ['{range .items[*]}x', 'unexpected end of template'],
  ['{end}', 'not in range'],
  ['{.items[9]}', 'array index out of bounds: index 9, length 2'],
])('jsonpath %s is refused', (template, message) => {
  expect(() => renderJsonPath(template, LIST)).toThrow(message);
});

test.each([
  ['{{.kind}}', 'List'],
  ['{{range .items}}{{.metadata.name}} {{end}}', 'a b '],
  ['{{range $i, $x := .items}}{{$i}}={{$x.metadata.name}};{{end}}', '0=a;1=b;'],
  ['{{range .items}}{{if eq .status.phase "Running"}}{{.metadata.name}}{{else}}-{{end}}{{end}}', 'a-'],
  ['{{(index .items 1).metadata.name}}', 'b'],
  ['{{len .items}} {{.missing}}', '2 <no value>'],
  ['{{range .items -}} {{printf "%s\\n" .metadata.name}} {{- end}}', 'a\nb\n'],
  ['{{with .kind}}<{{.}}>{{end}}', '<List>'],
])('go-template %s', (template, expected) => {
  expect(renderGoTemplate(template, LIST)).toBe(expected);
});
