import { describe, expect, test } from 'vitest';
import { follow, itemOf, track } from '../items.ts';
import { cardAt } from '../layout/field.ts';
import { arrangeStrip, stationAt, stationLabel, stationX } from '../layout/strip.ts';
import { navigate } from '../navigate.ts';
import { bySide } from '../sides.ts';
import { advanceScene, createScene } from '../scene/scene.ts';
import type { Scene } from '../scene/scene.ts';
import { sketchSource } from '../testing/frames.ts';
import type { Picture, SketchSource } from '../testing/frames.ts';
import { busyPicture, demoPicture, lostPicture } from '../testing/pictures.ts';
import { colourKey, colourOf, createColouring, hueOf, NO_HUE, OTHER_HUE } from './colouring.ts';
import { labelKeys, legendOf } from './legend.ts';
import { locatePacket, readPackets } from './packets.ts';
import { along, branch, branchPoints, bundle, lengthOf, trunk } from './services.ts';
import { threadOf } from './threads.ts';

describe('colouring', () => {
  test('by a label: one hue per value, none without it', () => {
    const source = sketchSource(demoPicture());
    const frame = frameOf(source);
    const colouring = createColouring({ by: 'label', key: 'app' });
    expect([0, 1, 5, 8].map((row) => hueOf(colouring, frame, row, source))).toEqual([0, 0, 1, NO_HUE]);
    expect(legendOf(colouring, frame, source)).toMatchObject([
      { value: 'web', hue: 0, count: 5 },
      { value: 'worker', count: 2 },
      { value: 'cache', count: 1 },
      { value: 'probe', count: 1 },
      { value: 'redis', hue: 1, count: 1 },
      { value: '', hue: NO_HUE, count: 2 },
    ]);
  });

  test('a value keeps its hue when others come and go; beyond twelve they share one', () => {
    const pods = (from: number, count: number): Picture => ({
      nodes: [],
      pods: Array.from({ length: count }, (_, index) => ({ name: `p${from + index}`, look: 'pending', labels: { v: `${from + index}` } })),
    });
    const source = sketchSource(pods(0, 3));
    const colouring = createColouring({ by: 'label', key: 'v' });
    expect([0, 1, 2].map((row) => hueOf(colouring, frameOf(source), row, source))).toEqual([0, 1, 2]);
    const later = source.show(pods(2, 14));
    expect(hueOf(colouring, later, 0, source)).toBe(2);
    expect(Array.from({ length: 14 }, (_, row) => hueOf(colouring, later, row, source)).filter((hue) => hue === OTHER_HUE).length).toBe(4);
    expect(legendOf(colouring, later, source).at(-1)).toEqual({ value: '', hue: OTHER_HUE, count: 4 });
  });

  test('by owner: pods without an owner have no hue', () => {
    const source = sketchSource(demoPicture());
    const colouring = createColouring({ by: 'owner' });
    expect(hueOf(colouring, frameOf(source), 8, source)).toBe(NO_HUE);
    expect(hueOf(colouring, frameOf(source), 0, source)).toBe(hueOf(colouring, frameOf(source), 1, source));
  });

  test('keys that can colour, most frequent first', () => {
    const source = sketchSource(demoPicture());
    expect(labelKeys(frameOf(source), source)).toEqual(['app', 'tier', 'job']);
  });

  test.each(['state', 'owner', 'namespace', 'label app.kubernetes.io/name'])('%s goes through its key and back', (key) => {
    expect(colourKey(colourOf(key))).toBe(key);
  });
});

describe('services', () => {
  test('endpoints on one node share a bundle', () => {
    const { scene } = stage(demoPicture());
    const bundles = bundle(scene, sceneFrame(scene));
    expect(bundles.map((of) => [of.order, of.node, of.ready, of.endpoints.length])).toEqual([
      [1, 0, 1, 1],
      [1, 1, 1, 2],
      [1, 2, 0, 1],
      [0, 0, 1, 1],
    ]);
  });

  test.each([
    { name: 'side by side', picture: demoPicture() },
    { name: 'in rows and zones', picture: busyPicture() },
    { name: 'in two rows', picture: lostPicture() },
  ])('lines run around all cards: $name', ({ picture }) => {
    const { scene } = stage(picture);
    for (const of of bundle(scene, sceneFrame(scene))) {
      const line = trunk(scene, of) ?? [];
      const point = { x: 0, y: 0 };
      for (let t = 0; t < 0.995; t += 0.005) {
        along(line, t, point);
        expect(cardAt(scene.plan.field, point.x, point.y)).toBe(-1);
      }
    }
  });

  test('a branch ends at the side of its pod and stays on its card', () => {
    const { scene } = stage(demoPicture());
    for (const of of bundle(scene, sceneFrame(scene))) {
      for (const edge of of.endpoints) {
        const pod = sceneFrame(scene).endpointPod[edge] ?? 0;
        const way = branch(scene, of, pod);
        expect(way?.foot.x).toBe(scene.pods.homeX[scene.rowEntity[pod] ?? 0]);
        for (const corner of way === undefined ? [] : branchPoints(way).slice(1))
          expect(cardAt(scene.plan.field, corner.x, corner.y)).toBe(scene.boards.byRow[of.node]?.order);
      }
    }
  });

  test('a point travels evenly along a line with corners', () => {
    const line = [
      { x: 0, y: 0 },
      { x: 0, y: 10 },
      { x: 30, y: 10 },
    ];
    const point = { x: 0, y: 0 };
    const at = (t: number): { x: number; y: number } => {
      along(line, t, point);
      return { ...point };
    };
    expect(lengthOf(line)).toBe(40);
    expect([at(0), at(0.25), at(0.5), at(1)]).toEqual([
      { x: 0, y: 0 },
      { x: 0, y: 10 },
      { x: 10, y: 10 },
      { x: 30, y: 10 },
    ]);
  });
});

