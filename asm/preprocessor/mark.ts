// The borders of feature sections (code that the kernel patches at boot according to the processor)
// and the macros that write them. The macros are known here even when headers define them, because the
// headers expand them into alternative sections and a fix-up table, and a reading is for one processor.

/** The beginning, turn or end of a feature section. */
export type Mark =
  | { readonly action: 'begin' | 'else'; readonly label: string }
  /** The body is kept when (features & mask) == value, the alternative otherwise. */
  | {
      readonly action: 'end';
      readonly label: string;
      readonly mask: string;
      readonly value: string;
      /** The section must have an alternative (`ALT_...`), or must have none. */
      readonly alternative: boolean;
    };

/** A macro that stands for a mark. */
export interface MarkMacro {
  readonly parameters: readonly string[] | undefined;
  readonly mark: (values: readonly string[]) => Mark;
}

const unnested = '97';
const families = ['', 'MMU_', 'FW_'];

const border = (name: string, action: 'begin' | 'else'): [string, MarkMacro][] => [
  [name, { parameters: undefined, mark: () => ({ action, label: unnested }) }],
  [`${name}_NESTED`, { parameters: ['label'], mark: ([label = '']) => ({ action, label }) }],
];

const end = (
  name: string,
  alternative: boolean,
  parameters: readonly string[],
  value: (mask: string, value: string) => string,
): [string, MarkMacro][] => {
  const mark = (values: readonly string[], label: string): Mark => {
    const [mask = '', given = ''] = values;
    return { action: 'end', label, mask, value: value(mask, given), alternative };
  };
  return [
    [name.replace('_NESTED', ''), { parameters, mark: (values) => mark(values, unnested) }],
    [
      name,
      { parameters: [...parameters, 'label'], mark: (values) => mark(values, values.at(-1) ?? '') },
    ],
  ];
};

const ends = (stem: string, alternative: boolean): [string, MarkMacro][] => [
  ...end(`${stem}_NESTED`, alternative, ['mask', 'value'], (_, value) => value),
  ...end(`${stem}_NESTED_IFSET`, alternative, ['mask'], (mask) => mask),
  ...end(`${stem}_NESTED_IFCLR`, alternative, ['mask'], () => '0'),
];

/** How the kernel names the features that sections depend on, and combinations of them. */
export const featureName: RegExp = /^(?:CPU_FTR|MMU_FTR|FW_FEATURE)_/u;

/** The macros of feature sections, by name. */
export const markMacros: ReadonlyMap<string, MarkMacro> = new Map(
  families.flatMap((family) => [
    ...border(`BEGIN_${family}FTR_SECTION`, 'begin'),
    ...border(`${family}FTR_SECTION_ELSE`, 'else'),
    ...ends(`END_${family}FTR_SECTION`, false),
    ...ends(`ALT_${family}FTR_SECTION_END`, true),
  ]),
);
