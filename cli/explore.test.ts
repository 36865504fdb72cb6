// hvspec explore as scripts meet it: exit codes, JSON, lanes, and arguments that are refused.
import { describe, expect, it } from 'vitest';
import { hvspec } from './testing/run-cli.ts';

describe('explore', () => {
  it('finds that every clause holds in every state', async () => {
    const { code, out } = await hvspec('explore --cores 2');
    expect(code).toBe(0);
    expect(out).toContain('597 states, standing for 1922 without symmetry');
    expect(out).toContain('all 10 clauses hold in every state');
  });

  it('draws the shortest history of the race that an assumption keeps away', async () => {
    const { code, out } = await hvspec(
      'explore --cores 1 --threads 2 --without no-sibling-comes-online',
    );
    expect(code).toBe(1);
    expect(out).toMatch(/hotplug\.online +real +>kernel +reserved +host/u);
    expect(out.match(/^> {2}the thread that takes the step/gmu)).toHaveLength(1);
    expect(out.split('\n').every((line) => line.length <= 80)).toBe(true);
  });

  it('tells scripts what it found', async () => {
    const { code, out } = await hvspec('explore --cores 1 --fault sdr1-not-restored --json -');
    const report = JSON.parse(out);
    expect(code).toBe(1);
    expect(report).toMatchObject({
      schema: 'hvspec.explore/1',
      cores: 1,
      fault: 'sdr1-not-restored',
      complete: true,
    });
    const broken = report.results.filter(
      ({ verdict }: { readonly verdict: string }) => verdict === 'violated',
    );
    expect(broken).toMatchObject([{ clause: 'table-belongs-to-the-partition' }]);
    expect(broken[0].history.at(-1)).toMatchObject({ site: 'exit.partition.lpidr' });
  });

  it("explores the protocol on the path's own steps", async () => {
    const { code, out } = await hvspec('explore --path repaired --strays 0 --json -');
    const report = JSON.parse(out);
    expect(code).toBe(0);
    expect(report).toMatchObject({ schema: 'hvspec.explore-protocol/1', complete: true });
  });

  it('draws the shortest history that breaks the protocol', async () => {
    const { code, out } = await hvspec('explore --path published');
    expect(code).toBe(1);
    expect(out).toMatch(/^power7_wakeup_loss +real +>kernel +1\/0 +reserved$/mu);
    expect(out).toContain('9 of 27 clauses do not hold');
    expect(out.split('\n').every((line) => line.length <= 80)).toBe(true);
  });

  it('gives up a protocol at the limit', async () => {
    const { code, err } = await hvspec('explore --path repaired --limit 500');
    expect(code).toBe(4);
    expect(err).toContain('the limit of 500 states was reached');
  });

  it('says what is not enough when the limit is reached', async () => {
    const { code, err } = await hvspec('explore --cores 3 --limit 500');
    expect(code).toBe(4);
    expect(err).toContain('the limit of 500 states was reached');
  });

  it.each([
    ['explore --cores 5', /--cores is 5, and must be 1 to 4/u],
    ['explore --partitions 1', /--partitions is 1, and must be 2 to 4/u],
    ['explore --fault no-such', /no fault of cores is called 'no-such'/u],
    ['explore --without no-such', /no assumption is called 'no-such'/u],
    ['explore --without run-latch-is-on', /is not about threads/u],
    ['explore --rounds 2', /--rounds needs --path or --kernel/u],
    ['explore --path no-such', /no path is called 'no-such'/u],
    ['explore --path repaired --cores 2', /--cores is about cores of micro-steps/u],
    ['explore --path repaired --threads 1', /--threads is 1, and must be 2 to 4/u],
    ['explore --path repaired --strays x', /--strays is x, and must be 0 to 4/u],
    ['explore --path published --fault nap-not-counted', /--fault is planted in --path repaired/u],
    ['explore --path repaired --fault no-such', /no fault of the protocol is called 'no-such'/u],
    ['explore --kernel asm/fixtures/alone.S', /alone\.S has no kvm_start_guest/u],
  ])('%s is refused', async (line, complaint) => {
    const { code, err } = await hvspec(line);
    expect(code).toBe(2);
    expect(err).toMatch(complaint);
  });
});
