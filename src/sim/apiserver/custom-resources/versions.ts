/** v10, v2, v1, v11beta2, v10beta3, v3beta1, v12alpha1, foo1, foo10 (k8s.io/apimachinery/pkg/version). */
export function compareVersions(a: string, b: string): number {
  const left = rankOf(a);
  const right = rankOf(b);
  if (left === undefined || right === undefined) return left !== undefined ? -1 : right !== undefined ? 1 : a < b ? -1 : a > b ? 1 : 0;
  return right[0] - left[0] || right[1] - left[1] || right[2] - left[2];
}

const STABILITY: Readonly<Record<string, number>> = { '': 2, beta: 1, alpha: 0 };

function rankOf(version: string): readonly [number, number, number] | undefined {
  const match = /^v([1-9]\d*)(?:(alpha|beta)([1-9]\d*))?$/.exec(version);
  return match === null ? undefined : [STABILITY[match[2] ?? ''] ?? 0, Number(match[1]), Number(match[3] ?? 0)];
}
