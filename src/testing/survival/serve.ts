/** The server's half: a process of its own, so that what it holds is its own. */
import { clonePlain } from '../../base/clone.ts';
import { parseTokens } from '../../bridge/server/identities.ts';
import { openBridge } from '../../bridge/testing/bridge.ts';
import type { FromServer, Measured, ToServer } from './messages.ts';

/** The bearers of the recorded requests. */
const TOKENS = 'admin-token,admin,1,system:masters\nalice-token,alice,2,dev\nbob-token,bob,3\n';
const SPEED = 10;
const SAMPLE_MS = 5;
/** Readers that do not read are given up after so long; a test can't wait for a minute. */
const STALLED_MS = 1500;
const HEADERS_MS = 4000;
const TICK_MS = 100;

export async function serve(): Promise<void> {
  const bridge = await openBridge({
    tokens: parseTokens(TOKENS),
    limits: { stalledMs: STALLED_MS, headersMs: HEADERS_MS, requestMs: 20_000, tickMs: TICK_MS },
  });
  const { home, server } = bridge;
  const settle = () => home.live.pump.command({ type: 'speed', speed: SPEED });
  settle();
  let peak = 0;
  let sampling: NodeJS.Timeout | undefined;
  const sample = () => {
    const { heapUsed, external } = process.memoryUsage();
    peak = Math.max(peak, heapUsed + external);
  };
  const measure = async (explains: boolean): Promise<Measured> => {
    clearInterval(sampling);
    const heap = await heapAfterGarbage();
    const resources = process.getActiveResourcesInfo();
    let state = 0;
    if (explains) {
      const copy = clonePlain(home.cluster.state);
      state = (await heapAfterGarbage()) - heap;
      if (copy.now === 0) throw new Error('a copy without time');
    }
    const count = (kind: string) => resources.filter((name) => name === kind).length;
    return {
      heap,
      state,
      peak,
      cpuMs: cpuMs(),
      sockets: count('TCPSocketWrap'),
      timers: count('Timeout'),
      failures: bridge.failures.map((failure) => (failure instanceof Error ? (failure.stack ?? failure.message) : String(failure))),
    };
  };
  const say = (message: FromServer) => process.send?.(message);
  process.on('message', (message: ToServer) => {
    void (async () => {
      let measured: Measured = { heap: 0, state: 0, peak: 0, cpuMs: 0, sockets: 0, timers: 0, failures: [] };
      if (message.type === 'replace') {
        await home.replace({ from: 'empty', seed: 2, nodes: 3, startTime: home.cluster.state.now });
        settle();
      } else if (message.type === 'pause') home.live.pump.command({ type: 'pause' });
      else if (message.type === 'sample') {
        peak = 0;
        sampling = setInterval(sample, SAMPLE_MS);
      } else measured = await measure(message.explains);
      say({ type: 'done', measured });
    })();
  });
  process.on('disconnect', () => process.exit(0));
  say({ type: 'listening', port: Number(new URL(server.url).port) });
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** What is let go in one turn is often free only in the next. */
async function heapAfterGarbage(): Promise<number> {
  for (let turn = 0; turn < 3; turn += 1) {
    (globalThis as { gc?: () => void }).gc?.();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return process.memoryUsage().heapUsed;
}
