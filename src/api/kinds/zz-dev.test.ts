import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { deepFreeze } from '../../base/freeze.ts';
import { deepEqual } from '../../base/equal.ts';
import { decodeObject } from '../decode.ts';
import { invalidError } from '../errors.ts';
import { validateMetadata } from '../validation/metadata.ts';
import { kindByGvk } from './registry.ts';
import { qosClassOf } from '../pod/qos.ts';
import { podRequestList, podLimitList } from '../pod/resources.ts';

const load = (f: string) => JSON.parse(readFileSync(`/work/shared/tables/manifests/${f}.json`, 'utf8')).cases;
const docs = new Map<string, any[]>();
function doc(i: any): any {
  let d = docs.get(i.file);
  if (!d) {
    d = parseAllDocuments(readFileSync(`/work/shared/manifests/${i.file}`, 'utf8'), { version: '1.1', schema: 'yaml-1.1' } as any)
      .map((x: any) => x.toJS({ maxAliasCount: 1000 }))
      .filter((x: any) => x != null);
    docs.set(i.file, d);
  }
  return JSON.parse(JSON.stringify(d[i.document]));
}
const log: string[] = [];
function prep(c: any) {
  const o = doc(c.in);
  const k = o && kindByGvk(o.apiVersion, o.kind);
  if (!k) return undefined;
  const { object } = decodeObject(o, k, 'Ignore');
  return { k, o: deepFreeze(k.default(object)) as any };
}
test('defaults', () => {
  let ok = 0,
    bad = 0;
  for (const c of load('defaults')) {
    try {
      const r = prep(c);
      if (!r) continue;
      if (r.k.default(r.o) !== r.o) log.push(`IDENTITY ${c.name}`);
      const want = c.out;
      if (want.metadata && deepEqual(strip(r.o), strip(want))) ok++;
      else {
        bad++;
        log.push(`DEFAULTS ${c.name} ${c.in.file} ${diff(strip(r.o), strip(want), '').slice(0, 6).join(' ; ')}`);
      }
    } catch (e: any) {
      bad++;
      log.push(`DEFAULTS THROW ${c.name} ${c.in.file} ${e.message} ${e.stack?.split('\n')[1]}`);
    }
  }
  log.push(`defaults ok ${ok} bad ${bad}`);
});
test('create', () => {
  let ok = 0,
    bad = 0;
  for (const c of load('create')) {
    try {
      const r = prep(c);
      if (!r || c.out.result === 'skipped') continue;
      if (!r.o.metadata.name && r.o.metadata.generateName)
        r.o = { ...r.o, metadata: { ...r.o.metadata, name: `${r.o.metadata.generateName}x` } };
      const n = r.k.type.namespaced && !r.o.metadata.namespace ? { ...r.o, metadata: { ...r.o.metadata, namespace: 'default' } } : r.o;
      const p = r.k.prepareForCreate(n);
      const errors = [...validateMetadata(p.metadata, r.k.type.namespaced, r.k.validateName), ...r.k.validate(p)];
      const msg = errors.length ? invalidError(r.k.type, p.metadata.name ?? '', errors).status.message : undefined;
      const w = r.k.warnings?.(p) ?? [];
      if (msg !== c.out.message || JSON.stringify(w) !== JSON.stringify(c.out.warnings ?? [])) {
        bad++;
        log.push(
          `CREATE ${c.name} ${c.in.file}\n   got ${msg} ${JSON.stringify(w)}\n   want ${c.out.result} ${c.out.message} ${JSON.stringify(c.out.warnings ?? [])}`,
        );
      } else ok++;
    } catch (e: any) {
      if (c.out.result === 'undecodable') continue;
      bad++;
      log.push(`CREATE THROW ${c.name} ${c.in.file} ${e.message} want ${JSON.stringify(c.out)}`);
    }
  }
  log.push(`create ok ${ok} bad ${bad}`);
});
test('rows', () => {
  let ok = 0,
    bad = 0;
  for (const c of load('get-rows')) {
    try {
      const r = prep(c);
      if (!r) continue;
      const row = r.k.columns.map((x) => x.cell(r.o, 0));
      const cols = r.k.columns.map((x) => ({ name: x.name, priority: x.wide ? 1 : 0 }));
      if (JSON.stringify([row]) !== JSON.stringify(c.out.rows) || JSON.stringify(cols) !== JSON.stringify(c.out.columns)) {
        bad++;
        log.push(`ROWS ${c.name} ${c.in.file}\n got ${JSON.stringify(row)}\n want ${JSON.stringify(c.out.rows)}`);
      } else ok++;
    } catch (e: any) {
      bad++;
      log.push(`ROWS THROW ${c.name} ${c.in.file} ${e.message}`);
    }
  }
  log.push(`rows ok ${ok} bad ${bad}`);
  let qok = 0,
    qbad = 0;
  for (const c of load('qos-requests')) {
    try {
      const r = prep(c);
      if (!r) continue;
      const spec = r.k.type.kind === 'Pod' ? r.o.spec : r.o.spec.template.spec;
      const got = { qosClass: qosClassOf(spec), requests: podRequestList(spec), limits: podLimitList(spec) };
      if (got.qosClass === c.out.qosClass && deepEqual(got.requests, c.out.requests ?? {}) && deepEqual(got.limits, c.out.limits ?? {}))
        qok++;
      else {
        qbad++;
        log.push(`QOS ${c.name} ${c.in.file} got ${JSON.stringify(got)} want ${JSON.stringify(c.out)}`);
      }
    } catch (e: any) {
      qbad++;
      log.push(`QOS THROW ${c.name} ${e.message}`);
    }
  }
  log.push(`qos ok ${qok} bad ${qbad}`);
  writeFileSync('/tmp/kinds-dev.log', log.join('\n'));
});
test('transcripts', () => {
  const out: string[] = [];
  let ok = 0;
  for (const dir of readdirSync('/work/shared/conformance/http')) {
    if (!/^\d/.test(dir)) continue;
    const y = (f: string) =>
      parseAllDocuments(readFileSync(`/work/shared/conformance/http/${dir}/${f}`, 'utf8'))[0]!.toJS({ maxAliasCount: -1 });
    const t = y('transcript.yaml'),
      e = y('expected.yaml');
    const list = t.steps;
    list.forEach((st: any, i: number) => {
      const ex = e.steps[i];
      if (!ex || st.method !== 'POST' || !st.body || st.query) return;
      const k = kindByGvk(st.body.apiVersion, st.body.kind);
      if (!k || st.path.split('/').at(-1) !== k.type.resource) return;
      const want = ex.body ?? ex.pick;
      if (!want || ![201, 422].includes(ex.code)) return;
      const ns = t.namespace ?? 'x';
      try {
        const o0 = JSON.parse(JSON.stringify(st.body).replaceAll('{{ns}}', ns));
        const { object } = decodeObject(o0, k, 'Ignore');
        let o: any = k.default(object);
        if (k.type.namespaced) o = { ...o, metadata: { ...o.metadata, namespace: ns } };
        const p: any = deepFreeze(k.prepareForCreate(o));
        const errors = [...validateMetadata(p.metadata, k.type.namespaced, k.validateName), ...k.validate(p)].filter(
          (x: any) => !(x.field === 'metadata.name' && x.type === 'FieldValueRequired' && p.metadata.generateName),
        );
        const msg = errors.length ? invalidError(k.type, p.metadata.name ?? '', errors).status.message : undefined;
        const w = k.warnings?.(p) ?? [];
        const ww = (ex.headers?.Warning ?? []).map((x: string) =>
          x
            .replace(/^299 - "/, '')
            .replace(/"$/, '')
            .replaceAll('\\"', '"'),
        );
        if (msg !== (ex.code === 201 ? undefined : want.message))
          out.push(`TR ${dir} ${i}\n  got ${msg}\n  want ${ex.code} ${want.message}`);
        else if (JSON.stringify(w) !== JSON.stringify(ww))
          out.push(`TRW ${dir} ${i}\n  got ${JSON.stringify(w)}\n  want ${JSON.stringify(ww)}`);
        else if (ex.code === 201 && ex.body) {
          const d = diff({ ...p, metadata: 0 }, { ...ex.body, metadata: 0 }, '');
          if (d.length) out.push(`TRB ${dir} ${i} ${k.type.kind} ${d.join(' ; ')}`);
          else ok++;
        } else ok++;
      } catch (x: any) {
        out.push(`TRX ${dir} ${i} ${x.message} ${x.stack.split('\n')[1]}`);
      }
    });
  }
  writeFileSync('/tmp/kinds-tr.log', out.join('\n') + `\nok ${ok}`);
});
function strip(o: any): any {
  const { status, spec, ...rest } = o;
  const sp = spec && JSON.parse(JSON.stringify(spec));
  for (const s of [sp, sp?.template?.spec])
    if (s) {
      const n = s.serviceAccountName || s.serviceAccount;
      delete s.serviceAccountName;
      delete s.serviceAccount;
      if (n) s.sa = n;
    }
  if (sp && sp.selector === null) delete sp.selector;
  return sp && Object.keys(sp).length ? { ...rest, spec: sp } : rest;
}
function diff(a: any, b: any, p: string): string[] {
  if (a === undefined || b === undefined || a === null || b === null || typeof a !== 'object' || typeof b !== 'object')
    return deepEqual(a, b) ? [] : [`${p}: ${JSON.stringify(a)?.slice(0, 60)} want ${JSON.stringify(b)?.slice(0, 60)}`];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((k) => diff(a[k], b[k], `${p}.${k}`));
}