describe('packets', () => {
  const request = {
    type: 'packet',
    at: 0,
    from: 'default/redis-0',
    to: 'default/web-7d9c5b8f6d-x2k4p',
    service: 'default/web',
    ok: true,
  } as const;

  test('go from their pod through the Service to the pod that answers', () => {
    const { scene, source } = stage({ ...demoPicture(), hints: [request] });
    const [packet] = readPackets(scene, sceneFrame(scene), source, 100, 10);
    expect(packet).toMatchObject({ ok: true, order: 1, start: 100 });
    const point = { x: 0, y: 0 };
    if (packet !== undefined) locatePacket(packet, packet.end, point);
    expect(point.x).toBeCloseTo(scene.pods.homeX[scene.rowEntity[0] ?? 0] ?? 0);
  });

  test('end at the Service when nobody answers', () => {
    const { scene, source } = stage({ ...demoPicture(), hints: [{ ...request, to: '', ok: false }] });
    const [packet] = readPackets(scene, sceneFrame(scene), source, 100, 10);
    expect(packet).toMatchObject({ ok: false, order: 1 });
    const point = { x: 0, y: 0 };
    if (packet !== undefined) locatePacket(packet, packet.end, point);
    expect(point.y).toBeCloseTo(scene.plan.quay.y);
  });

  test.each([
    { name: 'there is no room for more', hints: [request], room: 0 },
    { name: 'the pod is gone', hints: [{ ...request, to: 'default/gone' }], room: 10 },
    { name: 'the Service is gone', hints: [{ ...request, service: 'default/gone' }], room: 10 },
  ])('are left out when $name', ({ hints, room }) => {
    const { scene, source } = stage({ ...demoPicture(), hints });
    expect(readPackets(scene, sceneFrame(scene), source, 100, room)).toEqual([]);
  });
});

test('a thread runs through all pods of one owner, in reading order', () => {
  const { scene, source } = stage(demoPicture());
  const beads = threadOf(scene, 0, source);
  expect(beads.length).toBe(5);
  expect(beads.map((bead) => bead.x)).toEqual(beads.map((bead) => bead.x).sort((a, b) => a - b));
  expect(threadOf(scene, 8, source)).toEqual([]);
});

describe('a tracked item', () => {
  test.each([
    { kind: 'Pod', namespace: 'default', name: 'redis-0', uid: 'uid of default/redis-0' },
    { kind: 'Node', name: 'node-3' },
    { kind: 'Service', namespace: 'default', name: 'web' },
    { kind: 'Station', name: 'kube-scheduler' },
  ] as const)('$kind is found again in other rows, and lost when gone', (item) => {
    const { scene, source } = stage(demoPicture());
    const tracked = track(item, scene, source);
    expect(tracked.hit && itemOf(tracked.hit, sceneFrame(scene), source)).toEqual(item);
    const picture = demoPicture();
    const turned = {
      ...picture,
      nodes: picture.nodes.toReversed(),
      pods: picture.pods.toReversed(),
      services: picture.services?.toReversed() ?? [],
    };
    advanceScene(scene, source.show(turned), source, ADVANCE);
    const again = follow(tracked, scene, source);
    expect(again.hit && itemOf(again.hit, sceneFrame(scene), source)).toEqual(item);
    advanceScene(scene, source.show({ nodes: [], pods: [] }), source, ADVANCE);
    expect(follow(again, scene, source).hit).toBeUndefined();
  });
});

