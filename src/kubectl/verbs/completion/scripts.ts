/** For each shell a function that hands the line to `kubectl __complete` and offers what comes back (see completion/print.ts). */

const BASH = String.raw`# kubectl's words in bash. To use it now: source <(kubectl completion bash)
_kubectl() {
  local line="${'${COMP_LINE:0:COMP_POINT}'}" words=() answer directive typed ending kept
  read -ra words <<<"$line"
  [[ $line == *[[:space:]] ]] && words+=('')
  typed="${'${words[-1]}'}"
  answer=$("${'${words[0]}'}" __completeNoDesc "${'${words[@]:1}'}" 2>/dev/null) || return
  directive="${'${answer##*:}'}"
  answer="${'${answer%:*}'}"
  [[ $typed == -*=* ]] && typed="${'${typed#*=}'}"
  (( directive & 2 )) && compopt -o nospace
  if (( directive & 8 )); then
    compopt -o filenames
    for ending in $answer; do COMPREPLY+=($(compgen -f -X "!*.$ending" -- "$typed")); done
    COMPREPLY+=($(compgen -d -- "$typed"))
  else
    COMPREPLY=($(compgen -W "$answer" -- "$typed"))
    (( ${'${#COMPREPLY[@]}'} == 0 && !(directive & 4) )) && COMPREPLY=($(compgen -f -- "$typed"))
  fi
  # Readline keeps what stands before the last colon.
  if [[ $typed == *:* && $COMP_WORDBREAKS == *:* ]]; then
    kept="${'${typed%"${typed##*:}"}'}"
    COMPREPLY=("${'${COMPREPLY[@]#"$kept"}'}")
  fi
}
complete -F _kubectl kubectl
`;

const ZSH = String.raw`#compdef kubectl
# kubectl's words in zsh. To use it now: source <(kubectl completion zsh)
_kubectl() {
  local answer directive tab=$'\t'
  local -a lines candidates options
  answer=$("${'${words[1]}'}" __complete "${'${(@)words[2,CURRENT]}'}" 2>/dev/null) || return 1
  lines=("${'${(@f)answer}'}")
  directive=${'${lines[-1]#:}'}
  lines=("${'${(@)lines[1,-2]}'}")
  [[ ${'${words[CURRENT]}'} == -*=* ]] && compset -P '*='
  if (( directive & 8 )); then
    _files -g "*.(${'${(j:|:)lines}'})"
    return
  fi
  candidates=("${'${(@)lines//:/\\\\:}'}")
  candidates=("${'${(@)candidates/$tab/:}'}")
  (( directive & 2 )) && options=(-S '')
  if (( ${'${#candidates}'} > 0 )); then
    _describe kubectl candidates "${'${options[@]}'}"
  elif (( !(directive & 4) )); then
    _files
  fi
}
compdef _kubectl kubectl
`;

const FISH = String.raw`# kubectl's words in fish. To use it now: kubectl completion fish | source
function __kubectl_candidates
  set -l words (commandline -opc) (commandline -ct)
  set -l typed $words[-1]
  set -l lines ($words[1] __complete $words[2..-1] 2>/dev/null)
  test (count $lines) -gt 0; or return
  set -l directive (string sub --start 2 -- $lines[-1])
  set -e lines[-1]
  set -l flag (string match --regex -- '^-[^=]*=' $typed)
  if test (math "floor($directive / 8) % 2") -eq 1
    set -l value (string replace --regex -- '^-[^=]*=' '' $typed)
    for ending in $lines
      printf "$flag%s\n" (__fish_complete_suffix "$value" .$ending)
    end
  else if test (count $lines) -gt 0
    printf "$flag%s\n" $lines
  else if test (math "floor($directive / 4) % 2") -eq 0
    __fish_complete_path $typed
  end
end
complete --command kubectl --no-files --arguments '(__kubectl_candidates)'
`;

const POWERSHELL = String.raw`# kubectl's words in PowerShell. To use it now: kubectl completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName kubectl -ScriptBlock {
  param($typed, $line, $cursor)
  $words = @($line.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursor } | ForEach-Object { "$_" })
  if ($typed -eq '') { $words += '""' }
  $lines = @(& $words[0] __complete @($words | Select-Object -Skip 1) 2>$null)
  if ($lines.Count -eq 0) { return }
  $directive = [int]$lines[-1].Substring(1)
  if ($directive -band 8) {
    Get-ChildItem "$typed*" | Where-Object { $_.PSIsContainer -or $lines -contains $_.Extension.TrimStart('.') } |
      ForEach-Object { $_.Name }
    return
  }
  $flag = if ($typed -match '^-[^=]*=') { $Matches[0] } else { '' }
  $lines | Select-Object -SkipLast 1 | ForEach-Object {
    $text, $description = $_ -split "${'`'}t", 2
    if (-not $description) { $description = $text }
    if ("$flag$text".StartsWith($typed)) {
      [System.Management.Automation.CompletionResult]::new("$flag$text", $text, 'ParameterValue', $description)
    }
  }
}
`;

export const SCRIPTS: ReadonlyMap<string, string> = new Map([
  ['bash', BASH],
  ['zsh', ZSH],
  ['fish', FISH],
  ['powershell', POWERSHELL],
]);
