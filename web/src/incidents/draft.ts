import type { Field, Task } from '../../../src/plans/model.ts';
import type { Answers, EvidenceItem } from '../../../src/response/model.ts';
import { fenOf, numberOf } from './inputs.ts';

/** What a person has filled in for one task and not yet sent, as typed. */
export interface Draft {
  values: Record<string, string | boolean | string[] | undefined>;
  checked: string[];
  evidence: EvidenceItem[];
  note: string;
}
export const emptyDraft: Draft = { values: {}, checked: [], evidence: [], note: '' };

/** What keeps a draft from being sent: a field's id and why. `steps`, `photo`, `place`, `note` are the parts beside the form. */
export type DraftFault = { at: string; why: 'missing' | 'number' | 'money' | 'time' };

const answerOf = (field: Field, typed: Draft['values'][string]): Answers[string] | DraftFault['why'] | undefined => {
  if (typed === undefined || typed === '' || (Array.isArray(typed) && typed.length === 0)) return undefined;
  if (field.kind === 'number') return numberOf(String(typed)) ?? 'number';
  if (field.kind === 'money') return fenOf(String(typed)) ?? 'money';
  if (field.kind === 'time') {
    const at = new Date(String(typed));
    return Number.isNaN(at.getTime()) ? 'time' : at.toISOString();
  }
  return typed;
};
const strict = new Set<Field['kind']>(['number', 'money', 'time']);

/**
 * Reads a draft against the plan's task: money in fen, numbers as numbers, instants in UTC.
 * The server checks again; this only spares a round trip.
 */
export function readDraft(
  task: Pick<Task, 'form' | 'checklist' | 'evidence'> | null,
  draft: Draft,
): { answers: Answers; faults: DraftFault[] } {
  const answers: Answers = {};
  const faults: DraftFault[] = [];
  for (const field of task?.form ?? []) {
    const answer = answerOf(field, draft.values[field.id]);
    if (answer === undefined) {
      if (field.required) faults.push({ at: field.id, why: 'missing' });
    } else if (strict.has(field.kind) && (answer === 'number' || answer === 'money' || answer === 'time'))
      faults.push({ at: field.id, why: answer });
    else answers[field.id] = answer;
  }
  if ((task?.checklist ?? []).some((step) => !draft.checked.includes(step.id))) faults.push({ at: 'steps', why: 'missing' });
  for (const proof of task?.evidence ?? []) {
    const given =
      proof.kind === 'note'
        ? Number(draft.note.trim() !== '') + draft.evidence.filter((item) => item.kind === 'note').length
        : draft.evidence.filter((item) => item.kind === proof.kind).length;
    if (given < proof.atLeast) faults.push({ at: proof.kind, why: 'missing' });
  }
  return { answers, faults };
}

/** The evidence of a draft; a note that the plan asks for as proof goes along as such. */
export function evidenceOf(task: Pick<Task, 'evidence'> | null, draft: Draft): EvidenceItem[] {
  const wantsNote = task?.evidence?.some((proof) => proof.kind === 'note') ?? false;
  return wantsNote && draft.note.trim() ? [...draft.evidence, { kind: 'note', text: draft.note.trim() }] : draft.evidence;
}
