import { demoFleet } from '../src/demonstration/bank.ts';
import { type Founded, foundBank } from '../src/demonstration/found.ts';
import { type Bench, shippedPlans } from './installation.ts';

/** A bank with its people, rota and plans in force, founded through the public API. */
export async function foundIn(bench: Bench): Promise<Founded & { tokenOf(account: string): string }> {
  const founded = await foundBank(bench.server.url, bench.admin, demoFleet(), shippedPlans());
  return {
    ...founded,
    tokenOf(account) {
      const found = founded.accounts.find((each) => each.account === account);
      if (!found) throw new Error(`the bank has nobody called ${account}`);
      return found.token;
    },
  };
}

/** What a commander sends to activate a plan on machines that nothing else concerns. */
export const activation = (number: number) =>
  JSON.stringify({
    plan: 'plan-1',
    eventClass: 'system-failure',
    level: 'III',
    title: { zh: `测量 ${number}`, en: `Measurement ${number}` },
    reason: '测量',
  });
