import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { startTrial, type Trial } from './trial.ts';

const now = '2026-11-23T01:00:00Z';
const signal = (id: string, more: object = {}) => ({
  id,
  source: 'bench',
  atm: 'A-1',
  code: 'cash.out',
  state: 'raised',
  at: now,
  ...more,
});
const post = (trial: Trial, payload: string | Buffer, headers: object = {}) =>
  trial.app.inject({
    method: 'POST',
    url: '/api/v1/signals',
    headers: { ...trial.as('integration'), 'content-type': 'application/json', ...headers },
    payload,
  });
const get = async (trial: Trial, url: string) => (await trial.app.inject({ url, headers: trial.as('duty-officer') })).json();

test('one signal, an array and NDJSON are taken; a broken line and an unknown machine are refused alone, with words, and kept as dead letters', async () => {
  await using trial = await startTrial();
  expect((await post(trial, JSON.stringify(signal('1')))).json()).toEqual({ accepted: 1, refused: [] });
  expect((await post(trial, JSON.stringify([signal('2'), signal('3', { atm: 'A-9' })]))).json()).toMatchObject({
    accepted: 1,
    refused: [{ index: 1, code: 'atm-unknown', field: 'atm', what: '机具台账里没有这台设备。' }],
  });
  const lines = [JSON.stringify(signal('4')), '{"id":"5","sour', JSON.stringify(signal('6'))].join('\n');
  const answer = (await post(trial, lines, { 'content-type': 'application/x-ndjson', 'accept-language': 'en' })).json();
  expect(answer).toMatchObject({
    accepted: 2,
    refused: [{ index: 1, line: 2, code: 'json-broken', what: 'This line is not valid JSON.' }],
  });
  expect(
    (await get(trial, '/api/v1/dead-letters')).items.map((letter: { code: string; atm: string }) => [letter.code, letter.atm]),
  ).toEqual([
    ['json-broken', null],
    ['atm-unknown', 'A-9'],
  ]);
  expect((await get(trial, '/api/v1/signals?atm=A-1')).items.map((kept: { id: string }) => kept.id)).toEqual(['6', '4', '2', '1']);
});

test('a body that is no JSON is refused whole and kept', async () => {
  await using trial = await startTrial();
  const answer = await post(trial, '[{"id": "1", ');
  expect(answer.statusCode).toBe(400);
  expect(answer.json()).toMatchObject({ code: 'signals-unreadable' });
  expect((await get(trial, '/api/v1/dead-letters')).items[0]).toMatchObject({ code: 'signals-unreadable', content: '[{"id": "1", ' });
});

test('the same id of a source counts once, within a batch, across batches and across a restart', async () => {
  await using trial = await startTrial();
  const [first, other] = [signal('same'), signal('same', { source: 'other' })];
  expect((await post(trial, JSON.stringify([first, first, other]))).json().accepted).toBe(3);
  expect((await post(trial, JSON.stringify(first))).json().accepted).toBe(1);
  await using again = await trial.restart();
  expect((await post(again, JSON.stringify(first))).json().accepted).toBe(1);
  expect((await get(again, '/api/v1/signals')).items).toHaveLength(2);
});

test('a signal that opened a fault does not open another when it comes again after it was forgotten', async () => {
  await using trial = await startTrial();
  await post(trial, JSON.stringify(signal('late')));
  await post(trial, JSON.stringify(signal('end', { state: 'cleared' })));
  await sql`delete from signal_batch`.execute(trial.database.db);
  await sql`update fault set closed_at = '2026-11-20T00:00:00Z', opened_at = '2026-11-20T00:00:00Z'`.execute(trial.database.db);
  await using again = await trial.restart();
  expect((await post(again, JSON.stringify(signal('late')))).json().accepted).toBe(1);
  expect(again.fleet.condition('A-1')).toBe('in-service');
  expect(again.news.opened).toEqual([]);
});

test('a hundred senders at once: every signal kept once, in few commits', async () => {
  await using trial = await startTrial();
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, sender) =>
      post(
        trial,
        JSON.stringify(Array.from({ length: 20 }, (_, at) => signal(`${sender}-${at}`, { code: at % 2 ? 'cash.low' : 'cash.out' }))),
      ),
    ),
  );
  expect(answers.map((answer) => answer.json().accepted)).toEqual(Array(100).fill(20));
  const { rows } = await sql<{
    signals: number;
    commits: number;
  }>`select sum(count)::int as signals, count(distinct xmin::text)::int as commits from signal_batch`.execute(trial.database.db);
  expect(rows[0]!.signals).toBe(2000);
  expect(rows[0]!.commits).toBeLessThan(60);
  expect((await trial.fleet.faults({ atm: 'A-1', limit: 10 })).items).toHaveLength(2);
});

test('pages of kept signals neither repeat nor leave out one', async () => {
  await using trial = await startTrial();
  for (let batch = 0; batch < 5; batch++)
    await post(trial, JSON.stringify(Array.from({ length: 7 }, (_, at) => signal(`${batch}-${at}`, { atm: at % 2 ? 'A-1' : 'A-2' }))));
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await get(trial, `/api/v1/signals?atm=A-1&limit=4${cursor === '' ? '' : `&cursor=${cursor}`}`);
    seen.push(...page.items.map((kept: { id: string }) => kept.id));
    cursor = page.next;
  }
  expect(seen).toEqual([4, 3, 2, 1, 0].flatMap((batch) => [5, 3, 1].map((at) => `${batch}-${at}`)));
  expect((await get(trial, '/api/v1/signals?source=nobody')).items).toEqual([]);
  expect((await get(trial, '/api/v1/signals?since=2026-11-23T02:00:00Z')).items).toEqual([]);
});

