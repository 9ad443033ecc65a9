/** What the public API answers, as far as the simulated people read it. */
export interface Words {
  zh: string;
  en: string;
}
export interface Named {
  id: string;
  name: string;
}
interface Page<T> {
  items: T[];
}

export interface WarningWire {
  id: string;
  number: string;
  state: string;
  cause: { kind: string; ref: string };
  triage: 'general' | 'major';
  atms: number;
  openedAt: string;
  workOrder: string | null;
  incident: string | null;
  reasons: ({ rule: string } & Words)[];
}
export interface OfferWire {
  plan: { id: string; version: number; title: Words };
  trigger: { id: string; name: Words };
}

export interface TaskWire {
  id: string;
  title: Words;
  group: string;
  phase: string;
  state: string;
  round: number;
  due: string | null;
  openedAt: string | null;
  assignee: Named | null;
  startedBy: Named | null;
  form: {
    id: string;
    label: Words;
    kind: 'text' | 'number' | 'money' | 'photo' | 'place' | 'person' | 'machines' | 'choice' | 'time' | 'yes-no';
    required: boolean;
    unit?: Words;
    options?: { value: string; label: Words }[];
  }[];
  checklist: { id: string; text: Words }[];
  evidenceNeeded: { kind: 'photo' | 'place' | 'note'; atLeast: number }[];
  effects: { key: string; kind: string; outcome: 'pending' | 'done' | 'failed' | 'withheld'; detail: string }[];
  actions: { command: string; allowed: boolean; why: { code: string } | null }[];
}
export interface IncidentWire {
  id: string;
  number: string;
  state: 'active' | 'recovering' | 'ended' | 'reported' | 'withdrawn';
  title: Words;
  now: string;
  phase: string | null;
  warnings: string[];
  machineIds: string[];
  machinesDown: string[];
  lanes: { group: string; people: { person: Named; state: string; seat: string }[]; appointed: { person: Named; state: string } | null }[];
  taskList: TaskWire[];
  tests: {
    id: string;
    group: string;
    name: Words;
    passed: boolean | null;
    attempts: number;
    steps: { id: string; kind: 'check' | 'measure' | 'device'; min?: number; max?: number }[];
    actions: { command: string; allowed: boolean; why: { code: string } | null }[];
  }[];
  missing: { code: string }[];
}
export interface MineWire {
  kind: string;
  id: string;
  subject: { kind: string; id: string; number: string };
  title: Words;
  due: string | null;
  late: boolean;
}
export interface OrderWire {
  id: string;
  number: string;
  state: string;
  warning: string;
  incident: string | null;
  vendor: string;
  atms: string[];
  sentAt: string;
}
export interface BulletinWire {
  id: string;
  state: string;
  kind: string;
  authors: string[];
  draftedAt: string;
}
export interface ReportWire {
  id: string;
  number: string;
  state: 'draft' | 'approved';
}
export interface NoticeWire {
  id: string;
  subject: { kind: string; id: string };
  acknowledgedAt: string | null;
}
export type List<T> = Page<T>;
