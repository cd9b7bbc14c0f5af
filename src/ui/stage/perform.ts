import { prune } from '../../view/scene/motion.ts';
import type { Camera } from './camera.ts';
import { paint } from './paint-show.ts';
import { callTick, touch } from './show.ts';
import type { Show } from './show.ts';
import { takeFrame } from './take-frame.ts';

/**
 * One turn of the stage: the clock, then a new frame if there is one, then paint. The ground is painted when nodes or the view
 * change, still pods when a frame or the view does, life whenever something moves. Nothing is painted while nothing changes,
 * and what only time changes (ages, how far a start has come) a few times a second.
 */
export function perform(show: Show, camera: Camera, now: number): void {
  runClock(show, now);
  if (show.stale.frame) takeFrame(show, camera);
  const { time } = show.clock;
  const moving = prune(show.scene, time);
  show.packets = show.packets.filter((packet) => time < packet.end);
  const plays = show.scene.frame !== undefined && hasToPaint(show) && paint(show, now);
  goOn(show, moving || show.packets.length > 0);
  if (plays) touch(show);
}

function hasToPaint({ stale, scene, shown }: Show): boolean {
  return stale.life || stale.still || stale.ground || shown.gliding || shown.placing !== scene.placing;
}

function goOn(show: Show, moving: boolean): void {
  if (!moving) show.clock.stepping = false;
  else if (show.props.clock.playing || show.clock.stepping) touch(show);
}

/** The longest leap of the clock after a pause of the browser's own. */
const LEAP_MS = 100;

function runClock({ clock, props }: Show, now: number): void {
  if (props.clock.playing || clock.stepping) clock.time += Math.min(LEAP_MS, Math.max(0, now - clock.last));
  clock.last = now;
}

/** While the cluster stands, what an earlier step moved has arrived before the next one moves something. */
export function noteFrame(show: Show): void {
  if (!show.props.clock.playing) {
    show.clock.stepping = true;
    show.clock.time += STEP_OVER_MS;
  }
  show.stale.frame = true;
  callTick(show);
}

const STEP_OVER_MS = 2000;
