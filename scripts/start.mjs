// npm start: installs what is missing, then serves the app on localhost and opens it.
import { spawn } from 'node:child_process';
import { install } from './install.mjs';

install();
const open = process.env.CI || process.argv.includes('--no-open') ? [] : ['--open'];
const rest = process.argv.slice(2).filter((argument) => argument !== '--no-open');
const vite = spawn(process.execPath, ['node_modules/vite/bin/vite.js', ...open, ...rest], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => vite.kill(signal));
vite.on('exit', (code) => process.exit(code ?? 0));
