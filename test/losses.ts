import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { ask, type Server } from './server.ts';
import type { Ledger } from './witness.ts';

/** One thing that must hold after all kills. */
export interface Check {
  what: string;
  /** How many were looked at. */
  count: number;
  /** What is lost, doubled or wrong; empty when all is well. */
  faults: string[];
}

/** A connection to the database of an installation, as its owner. */
export async function openDatabase(folder: string): Promise<pg.Client> {
  const port = readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3];
  const password = readFileSync(join(folder, 'postgres.password'), 'utf8').trim();
  const client = new pg.Client({ connectionString: `postgresql://fengsui:${password}@127.0.0.1:${port}/postgres` });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Jobs that are due and wait, and jobs that were given up. */
export async function jobsLeft(database: pg.Client): Promise<{ due: number; dead: string[] }> {
  const { rows } = await database.query<{ task_identifier: string; dead: boolean; due: boolean; last_error: string | null }>(
    `select task_identifier, attempts >= max_attempts as dead, run_at < now() - interval '2 seconds' as due, last_error from graphile_worker.jobs`,
  );
  return {
    due: rows.filter((row) => row.due && !row.dead).length,
    dead: rows.filter((row) => row.dead).map((row) => `${row.task_identifier}: ${row.last_error ?? ''}`.slice(0, 200)),
  };
}

/** Each of `expected` exactly once among `found`, and nothing twice. */
function exactlyOnce(expected: Iterable<string>, found: Iterable<string>, unsure: ReadonlySet<string> = new Set()): string[] {
  const counts = new Map<string, number>();
  for (const each of found) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [
    ...[...expected].filter((each) => !counts.has(each) && !unsure.has(each)).map((each) => `lost: ${each}`),
    ...[...counts].filter(([, count]) => count > 1).map(([each, count]) => `${count} times: ${each}`),
  ];
}

/** Rows that a query finds are faults. */
async function none(database: pg.Client, query: string): Promise<string[]> {
  return (await database.query<Record<string, unknown>>(query)).rows.map((row) => JSON.stringify(row).slice(0, 300));
}

async function count(database: pg.Client, query: string): Promise<number> {
  return Number((await database.query<{ n: string }>(query)).rows[0]?.n ?? 0);
}

