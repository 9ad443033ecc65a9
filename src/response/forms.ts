import type { Field, Task, Text } from '#plans';
import type { Answers, EvidenceItem } from './model.ts';

/** One thing that a completion lacks or has wrong, named so that the screen can point at it. */
export interface Lack extends Text {
  kind: 'field' | 'check' | 'evidence';
  id: string;
}

export interface Completion {
  answers: Answers;
  checked: string[];
  evidence: EvidenceItem[];
  note: string | null;
}

/** What a completion lacks of the task's form, checklist and evidence; all at once. Numbers are in the field's unit, money in 分. */
export function lacks(task: Pick<Task, 'form' | 'checklist' | 'evidence'>, completion: Completion, machines: readonly string[]): Lack[] {
  const found: Lack[] = [];
  for (const field of task.form ?? []) {
    const wrong = fieldFault(field, completion.answers[field.id], machines);
    if (wrong) found.push({ kind: 'field', id: field.id, zh: `${field.label.zh}：${wrong.zh}`, en: `${field.label.en}: ${wrong.en}` });
  }
  for (const id of Object.keys(completion.answers))
    if (!task.form?.some((field) => field.id === id))
      found.push({ kind: 'field', id, zh: `没有字段“${id}”`, en: `there is no field “${id}”` });
  for (const item of task.checklist ?? [])
    if (!completion.checked.includes(item.id))
      found.push({ kind: 'check', id: item.id, zh: `未核对“${item.text.zh}”`, en: `not checked: “${item.text.en}”` });
  for (const { kind, atLeast } of task.evidence ?? []) {
    const has =
      completion.evidence.filter((item) => item.kind === kind && proves(item)).length +
      (kind === 'note' && completion.note?.trim() ? 1 : 0);
    if (has < atLeast) {
      const name = evidenceNames[kind];
      found.push({ kind: 'evidence', id: kind, zh: `缺${name.zh} ${atLeast - has} 份`, en: `${atLeast - has} more of: ${name.en}` });
    }
  }
  return found;
}

const evidenceNames: Record<EvidenceItem['kind'], Text> = {
  photo: { zh: '照片', en: 'photo' },
  place: { zh: '位置', en: 'place' },
  note: { zh: '文字说明', en: 'note' },
};

const proves = (item: EvidenceItem): boolean => {
  switch (item.kind) {
    case 'photo':
      return Boolean(item.file ?? item.sha256);
    case 'place':
      return (
        Number.isFinite(item.lat) && Number.isFinite(item.lon) && Math.abs(item.lat as number) <= 90 && Math.abs(item.lon as number) <= 180
      );
    case 'note':
      return Boolean(item.text?.trim());
    default:
      return item.kind satisfies never;
  }
};

const missing: Text = { zh: '必填', en: 'required' };
const wants = (zh: string, en: string): Text => ({ zh: `应为${zh}`, en: `must be ${en}` });

function fieldFault(field: Field, value: Answers[string] | undefined, machines: readonly string[]): Text | null {
  if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0))
    return field.required ? missing : null;
  switch (field.kind) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value)
        ? null
        : wants(field.unit ? `数字（${field.unit.zh}）` : '数字', field.unit ? `a number (${field.unit.en})` : 'a number');
    case 'money':
      return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? null : wants('以分为单位的金额', 'an amount in 分');
    case 'yes-no':
      return typeof value === 'boolean' ? null : wants('是或否', 'yes or no');
    case 'choice':
      return field.options?.some((option) => option.value === value) ? null : wants('所列选项之一', 'one of the options');
    case 'machines': {
      if (!Array.isArray(value)) return wants('设备清单', 'a list of machines');
      const strange = value.filter((machine) => !machines.includes(machine));
      return strange.length === 0
        ? null
        : { zh: `不属于本事件的设备 ${strange.join('、')}`, en: `not machines of this incident: ${strange.join(', ')}` };
    }
    case 'time':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? null : wants('时间', 'a time');
    case 'photo':
      return typeof value === 'string' || Array.isArray(value) ? null : wants('照片', 'a photo');
    case 'text':
    case 'place':
    case 'person':
      return typeof value === 'string' ? (value.trim() === '' && field.required ? missing : null) : wants('文字', 'text');
    default:
      return field.kind satisfies never;
  }
}
