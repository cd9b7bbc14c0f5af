/** What the panel of kubectl says: fetched with it. */
export const enKubectl = {
  'kubectl.line': 'kubectl command line',
  'kubectl.output': 'Output of kubectl',
  'kubectl.stop': 'Stop',
  'kubectl.empty': 'Type a kubectl line; Tab completes it. -f finds the manifests that are open in the editor by name.',
  'kubectl.keys': '↑ ↓ earlier lines · Ctrl+R search · Ctrl+C stop · Ctrl+L clear · Shift+Enter new line · Esc, then Tab: leave the line',
  'kubectl.copyOutput': 'Copy the output of {line}',
  'kubectl.exit': 'exit {code}',
  'kubectl.lines': { one: 'Show {count} more line', other: 'Show {count} more lines' },
  'kubectl.cut': 'Cut after {count} characters.',
  'kubectl.candidates': 'Completions',
  'kubectl.earlier': 'Earlier lines',
  'kubectl.complete': 'Complete the line',
  'kubectl.found': { one: '{count} completion', other: '{count} completions' },
  'kubectl.notFound': 'Nothing completes this.',
  'kubectl.more': { one: '{count} more', other: '{count} more' },
} as const satisfies { readonly [key: string]: string | { readonly one: string; readonly other: string } };