/** Compares what the outside was told with what is there. The server runs. @param token of a commander, who may see all */
export async function losses(server: Server, token: string, database: pg.Client, ledger: Ledger, source: string): Promise<Check[]> {
  const checks: Check[] = [];
  const check = (what: string, looked: number, faults: string[]) => void checks.push({ what, count: looked, faults });

  const kept: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { items: { id: string }[]; next: string | null } = await ask(
      server,
      token,
      'GET',
      `/api/v1/signals?source=${source}&limit=1000${cursor === '' ? '' : `&cursor=${cursor}`}`,
    );
    kept.push(...page.items.map((signal) => signal.id));
    cursor = page.next;
  }
  check('signals acknowledged are kept once', ledger.signals.length, exactlyOnce(ledger.signals, kept));

  const open = await database.query<{ atm: string }>(`select atm from fault where code = 'printer.paper-low' and closed_at is null`);
  const ill = new Set(open.rows.map((row) => row.atm));
  check(
    'machines stand as their last signal said',
    ledger.machines.size,
    [...ledger.machines].filter(([atm, state]) => ill.has(atm) !== (state === 'raised')).map(([atm, state]) => `${atm} should be ${state}`),
  );

  const orders = await database.query<{ text: string }>(`select data->>'text' as text from journal_entry where type = 'order-recorded'`);
  check(
    'orders acknowledged are recorded once',
    ledger.orders.length,
    exactlyOnce(
      ledger.orders,
      orders.rows.map((row) => row.text),
      ledger.unsureOrders,
    ),
  );

  const acknowledged = await database.query<{ id: string }>(
    `select substring(stream from 8) as id from journal_entry where type = 'notice-acknowledged'`,
  );
  check(
    'acknowledgements of notices are recorded once',
    ledger.acknowledged.length,
    exactlyOnce(
      ledger.acknowledged,
      acknowledged.rows.map((row) => row.id),
    ),
  );
  check(
    'notices are queued once, and sent once on the record',
    await count(database, 'select count(*) as n from notice'),
    await none(
      database,
      `select stream, type, count(*) as times from journal_entry where type in ('notice-queued', 'notice-sent') group by stream, type having count(*) > 1
       union all select 'notice/' || id, 'notice-queued', 0 from notice n where not exists (select from journal_entry where stream = 'notice/' || n.id and type = 'notice-queued')`,
    ),
  );
  check(
    'each call of a chain is one notice',
    await count(database, 'select count(*) as n from notice_chain'),
    await none(
      database,
      `select c.id, c.calls, count(n.id) as notices from notice_chain c left join notice n on n.chain = c.id and n.kind = 'call' group by c.id, c.calls having c.calls <> count(n.id)`,
    ),
  );

  const sent = await database.query<{ id: string; email: string }>(
    `select n.id, lower(p.email) as email from notice n join person p on p.id = n.person where n.sent_at is not null`,
  );
  const boxes = new Map<string, Set<string>>();
  for (const { notice, messageId, to } of ledger.letters)
    boxes.set(`${to} ${notice}`, (boxes.get(`${to} ${notice}`) ?? new Set()).add(messageId));
  check('letters lie in their mailbox once, by Message-ID', sent.rows.length, [
    ...sent.rows.filter(({ id, email }) => !boxes.has(`${email} ${id}`)).map(({ id, email }) => `lost: notice ${id} to ${email}`),
    ...[...boxes].filter(([, ids]) => ids.size > 1).map(([box, ids]) => `${ids.size} different letters: ${box}`),
  ]);

  check(
    'deadlines that passed were told once',
    await count(database, `select count(*) as n from journal_entry where type = 'task-overdue'`),
    [
      ...(await none(
        database,
        `select stream, data->>'task' as task, data->>'due' as due, count(*) as times from journal_entry where type = 'task-overdue' group by 1, 2, 3 having count(*) > 1`,
      )),
      ...(await none(
        database,
        `select stream, data->>'due' as due, count(*) as times from journal_entry where type = 'report-overdue' group by 1, 2 having count(*) > 1`,
      )),
      ...(await none(
        database,
        `select stream, data->>'step' as step, count(*) as times from journal_entry where type = 'clock-breached' group by 1, 2 having count(*) > 1`,
      )),
      ...(await untold(server, token, database)),
    ],
  );
  check(
    'effects came about once',
    await count(database, `select count(*) as n from journal_entry where type = 'effect-requested'`),
    await none(
      database,
      `select stream, data->>'key' as key, count(*) as times from journal_entry where type = 'effect-settled' and data->>'outcome' = 'done' group by 1, 2 having count(*) > 1`,
    ),
  );
  check(
    'a warning has one opening, one incident and one order per vendor',
    await count(database, 'select count(*) as n from warning'),
    await none(
      database,
      `select stream as what, count(*) as times from journal_entry where type in ('warning-opened', 'incident-activated', 'work-order-sent') group by 1, type having count(*) > 1
       union all select warning || ' ' || vendor, count(*) from work_order where incident is null group by warning, vendor having count(*) > 1`,
    ),
  );
  check(
    'a machine has one open fault of a kind',
    await count(database, 'select count(*) as n from fault'),
    await none(database, `select atm, code, count(*) as times from fault where closed_at is null group by atm, code having count(*) > 1`),
  );
  check(
    'streams of the journal have no gap',
    await count(database, 'select count(distinct stream) as n from journal_entry'),
    await none(
      database,
      `select stream, count(*) as entries, max(version) as version from journal_entry group by stream having count(*) <> max(version)`,
    ),
  );

  const sealed = await count(database, 'select max(position) as n from journal_leaf');
  const { shown } = ledger;
  check('a console that looked on saw every entry once, in order', shown.length, [
    ...shown.flatMap((position, place) => (position === place + 1 ? [] : [`${position} in place ${place + 1}`])).slice(0, 5),
    ...(shown.length < sealed ? [`${sealed - shown.length} of ${sealed} were not shown`] : []),
  ]);
  check('jobs were not given up', await count(database, 'select count(*) as n from graphile_worker.jobs'), (await jobsLeft(database)).dead);
  check('no request met a fault of the program', ledger.orders.length + ledger.acknowledged.length, ledger.faults);
  return checks;
}

/** Tasks that are late by a minute and more of the bank's clock, of which nobody was told. */
async function untold(server: Server, token: string, database: pg.Client): Promise<string[]> {
  const found: string[] = [];
  const { items } = await ask(server, token, 'GET', '/api/v1/incidents?state=running&limit=1000');
  for (const { id } of items as { id: string }[]) {
    const incident = (await ask(server, token, 'GET', `/api/v1/incidents/${id}`)) as {
      number: string;
      now: string;
      taskList: { id: string; state: string; due: string | null }[];
    };
    const told = await database.query<{ task: string; due: string }>(
      `select data->>'task' as task, data->>'due' as due from journal_entry where stream = $1 and type = 'task-overdue'`,
      [`incident/${id}`],
    );
    const known = new Set(told.rows.map((row) => `${row.task} ${Date.parse(row.due)}`));
    for (const task of incident.taskList)
      if (
        task.due !== null &&
        ['open', 'running'].includes(task.state) &&
        Date.parse(task.due) < Date.parse(incident.now) - 60_000 &&
        !known.has(`${task.id} ${Date.parse(task.due)}`)
      )
        found.push(`nobody was told that ${task.id} of ${incident.number} is late since ${task.due}`);
  }
  return found;
}
