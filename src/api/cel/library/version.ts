/** Semantic versions as github.com/blang/semver reads them. */
export interface Version {
  readonly numbers: readonly [bigint, bigint, bigint];
  readonly prerelease: readonly string[];
}

const PARTS = ['major', 'minor', 'patch'] as const;

/** Tolerant: a leading `v`, missing minor and patch, leading zeros. Gives what is wrong instead. */
export function parseVersion(text: string, tolerant: boolean): Version | string {
  const normalized = tolerant ? normalize(text) : text;
  if (normalized === undefined) return 'short version cannot contain PreRelease/Build meta data';
  if (normalized === '') return 'Version string empty';
  const parts = normalized.split('.');
  if (parts.length < 3) return 'No Major.Minor.Patch elements found';
  const [major = '', minor = '', ...rest] = parts;
  const tail = rest.join('.');
  const [withoutBuild = '', ...build] = tail.split('+');
  const dash = withoutBuild.indexOf('-');
  const patch = dash < 0 ? withoutBuild : withoutBuild.slice(0, dash);
  const prerelease = dash < 0 ? [] : withoutBuild.slice(dash + 1).split('.');
  const wrong = wrongNumber([major, minor, patch]) ?? wrongPrerelease(prerelease) ?? wrongBuild(build);
  return wrong ?? { numbers: [BigInt(major), BigInt(minor), BigInt(patch)], prerelease };
}

function normalize(text: string): string | undefined {
  const [major = '', minor, ...rest] = text.replace(/^v/, '').split('.');
  const parts = [major, minor, rest.length === 0 ? undefined : rest.join('.')].filter((part) => part !== undefined);
  const plain = parts.map((part) => (part.length > 1 ? part.replace(/^0+(?=\d)/, '').replace(/^0+(?=\D)/, '0') : part));
  if (plain.length < 3 && /[+-]/.test(plain.at(-1) ?? '')) return undefined;
  while (plain.length < 3) plain.push('0');
  return plain.join('.');
}

function wrongNumber(numbers: readonly string[]): string | undefined {
  for (const [index, number] of numbers.entries()) {
    const name = PARTS[index] ?? '';
    if (!/^[0-9]*$/.test(number)) return `Invalid character(s) found in ${name} number ${JSON.stringify(number)}`;
    if (number.length > 1 && number.startsWith('0')) {
      return `${name[0]?.toUpperCase() ?? ''}${name.slice(1)} number must not contain leading zeroes ${JSON.stringify(number)}`;
    }
    if (number === '') return 'strconv.ParseUint: parsing "": invalid syntax';
  }
  return undefined;
}

function wrongPrerelease(parts: readonly string[]): string | undefined {
  for (const part of parts) {
    if (part === '') return 'Prerelease is empty';
    if (/^0[0-9]+$/.test(part)) return `Numeric PreRelease version must not contain leading zeroes ${JSON.stringify(part)}`;
    if (!/^[0-9A-Za-z-]+$/.test(part)) return `Invalid character(s) found in prerelease ${JSON.stringify(part)}`;
  }
  return undefined;
}

function wrongBuild(build: readonly string[]): string | undefined {
  if (build.length === 0) return undefined;
  for (const part of build.join('+').split('.')) {
    if (part === '') return 'Build meta data is empty';
    if (!/^[0-9A-Za-z-]+$/.test(part)) return `Invalid character(s) found in build meta data ${JSON.stringify(part)}`;
  }
  return undefined;
}

/** Build metadata does not count; a prerelease comes before its release. */
export function compareVersions(a: Version, b: Version): number {
  for (const index of [0, 1, 2] as const) {
    const difference = a.numbers[index] - b.numbers[index];
    if (difference !== 0n) return difference > 0n ? 1 : -1;
  }
  if (a.prerelease.length === 0 || b.prerelease.length === 0) return Math.sign(b.prerelease.length - a.prerelease.length);
  return comparePrereleases(a.prerelease, b.prerelease);
}

function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const [left = '', right = ''] = [a[index], b[index]];
    const numbers = [/^\d+$/.test(left), /^\d+$/.test(right)];
    if (left === right) continue;
    if (numbers[0] && numbers[1]) return BigInt(left) > BigInt(right) ? 1 : -1;
    if (numbers[0] !== numbers[1]) return numbers[0] ? -1 : 1;
    return left > right ? 1 : -1;
  }
  return Math.sign(a.length - b.length);
}
