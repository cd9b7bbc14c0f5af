/** `npm run kubectl -- get pods`: kubectl against whatever server the kubeconfig names. */
import { runKubectl } from '../kubectl/index.ts';
import { createSurroundings } from './client/surroundings.ts';

/** What a shell tells of a program that SIGPIPE has ended. */
const BROKEN_PIPE = 141;

// npm changes to the package's folder; files are meant from where the person is.
process.chdir(process.env['INIT_CWD'] ?? process.cwd());

// Nobody reads on, as after `| head`.
process.stdout.on('error', () => process.exit(BROKEN_PIPE));

const surroundings = createSurroundings(process.env, (stream, text) => void process[stream].write(text));
const { exitCode } = await runKubectl(process.argv.slice(2), surroundings.io);
surroundings.close(exitCode);
process.exitCode = exitCode;
