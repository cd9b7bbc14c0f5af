/**
 * Scenario files: commands in, text out. Lines that begin with
 * `# ` are prose, `% name cpu=4 memory=8Gi` is a machine, `@ name` a file (its text follows, indented by two blanks),
 * `$ kubectl …` a command, `! fault argument` a fault, `> wait 30s` or `> settle` lets time pass. What a command printed follows it,
 * indented by two blanks: standard output, then standard error after `2>`, then its exit code when that is not 0.
 * A file with a line `= seed=7 images=registry` is a run of the fuzzer: the cluster has this seed, `* {…}` is a request and `! {…}` a
 * fault as JSON, `> wait 30ms` lets time pass, and `> invariants` undoes the faults, waits, and is followed by what does not hold.
 * What is random, allocated or an age has a placeholder, as in the recordings; rows about random names are sorted.
 */
export interface ScenarioLine {
  readonly type: '#' | '=' | '%' | '@' | '$' | '*' | '!' | '>' | '';
  readonly text: string;
  /** The indented lines below: a file's text, or what a command printed. */
  readonly body: readonly string[];
}
