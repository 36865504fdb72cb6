// hvspec completion: what a shell completes, made from the tables of verbs and options, so that it has all of them.
import type { Command, Option } from 'commander';
import { levels } from '../properties/levels/levels.ts';
import { contract } from '../spec/contract.ts';
import { unknown } from './usage.ts';

/** Shells that there are completions for. */
const shells = ['bash', 'zsh', 'fish'] as const;

/** The script for a shell. Throws UsageError for another shell. */
export function completionFor(shell: string, program: Command): string {
  const known = shells.find((one) => one === shell) ?? unknown('shell', shell, shells);
  const verbs = program.commands.map(verbOf);
  const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript };
  return scripts[known](verbs);
}

/** What may stand somewhere: one of these words, a file, or anything. */
type Values = readonly string[] | 'file' | 'any';

interface OptionTable {
  readonly flag: string;
  readonly about: string;
  /** Undefined where it takes no value. */
  readonly values: Values | undefined;
}

interface VerbTable {
  readonly name: string;
  readonly about: string;
  readonly options: readonly OptionTable[];
  readonly values: Values;
}

const verbOf = (command: Command): VerbTable => ({
  name: command.name(),
  about: command.description(),
  options: [
    ...command.options.map(optionOf),
    { flag: '--help', about: 'display help for command', values: undefined },
  ],
  values: valuesOf(command.registeredArguments[0]?.name() ?? '', ''),
});

function optionOf({ long, flags, description, required }: Option): OptionTable {
  const [, placeholder = ''] = /<([^>]+)>/u.exec(flags) ?? [];
  const values = required ? valuesOf(placeholder, description) : undefined;
  return { flag: long ?? flags, about: description, values };
}

const FILES: readonly string[] = ['file', 'folder', 'tree', 'path'];

/** What an argument or option takes, by what it is called; words that its description lists. */
function valuesOf(placeholder: string, about: string): Values {
  if (FILES.includes(placeholder)) return 'file';
  if (placeholder === 'clause') return contract.map(({ name }) => name);
  if (placeholder === 'level') return levels.map(({ name }) => name);
  if (placeholder === 'shell') return shells;
  const listed = /(?:^|: )((?:\w+, )*\w+ or \w+)(?: \(|$)/u.exec(about)?.[1];
  return listed === undefined ? 'any' : listed.split(/, | or /u);
}

/** A word as a shell takes it. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const words = (list: readonly string[]): string => quoted(list.join(' '));

const bashScript = (verbs: readonly VerbTable[]): string =>
  [
    '# Completions of hvspec for bash: eval "$(hvspec completion bash)"',
    '_hvspec() {',
    `  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}"`,
    '  local options= values=',
    '  COMPREPLY=()',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    COMPREPLY=($(compgen -W ${words(verbs.map(({ name }) => name))} -- "$current"))`,
    '    return',
    '  fi',
    `  case "\${COMP_WORDS[1]} $previous" in`,
    ...verbs.flatMap(({ name, options }) =>
      options.flatMap(({ flag, values }) =>
        values === undefined
          ? []
          : [`    ${quoted(`${name} ${flag}`)}) ${bashValues(values)}; return ;;`],
      ),
    ),
    '  esac',
    `  case "\${COMP_WORDS[1]}" in`,
    ...verbs.map(({ name, options, values }) => {
      const listed = typeof values === 'string' ? '' : ` values=${words(values)}`;
      return `    ${name}) options=${words(options.map(({ flag }) => flag))}${listed} ;;`;
    }),
    '  esac',
    '  case "$current" in',
    '    -*) COMPREPLY=($(compgen -W "$options" -- "$current")) ;;',
    '    *) COMPREPLY=($(compgen -W "$values" -- "$current") $(compgen -f -- "$current")) ;;',
    '  esac',
    '}',
    'complete -F _hvspec hvspec',
    '',
  ].join('\n');

function bashValues(values: Values): string {
  if (values === 'any') return 'COMPREPLY=()';
  const list = values === 'file' ? '-f' : `-W ${words(values)}`;
  return `COMPREPLY=($(compgen ${list} -- "$current"))`;
}

const zshScript = (verbs: readonly VerbTable[]): string =>
  [
    '#compdef hvspec',
    '# Completions of hvspec for zsh: eval "$(hvspec completion zsh)"',
    '_hvspec() {',
    '  local -a verbs',
    `  verbs=(${verbs.map(({ name, about }) => quoted(`${name}:${about}`)).join(' ')})`,
    '  if (( CURRENT == 2 )); then _describe verb verbs; return; fi',
    '  local verb=$words[2]',
    '  shift words; (( CURRENT-- ))',
    '  case $verb in',
    ...verbs.map(({ name, options, values }) => {
      const each = options.map((option) => quoted(zshOption(option)));
      return `    ${name}) _arguments ${each.join(' ')} ${quoted(`*:argument:${zshValues(values)}`)} ;;`;
    }),
    '  esac',
    '}',
    'compdef _hvspec hvspec',
    '',
  ].join('\n');

function zshOption({ flag, about, values }: OptionTable): string {
  const told = `${flag}[${about.replaceAll(/[[\]:\\]/gu, '\\$&')}]`;
  return values === undefined ? told : `${told}:value:${zshValues(values)}`;
}

function zshValues(values: Values): string {
  if (values === 'any') return '';
  return values === 'file' ? '_files' : `(${values.join(' ')})`;
}

const fishScript = (verbs: readonly VerbTable[]): string =>
  [
    '# Completions of hvspec for fish: hvspec completion fish | source',
    ...verbs.map(
      ({ name, about }) =>
        `complete -c hvspec -f -n __fish_use_subcommand -a ${name} -d ${quoted(about)}`,
    ),
    ...verbs.flatMap(({ name, options, values }) => {
      const of = `complete -c hvspec -n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
      return [
        ...(typeof values === 'string' ? [] : [`${of} -f -a ${words(values)}`]),
        ...options.map(
          (option) =>
            `${of} -l ${option.flag.slice(2)}${fishValues(option.values)} -d ${quoted(option.about)}`,
        ),
      ];
    }),
    '',
  ].join('\n');

function fishValues(values: Values | undefined): string {
  if (values === undefined) return '';
  if (values === 'file') return ' -r -F';
  return values === 'any' ? ' -x' : ` -x -a ${words(values)}`;
}
