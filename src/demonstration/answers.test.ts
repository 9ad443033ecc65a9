import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Plan } from '#plans';
import { fill, testResults } from './answers.ts';

const folder = new URL('../../plans/', import.meta.url);
const plans = readdirSync(folder)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => parse(readFileSync(new URL(file, folder), 'utf8')) as Plan);
const situation = { cause: 'power', machines: ['A-1', 'A-2'], person: 'somebody', now: '2026-07-16T06:00:00Z', lat: 30.6, lon: 114.3 };

test('every form, checklist and evidence of every shipped plan can be filled in', () => {
  expect(plans.length).toBeGreaterThan(0);
  for (const plan of plans)
    for (const task of plan.tasks) {
      const filled = fill(task, situation);
      for (const field of task.form ?? [])
        if (field.required) expect(filled.answers[field.id], `${plan.id} ${task.id} ${field.id}`).toBeDefined();
      expect(filled.checked).toEqual((task.checklist ?? []).map((item) => item.id));
      for (const { kind, atLeast } of task.evidence ?? [])
        expect(filled.evidence.filter((item) => item.kind === kind)).toHaveLength(atLeast);
    }
});

test('the cause that a form asks for is the one of the warning', () => {
  const field = {
    id: 'cause',
    label: { zh: '原因', en: 'Cause' },
    kind: 'choice' as const,
    required: true,
    options: ['power', 'line', 'attack', 'other'].map((value) => ({ value, label: { zh: value, en: value } })),
  };
  for (const [cause, value] of [
    ['power', 'power'],
    ['line', 'line'],
    ['attack', 'attack'],
    ['release', 'other'],
  ] as const)
    expect(fill({ form: [field] }, { ...situation, cause }).answers['cause']).toBe(value);
});

test('a recovery test passes within its limits, and fails in one step only', () => {
  const steps = [
    { id: 'voltage', kind: 'measure' as const, min: 198, max: 242 },
    { id: 'withdrawal', kind: 'check' as const },
    { id: 'own', kind: 'device' as const },
  ];
  expect(testResults(steps, true)).toEqual([
    { step: 'voltage', value: 220 },
    { step: 'withdrawal', passed: true },
  ]);
  expect(testResults(steps, false)).toEqual([
    { step: 'voltage', value: 243 },
    { step: 'withdrawal', passed: true },
  ]);
});
