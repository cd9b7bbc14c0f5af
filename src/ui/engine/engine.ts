import { messageOf } from '../../base/message-of.ts';
import type { Answers, Boot, ClockCommand, ClockState, FromWorker, RequestBody } from '../../protocol/messages.ts';
import { Calls, RefusedError, isReply } from './calls.ts';
import { type EngineState, sameState } from './engine-state.ts';
import { type FrameStore, createFrameStore } from './frame-store.ts';
import { watchOver } from './heartbeat.ts';
import type { Host, Link, OpenLink } from './link.ts';

/** Where else a cluster may live. */
export interface ClusterServer {
  readonly address: string;
  readonly open: OpenLink;
}

/** After a frame that could not be had. */
const PULL_AGAIN_MS = 2_000;
/** A worker that dies more often than this without having saved in between stays dead. */
const MOST_RECOVERIES = 3;
/** A server that is gone may come back: it is asked so often before the page goes on with its own cluster. */
const MOST_CALLS = 4;
const CALL_EVERY_MS = 1_000;

/**
 * The page's end of the protocol: a promise per request, one frame pulled at a time, and a worker that may die.
 * Frames go to their subscribers outside React; React sees only `state`, a small immutable value.
 */
export class Engine {
  readonly frames: FrameStore = createFrameStore();
  private readonly open: OpenLink;
  private readonly host: Host;
  private readonly fallback: () => Boot;
  private readonly subscribers = new Set<() => void>();
  private readonly calls = new Calls();
  private current: EngineState = { phase: 'starting', playing: false, speed: 1, lastStep: '', recoveries: 0, crash: undefined, server: '' };
  private link: Link | undefined;
  /** Numbers the links: what an earlier one still says is not listened to. */
  private life = 0;
  /** Numbers the pulls: only the newest one goes on. */
  private pulls = 0;
  private virtualNow = 0;
  /** Clock commands not answered yet: what they will do is shown at once, and older news of the clock is not believed. */
  private clockCalls = 0;
  /** Characters of the texts that the worker was given to read and hasn't answered for. */
  private unread = 0;
  private saved: Uint8Array | undefined;
  private recoveriesSinceSave = 0;
  private server: ClusterServer | undefined;
  private serverCalls = 0;
  /** The page's own cluster, while a server's is shown. */
  private own: Uint8Array | undefined;

  /** `fallback` is what to boot when a worker dies before its first snapshot. */
  constructor(open: OpenLink, host: Host, fallback: () => Boot) {
    this.open = open;
    this.host = host;
    this.fallback = fallback;
    host.onVisibility(() => {
      if (this.link && host.isVisible()) this.pull();
    });
  }

  readonly state = (): EngineState => this.current;

  readonly subscribe = (callback: () => void): (() => void) => {
    this.subscribers.add(callback);
    return () => void this.subscribers.delete(callback);
  };

  /** Virtual time of the last answer, milliseconds since the epoch; 0 before the first. */
  now(): number {
    return this.virtualNow;
  }

  async request<T extends RequestBody['type']>(body: Extract<RequestBody, { readonly type: T }>): Promise<Answers[T]> {
    const { link } = this;
    if (!link) throw new RefusedError('not-booted', 'no cluster is running');
    const send = () => this.calls.call((request) => link.send(request), body);
    const asked: RequestBody = body;
    if (asked.type === 'clock') return this.changeClock(asked.clock, send);
    return 'text' in asked ? this.read(asked.text, send) : send();
  }

  private async read<A>(text: string, send: () => Promise<A>): Promise<A> {
    this.unread += text.length;
    return send().finally(() => (this.unread -= text.length));
  }

  private async changeClock<A>(command: ClockCommand, send: () => Promise<A>): Promise<A> {
    this.clockCalls++;
    if (command.type === 'speed') this.update({ speed: command.speed });
    else this.update({ playing: command.type === 'play' });
    const answer = await send().finally(() => this.clockCalls--);
    this.takeClock(answer as ClockState);
    return answer;
  }

  /** Starts a cluster. A worker that runs is closed first: everything in it is gone. */
  async boot(boot: Boot): Promise<void> {
    this.saved = boot.from === 'snapshot' ? boot.bytes : undefined;
    this.recoveriesSinceSave = 0;
    this.update({ phase: 'starting', crash: undefined, lastStep: '' });
    await this.start(boot);
  }

