import { contractsCsv, type DemoFleet, fleetCsv } from './bank.ts';
import { type Api, apiFor, Problem } from './client.ts';
import { contacts, type DemoPerson, demoPassword, emailOf, people, seats, stock, stores } from './people.ts';

/** A person of the demonstration who can sign in and act. */
export interface Account {
  id: string;
  /** Name to sign in with. */
  account: string;
  /** Name of the person. */
  name: string;
  role: string;
  office: string;
  password: string;
  token: string;
}

export interface Founded {
  accounts: Account[];
  /** Token of the machines' agents. */
  integration: string;
}

interface Person {
  id: string;
  account: string;
}

/** Answers that mean: it is there already, from an earlier start. */
const there = async <T>(work: Promise<T>, codes: readonly string[]): Promise<T | null> => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Problem && codes.includes(error.code)) return null;
    throw error;
  }
};

async function inTurns<T>(all: readonly T[], atOnce: number, work: (one: T) => Promise<unknown>): Promise<void> {
  const left = [...all];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
    }),
  );
}

/**
 * Founds the bank through the public API: fleet, contracts, people, groups, rota, contacts, stock, plans in force. What is there
 * from an earlier start stays as it is.
 * @param token of an administrator  @param plans plan files by name
 */
export async function foundBank(
  url: string,
  token: string,
  fleet: DemoFleet,
  plans: readonly { name: string; yaml: string }[],
): Promise<Founded> {
  const admin = apiFor(url, token);
  const fleetReady = admin
    .send('/api/v1/fleet/import', fleetCsv(fleet), 'text/csv')
    .then(() => admin.send('/api/v1/contracts/import', contractsCsv(), 'text/csv'));
  const accounts = await everybody(admin);
  const by = (account: string): Account => {
    const found = accounts.find((one) => one.account === account);
    if (!found) throw new Error(`the demonstration has nobody called ${account}`);
    return found;
  };
  await seat(admin, by);
  await Promise.all([
    fleetReady,
    rota(admin, by),
    outside(admin),
    store(admin, apiFor(url, by('gao').token)),
    putInForce(apiFor(url, by('dong').token), apiFor(url, by('chen').token), plans),
  ]);
  const { token: integration } = await admin.post<{ token: string }>('/api/v1/tokens', {
    name: 'demonstration fleet',
    role: 'integration',
  });
  return { accounts, integration };
}

async function everybody(admin: Api): Promise<Account[]> {
  const known = new Map((await admin.get<{ items: Person[] }>('/api/v1/people')).items.map((person) => [person.account, person]));
  const accounts: Account[] = [];
  const add = async (person: DemoPerson): Promise<void> => {
    const { account, name, role, office, department, skills, phone, vendor } = person;
    const body = {
      account,
      name,
      role,
      office,
      department,
      skills,
      phone,
      email: emailOf(account),
      password: demoPassword,
      ...(vendor === undefined ? {} : { vendor }),
    };
    const { id } = known.get(account) ?? (await admin.post<Person>('/api/v1/people', body));
    const { token } = await admin.post<{ token: string }>('/api/v1/tokens', { name: `demonstration ${account}`, role, person: id });
    accounts.push({ id, account, name, role, office, password: demoPassword, token });
  };
  await inTurns(people, 4, add);
  return people.map((person) => accounts.find((account) => account.account === person.account)).filter((one) => one !== undefined);
}

async function seat(admin: Api, by: (account: string) => Account): Promise<void> {
  const groups = (await admin.get<{ items: { id: string; seats: unknown[] }[] }>('/api/v1/groups')).items;
  const names: Readonly<Record<string, { zh: string; en: string }>> = {
    'work-group': { zh: '应急工作小组', en: 'Work group' },
    'response-team': { zh: '应急处置小组', en: 'Response team' },
  };
  for (const [group, held] of Object.entries(seats)) {
    const known = groups.find((one) => one.id === group);
    if (!known) await admin.put(`/api/v1/groups/${group}`, { name: names[group] ?? { zh: group, en: group } });
    if (known && known.seats.length > 0) continue;
    await admin.put(`/api/v1/groups/${group}/seats`, {
      seats: held.map(([account, name]) => ({ seat: name, person: by(account).id, office: null })),
    });
  }
}

/** Two people share the duty desk around the clock, for sixty days. */
async function rota(admin: Api, by: (account: string) => Account): Promise<void> {
  const { serverTime } = await admin.get<{ serverTime: string }>('/api/v1/me');
  const today = Temporal.Instant.from(serverTime).toZonedDateTimeISO('Asia/Shanghai').toPlainDate();
  const duty = await admin.get<{ items: unknown[] }>(`/api/v1/rotas?desk=duty`);
  if (duty.items.length > 0) return;
  const pattern = {
    from: today.subtract({ days: 1 }).toString(),
    until: today.add({ days: 60 }).toString(),
    turns: [
      { start: '08:00', end: '20:00' },
      { start: '20:00', end: '08:00' },
    ],
    people: [by('yu').id, by('shen').id],
  };
  await admin.post('/api/v1/rotas', { desk: 'duty', pattern });
}

async function outside(admin: Api): Promise<void> {
  const known = (await admin.get<{ items: { name: { zh: string } }[] }>('/api/v1/contacts')).items;
  for (const contact of contacts) if (!known.some((one) => one.name.zh === contact.name.zh)) await admin.post('/api/v1/contacts', contact);
}

async function store(admin: Api, keeper: Api): Promise<void> {
  const known = (await admin.get<{ items: unknown[] }>('/api/v1/items?limit=1')).items;
  if (known.length > 0) return;
  for (const { id, ...body } of stores) await admin.put(`/api/v1/stores/${id}`, body);
  const items = Object.entries(stock).flatMap(([kind, quantities]) =>
    stores.map((place, index) => ({ kind, store: place.id, quantity: quantities[index] ?? 0 })),
  );
  await inTurns(items, 4, ({ kind, store: place, quantity }) =>
    keeper.post('/api/v1/items', { kind, store: place, quantity, minimum: Math.floor(quantity / 3) }),
  );
}

/** One person drafts, another approves and puts in force. */
async function putInForce(planner: Api, commander: Api, plans: readonly { name: string; yaml: string }[]): Promise<void> {
  for (const { name, yaml } of plans) {
    const draft = await there(planner.post<{ id: string; version: number }>('/api/v1/plans', { yaml, fileName: name }), [
      'plan-version-taken',
    ]);
    if (!draft) continue;
    const address = `/api/v1/plans/${draft.id}/versions/${draft.version}/commands`;
    await commander.post(address, { command: 'approve' });
    await commander.post(address, { command: 'put-in-force' });
  }
}