describe('walking in space', () => {
  const { scene } = stage(demoPicture());

  test.each([
    { name: 'to the next pod', from: 0, way: 'right', expected: { on: 'pod', row: 5 } },
    { name: 'into the next card', from: 5, way: 'right', expected: { on: 'pod', row: 1 } },
    { name: 'up to the header', from: 0, way: 'up', expected: { on: 'node', row: 0 } },
    { name: 'down to the pod below', from: 0, way: 'down', expected: { on: 'pod', row: 6 } },
    { name: 'where nothing is beside it, to the shore', from: 0, way: 'left', expected: { on: 'pod', row: 11 } },
  ] as const)('$name', ({ from, way, expected }) => {
    expect(navigate(scene, { on: 'pod', row: from }, way)).toEqual(expected);
  });

  test('from a header across, and down to its pods', () => {
    expect(navigate(scene, { on: 'node', row: 0 }, 'right')).toEqual({ on: 'node', row: 1 });
    expect(navigate(scene, { on: 'node', row: 1 }, 'down')).toMatchObject({ on: 'pod' });
    expect(navigate(scene, { on: 'node', row: 1 }, 'up')).toEqual({ on: 'pod', row: 4 });
    expect(navigate(scene, { on: 'pod', row: 4 }, 'up')).toEqual({ on: 'station', row: 0 });
  });

  test('along the control plane and down from it', () => {
    expect(navigate(scene, { on: 'station', row: 0 }, 'right')).toEqual({ on: 'station', row: 1 });
    expect(navigate(scene, { on: 'station', row: 0 }, 'left')).toEqual({ on: 'station', row: 0 });
    expect(navigate(scene, { on: 'station', row: 3 }, 'down')).toMatchObject({ on: 'pod' });
  });
});

const STATIONS = ['kube-apiserver', 'namespace-controller', 'deployment-controller', 'default-scheduler', 'kube-proxy', 'coredns'];
const WIDTHS = STATIONS.map((name) => stationLabel(name).length * 6.5);

describe('the control plane strip', () => {
  test('has a station under every point of its row', () => {
    for (const width of [1280, 390]) {
      const strip = arrangeStrip(width, STATIONS, WIDTHS);
      for (const row of STATIONS.keys()) expect(stationAt(strip, stationX(strip, row), 10)).toBe(row);
      expect([stationAt(strip, 2, 10), stationAt(strip, 200, strip.height)]).toEqual([-1, -1]);
      expect(Math.max(...strip.x.map((x, row) => x + (strip.stationWidth[row] ?? 0)))).toBeLessThan(width);
    }
  });

  test('names all where there is room for all, and parts its sides', () => {
    expect(arrangeStrip(1280, STATIONS, WIDTHS).named).toBe(true);
    expect(arrangeStrip(390, STATIONS, WIDTHS).named).toBe(false);
    expect(arrangeStrip(390, STATIONS, WIDTHS).sides.map(({ name }) => name)).toEqual(['api', 'controllers', 'scheduler', 'nodes']);
    expect(arrangeStrip(390, [], []).height).toBe(0);
  });

  test.each([
    ['default-scheduler', 'scheduler'],
    ['replicaset-controller', 'rs'],
    ['deployment-controller', 'deployment'],
    ['pod-garbage-collector-controller', 'pod-gc'],
    ['cidrAllocator', 'node-ipam'],
  ])('%s is called %s', (name, label) => {
    expect(stationLabel(name)).toBe(label);
  });
});

const ADVANCE = {
  time: 0,
  speed: 1,
  reducedMotion: false,
  viewport: { width: 1200, height: 700 },
  showServices: true,
  arrange: { by: 'node' as const },
};

function stage(picture: Picture): { scene: Scene; source: SketchSource } {
  const scene = createScene();
  const source = sketchSource(picture);
  advanceScene(scene, frameOf(source), source, {
    time: 0,
    speed: 1,
    reducedMotion: false,
    viewport: { width: 1200, height: 700 },
    showServices: true,
    arrange: { by: 'node' as const },
  });
  return { scene, source };
}

function frameOf(source: SketchSource): NonNullable<Scene['frame']> {
  const frame = source.latest();
  if (frame === undefined) throw new Error('nothing shown yet');
  return frame;
}

function sceneFrame(scene: Scene): NonNullable<Scene['frame']> {
  if (scene.frame === undefined) throw new Error('nothing shown yet');
  return scene.frame;
}

describe('colouring by one fact', () => {
  test.each([
    { by: 'phase', legend: ['Running 6', 'Pending 3', 'Failed 1', 'Succeeded 1', 'Unknown 1'] },
    { by: 'readiness', legend: ['NotReady 9', 'Ready 3'] },
    { by: 'restarts', legend: ['0 10', '1–2 1', '3–9 1'] },
    { by: 'qos', legend: ['Burstable 12'] },
    { by: 'priority', legend: ['0 12'] },
    { by: 'namespace', legend: ['default 12'] },
  ] as const)('$by', ({ by, legend }) => {
    const source = sketchSource(demoPicture());
    const found = legendOf(createColouring({ by }), frameOf(source), source);
    expect(found.map(({ value, count }) => `${value} ${count}`)).toEqual(legend);
  });

  test('a choice comes back from its text', () => {
    for (const by of ['age', 'image', 'state'] as const) expect(colourOf(colourKey({ by }))).toEqual({ by });
    expect(colourOf('nonsense')).toEqual({ by: 'state' });
  });
});

test('stations of one side stand together, whatever order they boot in', () => {
  expect(
    bySide(['etcd', 'volume-manager', 'job-controller', 'external-attacher volumes.x', 'default-scheduler', 'ttl-controller']),
  ).toEqual(['etcd', 'volume-manager', 'external-attacher volumes.x', 'job-controller', 'ttl-controller', 'default-scheduler']);
});
