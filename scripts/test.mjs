// npm test: installs what is missing (a browser included), then type-checks, lints, builds and runs every test.
import { spawnSync } from 'node:child_process';
import { install } from './install.mjs';

const STEPS = [
  ['types', 'npm', ['run', '--silent', 'typecheck']],
  ['lint', 'npm', ['run', '--silent', 'lint']],
  ['unit and property tests', 'npm', ['run', '--silent', 'unit']],
  ['two thousand seeds of the fuzzer', 'npm', ['run', '--silent', 'fuzz', '--', '--seeds', '2000']],
  ['a server under fire', 'npm', ['run', '--silent', 'survival']],
  ['build', 'npm', ['run', '--silent', 'build', '--', '--logLevel', 'warn']],
  ['browser tests', 'npm', ['run', '--silent', 'e2e']],
];

install();
for (const [name, command, args] of STEPS) {
  const started = Date.now();
  console.log(`\n── ${name}`);
  const result = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (result.status !== 0) {
    console.error(`\n${name} failed`);
    process.exit(result.status ?? 1);
  }
  console.log(`── ${name}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
