// For tests: what may be changed in a campaign's file by hand, and what is said of it then.

/** A clause that the published path breaks, one that it keeps, one of cores, and one of cores that are also judged in the switch. */
export const CLAUSES: readonly string[] = [
  'host-cr-fields-return',
  'host-dscr-returns',
  'asked-is-answered',
  'partition-changes-through-reserved-lpid',
];

/** A tally as it is written, up to its numbers. */
const tally = (clause: string, model = 'published') => `"model":"${model}","clause":"${clause}"`;
const held = tally('host-dscr-returns');

const worst = (verdict: string, history: string): string =>
  `"worst":{"verdict":"${verdict}","weight":0,"index":0,"history":${history},"level":"switch"}`;

/** What is changed, from what to what, and the complaint. */
export const forgeries: readonly (readonly [string, string | RegExp, string, RegExp])[] = [
  ['an unknown subject', /"published"/gu, '"publishe"', /no subject of a campaign is 'publishe'/u],
  ['a subject under another name', '"name":"published"', '"name":"repaired"', /no subject/u],
  ['a subject twice', /"repaired"/gu, '"published"', /a subject is there twice/u],
  ['no subjects', /"subjects":\[.*?\]/u, '"subjects":[]', /subjects must NOT have fewer than 1/u],
  ['no clauses', /"clauses":\[.*?\]/u, '"clauses":[]', /clauses must NOT have fewer than 1/u],
  ['an unknown clause', /"host-dscr-returns"/gu, '"__proto__"', /no clause is called '__proto__'/u],
  ['more runs than any has', '"runs":600}', '"runs":1000000000000000}', /runs are more than 1000/u],
  ['a run of its own', '"runs":600}', '"runs":600,"only":3}', /one history has more than one run/u],
  ['shard 5 of 3', '{"index":1,"of":1}', '{"index":5,"of":3}', /there is no shard 5 of 3/u],
  [
    'too many shards',
    '{"index":1,"of":1}',
    '{"index":1,"of":1000000000000000}',
    /shards are more/u,
  ],
  ['one part, united', '{"index":1,"of":1}', '{"index":null,"of":1}', /is not united/u],
  ['what other shards play', '"of":1}', '"of":2}', /block 1 of switch is not played there/u],
  ['an unknown level', '"switch":[[', '"swatch":[[', /the name 'swatch' in known\/done must be/u],
  ['a level called __proto__', '"switch":[[', '"__proto__":[[', /the name '__proto__' in/u],
  ['a level of other clauses', '"done":{', '"done":{"run":[[0,1,1]],', /no clause is judged at/u],
  ['a block twice', '"switch":[[0,3,1]]', '"switch":[[0,3,1],[2,1,1]]', /none, or there twice/u],
  ['steps of 0', '"switch":[[0,3,1]]', '"switch":[[0,3,0]]', /none, or there twice/u],
  ['a block too many', '"switch":[[0,3,1]]', '"switch":[[0,4,1]]', /more than were asked for/u],
  ['4e9 blocks', '"switch":[[0,3,1]]', '"switch":[[0,4000000000,1]]', /more than were asked for/u],
  ['a block before the first', '"switch":[[0,3,1]]', '"switch":[[-1,4,1]]', /must be >= 0/u],
  [
    'a block too few',
    '"switch":[[0,3,1]]',
    '"switch":[[0,2,1]]',
    /600 runs, and its blocks have 5/u,
  ],
  ['no blocks', '"switch":[[0,3,1]],', '', /has 600 runs, and its blocks have 0/u],
  ['a tally twice', /"tallies":\[(\{.*?\}),\{"model/u, '"tallies":[$1,$1,{"model', /there twice/u],
  ['no tallies', /"tallies":.*("coverage":\{"pub)/su, '"tallies":[],$1', /tally of .* is missing/u],
  [
    'fewer met than 0',
    new RegExp(`${held},"runs":600,"met":600`, 'u'),
    `${held},"runs":600,"met":-1`,
    /must be >= 0/u,
  ],
  [
    'half a run met',
    new RegExp(`${held},"runs":600,"met":600`, 'u'),
    `${held},"runs":600,"met":0.5`,
    /must be integer/u,
  ],
  [
    'more met than runs',
    `${held},"runs":600,"met":600`,
    `${held},"runs":600,"met":601`,
    /has met 601 of 600 runs/u,
  ],
  [
    '1e15 runs of a clause',
    `${held},"runs":600`,
    `${held},"runs":1000000000000000`,
    /and its blocks have 600/u,
  ],
  [
    'met where it was not',
    `${held},"runs":600,"met":600`,
    `${held},"runs":600,"met":3`,
    /was met more often than 3 times in block 0/u,
  ],
  [
    'an unknown verdict',
    '"verdict":"violated"',
    '"verdict":"holds"',
    /verdict must be equal to one of/u,
  ],
  [
    'a violation without its history',
    /"history":\{.*?\},"level"/u,
    '"level"',
    /must have required property 'history'/u,
  ],
  [
    'a history that is none',
    /"history":\{.*?"level"/u,
    '"history":7,"level"',
    /is violated by what is no history/u,
  ],
  [
    'a history that shows nothing',
    /"history":\{.*?"level"/u,
    '"history":{"w":[],"r":[]},"level"',
    /shows holds, not violated/u,
  ],
  [
    'a violation that was never met',
    `${tally(CLAUSES[0] ?? '')},"runs":600,"met":600`,
    `${tally(CLAUSES[0] ?? '')},"runs":600,"met":0`,
    /was never met/u,
  ],
  [
    'a violation in no run',
    /"index":\d+,"history"/u,
    '"index":600,"history"',
    /in run 600 at switch, which was not played|not played/u,
  ],
  ['a violation at another level', /"level":"switch"/u, '"level":"vm"', /which was not played/u],
  [
    'a violation that is left out',
    /"worst":\{.*?"level":"switch"\}/u,
    '"worst":null',
    /is violated, not holds, in block 0 of switch/u,
  ],
  [
    'a violation that was put in',
    `${held},"runs":600,"met":600,"worst":null`,
    `${held},"runs":600,"met":600,${worst('violated', '{"w":[],"r":[]}')}`,
    /shows holds, not violated/u,
  ],
  [
    'states that are not there',
    new RegExp(`(${tally('asked-is-answered')},"runs":)\\d+`, 'u'),
    '$1598',
    /of core|blocks have/u,
  ],
  [
    'fewer switches than runs',
    /"switches":\d+/u,
    '"switches":7',
    /7 switches are fewer than runs/u,
  ],
  [
    'coverage of nothing',
    /"coverage":\{"published":.*(,"digest")/su,
    '"coverage":{}}$1',
    /coverage is counted of ''/u,
  ],
  [
    'coverage of another model',
    '"coverage":{"published"',
    '"coverage":{"__proto__"',
    /coverage is counted of '__proto__/u,
  ],
  [
    'coverage that was raised',
    /("EXTERNAL \/ EE on":)\d+/u,
    '$1499',
    /coverage counts switches that ended so differently often: EXTERNAL/u,
  ],
  [
    'coverage of cells that are none',
    '"cells":{"',
    '"cells":{"constructor":1,"',
    /coverage counts 'constructor'/u,
  ],
  [
    'a part that is none',
    '"question":',
    '"extra":1,"question":',
    /must NOT have additional properties/u,
  ],
];