  /** Goes back to the last snapshot; to the fallback when there is none. Time runs as it ran before. */
  async recover(): Promise<void> {
    const { playing, speed } = this.current;
    this.update({ phase: 'recovering', crash: undefined, recoveries: this.current.recoveries + 1 });
    await this.start(this.saved ? { from: 'snapshot', bytes: this.saved } : this.fallback());
    if (speed !== this.current.speed) await this.request({ type: 'clock', clock: { type: 'speed', speed } });
    if (playing && !this.current.playing) await this.request({ type: 'clock', clock: { type: 'play' } });
  }

  /** Shows a server's cluster. The page's own is kept and comes back when the server is gone. */
  async attach(server: ClusterServer): Promise<void> {
    if (this.server?.address === server.address) return;
    if (!this.server && this.current.phase === 'running') this.own = await this.snapshot();
    this.server = server;
    this.serverCalls = 0;
    this.update({ phase: 'starting', crash: undefined, lastStep: '', server: server.address });
    await this.start({ from: 'server' });
  }

  /** Of a worker that dies over it there is the last one that it has saved. */
  private snapshot(): Promise<Uint8Array | undefined> {
    return this.request({ type: 'snapshot' }).then(
      ({ bytes }) => bytes,
      () => this.saved,
    );
  }

  /** Back to the page's own cluster. */
  async detach(): Promise<void> {
    if (!this.server) return;
    this.server = undefined;
    this.update({ server: '' });
    await this.boot(this.own ? { from: 'snapshot', bytes: this.own } : this.fallback());
  }

  private callServerAgain(): void {
    this.serverCalls++;
    this.update({ phase: 'recovering' });
    const life = this.life;
    const call = (): Promise<void> => (this.serverCalls > MOST_CALLS ? this.detach() : this.start({ from: 'server' }));
    this.host.after(CALL_EVERY_MS, () => this.ifAlive(life, () => void call().catch(() => undefined)));
  }

  private async start(boot: Boot): Promise<void> {
    this.closeLink();
    const life = ++this.life;
    const open = this.server?.open ?? this.open;
    this.link = open({
      message: (message) => this.ifAlive(life, () => this.receive(message)),
      broken: (why) => this.ifAlive(life, () => this.died(why)),
    });
    try {
      this.takeClock(await this.request({ type: 'boot', boot }));
    } catch (error) {
      this.ifAlive(life, () => this.giveUp(messageOf(error)));
      throw error;
    }
    this.serverCalls = 0;
    this.update({ phase: 'running' });
    this.pull();
    watchOver(this.host, {
      ping: () => this.request({ type: 'ping' }),
      unread: () => this.unread,
      ifAlive: (then) => this.ifAlive(life, then),
      died: (why) => this.died(why),
    });
  }

  private ifAlive(life: number, then: () => void): void {
    if (life === this.life) then();
  }

  private closeLink(): void {
    this.life++;
    this.pulls++;
    this.link?.close();
    this.link = undefined;
    this.calls.loseAll();
    this.frames.reset();
  }

  private receive(message: FromWorker): void {
    if (isReply(message)) {
      this.calls.settle(message);
    } else if (message.type === 'saved') {
      this.saved = message.bytes;
      this.recoveriesSinceSave = 0;
    } else {
      this.update({ phase: 'crashed', crash: { message: message.message, report: message.report } });
    }
  }

  private died(why: string): void {
    this.closeLink();
    if (this.server) return this.callServerAgain();
    this.recoveriesSinceSave++;
    if (this.recoveriesSinceSave > MOST_RECOVERIES) this.giveUp(why);
    // A recovery that fails has died itself, and is counted there.
    else this.recover().catch(() => undefined);
  }

  private giveUp(why: string): void {
    this.update({ phase: 'crashed', crash: { message: why, report: '' } });
  }

  /**
   * One frame at a time, before the next repaint. A page that is hidden says so once and then waits for its return:
   * it asks anew then, because a sleeping worker may hold the older question for ever.
   */
  private pull(): void {
    const mine = ++this.pulls;
    const visible = this.host.isVisible();
    const next = (): void => {
      if (mine === this.pulls) this.pull();
    };
    this.request({ type: 'frame', visible }).then(
      ({ frame, clock }) => {
        this.takeClock(clock);
        this.frames.publish(frame);
        if (this.host.isVisible()) this.host.nextFrame(next);
        else if (visible) next();
      },
      () => this.host.after(PULL_AGAIN_MS, next),
    );
  }

  private takeClock(clock: ClockState): void {
    this.virtualNow = clock.now;
    if (this.clockCalls === 0) this.update({ playing: clock.playing, speed: clock.speed, lastStep: clock.lastStep });
  }

  private update(change: Partial<EngineState>): void {
    const next = { ...this.current, ...change };
    if (sameState(this.current, next)) return;
    this.current = next;
    for (const subscriber of this.subscribers) subscriber();
  }
}