test('no card number reaches a table, by whatever way it came', async () => {
  await using trial = await startTrial();
  const card = '6222021234567890128';
  await post(
    trial,
    JSON.stringify([
      signal('1', { detail: { pan: card, amount: Number('4111111111111111') } }),
      signal('2', { atm: card }),
      signal(card, { code: 'cash.low' }),
      signal('4111111111111129', { code: 'cash.low', atm: 'A-2' }),
    ]),
  );
  await post(trial, `{"broken": "${card}`);
  await post(trial, `${JSON.stringify(signal('3', { detail: { track: `;${card}=25122010000012345678?` } }))}\n{"x": "${card}`, {
    'content-type': 'application/x-ndjson',
  });
  await trial.app.inject({
    method: 'POST',
    url: '/api/v1/hooks/alertmanager',
    headers: trial.as('integration'),
    payload: {
      version: '4',
      alerts: [
        { status: 'firing', labels: { atm: 'A-1', code: 'card.retained' }, annotations: { card }, startsAt: now, fingerprint: 'f' },
        { labels: { card } },
      ],
    },
  });
  await trial.app.inject({
    method: 'POST',
    url: '/api/v1/hooks/cap',
    headers: { ...trial.as('integration'), 'content-type': 'application/xml' },
    payload: `<alert>${card}</alert>`,
  });
  await trial.app.inject({
    method: 'POST',
    url: '/api/v1/reports-from-field',
    payload: { kind: 'card-swallowed', atm: 'A-2', note: `我的卡 ${card}` },
  });
  const texts: string[] = [
    JSON.stringify((await get(trial, '/api/v1/signals?limit=1000')).items),
    JSON.stringify((await get(trial, '/api/v1/dead-letters')).items),
  ];
  for (const table of ['fault', 'field_report', 'journal_entry', 'xfs_state']) {
    const { rows } = await sql<{ text: string }>`select ${sql.table(table)}::text as text from ${sql.table(table)}`.execute(
      trial.database.db,
    );
    texts.push(...rows.map((row) => row.text));
  }
  expect(texts.join('\n')).toContain('622202');
  for (const text of texts) expect(text).not.toMatch(/6222021234567890128|4111111111111111|4111111111111129|25122010000012345678/);
  expect((await trial.fleet.faults({ atm: 'A-1', code: 'cash.out', limit: 1 })).items[0]!.detail['pan']).toBe('622202*********0128');
});

test('a body beyond 32 MiB is refused as such, and the server goes on', async () => {
  await using trial = await startTrial();
  const url = `${await trial.listen()}/api/v1/signals`;
  const answer = await fetch(url, {
    method: 'POST',
    headers: { ...trial.as('integration'), 'content-type': 'application/json' },
    body: Buffer.alloc(100 * 1024 * 1024, 32),
  });
  expect(answer.status).toBe(413);
  expect(await answer.json()).toMatchObject({ code: 'body-too-large' });
  const small = await fetch(url, {
    method: 'POST',
    headers: { ...trial.as('integration'), 'content-type': 'application/json' },
    body: JSON.stringify(signal('1')),
  });
  expect(await small.json()).toMatchObject({ accepted: 1 });
});

test('whatever comes is answered, and what is good in it is taken', async () => {
  await using trial = await startTrial();
  let id = 0;
  const record = fc.oneof(
    fc
      .constantFrom('good', 'unknown', 'clock')
      .map((kind) => signal(`f${id++}`, kind === 'unknown' ? { atm: 'A-9' } : kind === 'clock' ? { at: '1999-01-01T00:00:00Z' } : {})),
    fc.dictionary(fc.string(), fc.jsonValue()),
    fc.jsonValue(),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { maxLength: 8 }),
      fc.boolean(),
      fc.option(fc.tuple(fc.nat(200), fc.uint8Array({ maxLength: 9 }))),
      async (records, ndjson, damage) => {
        let body = Buffer.from(ndjson ? records.map((each) => JSON.stringify(each)).join('\n') : JSON.stringify(records));
        if (damage) body = Buffer.concat([body.subarray(0, damage[0]), damage[1], body.subarray(damage[0])]);
        const answer = await post(trial, body, { 'content-type': ndjson ? 'application/x-ndjson' : 'application/json' });
        expect([200, 400]).toContain(answer.statusCode);
        if (!damage && !(records.length === 0)) {
          const { accepted, refused } = answer.json();
          expect(accepted + refused.length).toBe(ndjson ? records.length : records.length);
        }
      },
    ),
    { numRuns: 150 },
  );
  expect((await post(trial, JSON.stringify(signal('after')))).json()).toMatchObject({ accepted: 1 });
});

test('only those who may send signals send them', async () => {
  await using trial = await startTrial();
  expect((await trial.app.inject({ method: 'POST', url: '/api/v1/signals', payload: signal('1') })).statusCode).toBe(401);
  expect(
    (await trial.app.inject({ method: 'POST', url: '/api/v1/signals', headers: trial.as('vendor', '恒银'), payload: signal('1') }))
      .statusCode,
  ).toBe(403);
  expect((await trial.app.inject({ url: '/api/v1/signals', headers: trial.as('integration') })).statusCode).toBe(403);
  expect((await get(trial, '/api/v1/signal-codes')).items).toContainEqual({
    code: 'cash.out',
    zh: '钞箱无钞',
    en: 'Cash out',
    class: 'cash',
    module: 'cash',
    impact: 'blocks',
    blocksPayout: true,
  });
});
