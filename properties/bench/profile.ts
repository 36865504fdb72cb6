import fc from 'fast-check';
import { histories } from '../arbitraries/history.ts';
import { play, beginning, stageWithout } from '../play.ts';
import { models } from '../models.ts';
import { contract } from '../../spec/contract.ts';
import { judge } from '../../spec/judge.ts';
import { watchedByAll } from '../../spec/watch.ts';
const W = watchedByAll(contract.map((c) => c.claim));
const stage = stageWithout(new Set());
const cpu = () => { const c = process.cpuUsage(); return (c.user + c.system) / 1000; };
let g = 0, b = 0, r = 0, j = 0, sw = 0, n = 0; const per = new Map<string, number>();
const N = Number(process.argv[2] ?? 1500);
let last = cpu();
fc.assert(fc.property(histories(new Set()), (h) => {
  let t = cpu(); g += t - last;
  if (n === N / 3) { g = b = r = j = sw = 0; per.clear(); }
  n++;
  beginning(h, stage); let u = cpu(); b += u - t; t = u;
  const p = play(models.repaired, h, stage); sw += p.switches; u = cpu(); r += u - t; t = u;
  for (const c of contract) { judge(c, p.trace, W); if (process.argv[3]) { const v = performance.now(); judge(c, p.trace, W); per.set(c.name, (per.get(c.name) ?? 0) + performance.now() - v); } }
  u = cpu(); j += u - t; last = u;
}), { numRuns: N, seed: 3 });
console.log('us per switch: gen', (g / sw * 1000).toFixed(0), 'begin', (b / sw * 1000).toFixed(0), 'play', (r / sw * 1000).toFixed(0), 'judge', (j / sw * 1000).toFixed(0));
console.log([...per].sort((a, c) => c[1] - a[1]).slice(0, 12).map(([k, v]) => `${k} ${(v / sw * 1000).toFixed(0)}`).join('\n'));
