import type { ParsedDocument } from '../../api/yaml.ts';
import { type Answer, type Verdict, answerTo } from './ask.ts';
import type { ManifestFile } from './recorded.ts';

/** `agreed` and `differs` are of kinds that a 1.36 server has built in, `other` and `otherwise` of all others. */
export interface Judgement {
  readonly file: string;
  readonly document: number;
  readonly kind: string;
  readonly result: 'agreed' | 'differs' | 'other' | 'otherwise';
  readonly expected: Answer;
  readonly got: Answer;
}

export function judgeFile(file: ManifestFile, documents: readonly ParsedDocument[]): readonly Judgement[] {
  const left = new Map(file.counts);
  const asked = documents.map((document, index) => ({
    index,
    kind: kindOf(document),
    got: answerTo(document),
    known: file.answers[index],
  }));
  // What is known of single documents first, then exact matches, then what is left over.
  const ordered = asked.toSorted((a, b) => rank(a.known, a.got, left) - rank(b.known, b.got, left));
  const judged = ordered.map(({ index, kind, got, known }) => {
    const expected = known ?? takeFrom(left, got, kind);
    return { file: file.path, document: index, kind, result: resultOf(expected, got, kind), expected, got };
  });
  return [...judged.toSorted((a, b) => a.document - b.document), ...unread(file, documents.length)];
}

/** Documents that the real reader finds and ours doesn't. */
export function unread({ path, counts }: ManifestFile, found: number): readonly Judgement[] {
  const recorded = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const expected = { verdict: 'ok', text: '' } as const;
  const got = { verdict: 'not-yaml', text: 'no such document' } as const;
  return Array.from({ length: Math.max(0, recorded - found) }, (_, index) => ({
    file: path,
    document: found + index,
    kind: '',
    result: 'differs',
    expected,
    got,
  }));
}

function rank(known: Answer | undefined, { verdict }: Answer, left: ReadonlyMap<Verdict, number>): number {
  if (known !== undefined) return 0;
  return (left.get(verdict) ?? 0) > 0 ? 1 : 2;
}

/** The recorded verdict that fits best among those of the file that nobody has taken. */
function takeFrom(left: Map<Verdict, number>, { verdict }: Answer, kind: string): Answer {
  const wish = [verdict, ...(isOfAnotherServer(kind) ? (['unknown-kind'] as const) : []), 'ok', ...left.keys()] as const;
  const found = wish.find((name) => (left.get(name) ?? 0) > 0);
  if (found !== undefined) left.set(found, (left.get(found) ?? 0) - 1);
  return { verdict: found ?? 'not-yaml', text: 'one of the file' };
}

function kindOf({ value }: ParsedDocument): string {
  const { apiVersion = '', kind = '' } = (value ?? {}) as { readonly apiVersion?: unknown; readonly kind?: unknown };
  return `${String(apiVersion)}/${String(kind)}`;
}

/** Custom resources and API services belong to servers of their own, whose types the recording does not know. */
function isOfAnotherServer(kind: string): boolean {
  return /^(?:apiextensions|apiregistration)\.k8s\.io\//.test(kind);
}

function resultOf({ verdict: expected }: Answer, { verdict: got }: Answer, kind: string): Judgement['result'] {
  if (isOfAnotherServer(kind)) return got === 'accepted' ? 'other' : 'otherwise';
  if (got === 'unknown-kind' && isOldVersion(kind)) return 'agreed';
  const isOther = expected === 'unknown-kind' && !isOldVersion(kind);
  if (expected === got) return isOther ? 'other' : 'agreed';
  if (expected === 'ok' && isDecoded(got, kind)) return 'agreed';
  return isOther ? 'otherwise' : 'differs';
}

function isDecoded(got: Verdict, kind: string): boolean {
  if (got === 'unknown-kind') return NO_RESOURCES.test(kind);
  return got === 'accepted' || got === 'rejected' || got === 'refused';
}

/** In the code, but not served unless told to: the recorded verdict is that of the code. */
function isOldVersion(kind: string): boolean {
  return /^(?:[a-z]+|[a-z.]+\.k8s\.io)\/v\d+(?:alpha|beta)\d+\//.test(kind) && !kind.startsWith('gateway.');
}

/** Types that travel in requests and answers, or inside of other objects, and that nobody can create. */
const NO_RESOURCES =
  /\/(?:\w+Options|\w+List|API\w+|WatchEvent|Scale|Eviction|RangeAllocation|SerializedReference|PodStatusResult|NodeProxyOptions|PodProxyOptions|AdmissionReview|ImageReview|Status)$/;
