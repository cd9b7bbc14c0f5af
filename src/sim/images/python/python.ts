/** Language runtimes: an interactive interpreter without a terminal ends at once, a program runs. */
import { type Behaviour, type Call, defineImage } from '../image.ts';
import { commandOr, declaredOr, exits, http, isAlpine, layersOf, server } from '../kit.ts';

export function interpreter(call: Call, own: readonly string[]): Behaviour {
  const argv = [...call.command, ...call.args];
  const program = argv[0]?.split('/').at(-1);
  if (program === undefined) return exits(0);
  if (!own.includes(program)) return commandOr(call, [], exits(0));
  if (argv.includes('--version') || argv.includes('-V')) return exits(0);
  const module = argv.indexOf('-m');
  if (module >= 0 && argv[module + 1] === 'http.server')
    return server([http(Number(argv[module + 2]) || 8000)], { as: 'python-http', requests: true });
  const oneLiner = argv.some((arg) => arg === '-c' || arg === '-e' || arg === '-p');
  if (oneLiner && !/serve|listen|while|sleep/i.test(argv.join(' '))) return exits(0, 200);
  return server(declaredOr(call, []), undefined, 'ignored');
}

export const python = defineImage({
  name: 'python',
  repositories: ['docker.io/library/python', 'docker.io/library/pypy'],
  tags: /^(latest|slim|alpine|[23]|[23]\.\d{1,2}(\.\d{1,2})?|(slim-)?(bookworm|bullseye|trixie))(-[\w.]+)*$/,
  layers: (image) => {
    if (isAlpine(image)) return layersOf(image, 'alpine', { runtime: 0.5, own: 15, layers: 3 });
    return image.tag.includes('slim')
      ? layersOf(image, 'debian', { runtime: 3.5, own: 13, layers: 2 })
      : layersOf(image, 'debian', { runtime: 270, own: 80, layers: 4 });
  },
  run: (call) => interpreter(call, ['python', 'python3', 'pypy3']),
  answer: (_, request) => ({
    status: 200,
    body: `<!DOCTYPE HTML>\n<html lang="en">\n<head>\n<title>Directory listing for ${request.path}</title>\n</head>\n</html>\n`,
  }),
});
