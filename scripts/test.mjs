// npm test: installs what is missing (a browser included), then type-checks, lints, builds and runs every test.
import { spawn } from 'node:child_process';
import { install } from './install.mjs';

/** One after the other, so that each has the machine; what stands in one row uses one core each, and runs side by side. */
const STEPS = [
  [
    ['types', 'typecheck'],
    ['lint', 'lint'],
  ],
  [['unit and property tests', 'unit']],
  [['two thousand seeds of the fuzzer', 'fuzz', '--', '--seeds', '2000']],
  [
    ['a server under fire', 'survival'],
    ['build', 'build', '--', '--logLevel', 'warn'],
  ],
  [['browser tests', 'e2e']],
];

install();
for (const row of STEPS) {
  const statuses = await Promise.all(row.map((step) => run(step, row.length > 1)));
  const failed = row.filter((_, at) => statuses[at] !== 0).map(([name]) => name);
  if (failed.length > 0) {
    console.error(`\n${failed.join(' and ')} failed`);
    process.exit(1);
  }
}

/** Resolves with its exit status. What runs beside others is told when it has ended. */
function run([name, script, ...args], beside) {
  const started = Date.now();
  const told = [];
  if (!beside) console.log(`\n── ${name}`);
  const child = spawn('npm', ['run', '--silent', script, ...args], {
    stdio: beside ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    shell: process.platform === 'win32',
  });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => told.push(part));
  return new Promise((resolve) => {
    child.on('close', (status) => {
      if (beside) console.log(`\n── ${name}\n${Buffer.concat(told)}`);
      console.log(`── ${name}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
      resolve(status ?? 1);
    });
  });
}
