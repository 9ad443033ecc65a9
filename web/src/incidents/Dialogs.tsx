import { Button, Input, Modal, Radio, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Level, Plan } from '../../../src/plans/model.ts';
import type { StepResult } from '../../../src/response/model.ts';
import { say } from '../i18n/index.ts';
import { LevelMark, RefusedNotice } from '../marks/index.ts';
import css from './dialogs.module.css';
import { durationOf, numberOf } from './inputs.ts';
import { type Command, useCommand } from './queries.ts';
import type { Room } from './room.ts';

/** What can be said or ordered beside the tasks. The word is in the address (`?do=order`). */
export const doings = ['order', 'report', 'contact', 'task', 'level', 'test', 'end', 'withdraw', 'reopen'] as const;
export type Doing = (typeof doings)[number];

interface DialogProps {
  incident: string;
  room: Room;
  plan: Plan;
  doing: Doing | null;
  drill: boolean;
  onClose: () => void;
}

export function Dialogs({ doing, onClose, ...rest }: DialogProps) {
  const { t } = useTranslation('incidents');
  return (
    <Modal
      open={doing !== null}
      onCancel={onClose}
      footer={null}
      title={doing ? t(`do.${doing}.title`) : ''}
      width={doing === 'test' ? 640 : 520}
      destroyOnHidden
    >
      {doing ? <Form key={doing} doing={doing} onClose={onClose} {...rest} /> : null}
    </Modal>
  );
}

function Form({ incident, room, plan, doing, drill, onClose }: Omit<DialogProps, 'doing'> & { doing: Doing }) {
  const command = useCommand(incident);
  const send = (body: Command) => command.mutate({ command: body }, { onSuccess: onClose });
  const Part = parts[doing];
  return (
    <div className={css.form}>
      <Part room={room} plan={plan} drill={drill} pending={command.isPending} send={send} onClose={onClose} />
      <RefusedNotice error={command.error} />
    </div>
  );
}

interface PartProps {
  room: Room;
  plan: Plan;
  drill: boolean;
  pending: boolean;
  send: (command: Command) => void;
  onClose: () => void;
}

function Foot({
  go,
  missing,
  pending,
  onGo,
  onClose,
}: {
  go: string;
  missing: string;
  pending: boolean;
  onGo: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation('incidents');
  return (
    <div className={css.foot}>
      <span className="ink-2 t-note" role="status">
        {pending ? t('pending') : missing}
      </span>
      <Button size="large" onClick={onClose}>
        {t('cancel')}
      </Button>
      <Button type="primary" size="large" disabled={missing !== ''} title={missing} loading={pending} onClick={onGo}>
        {go}
      </Button>
    </div>
  );
}
const Labelled = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className={css.labelled}>
    <span>{label}</span>
    {children}
  </div>
);
const groupsOf = (plan: Plan) => [plan.command, ...plan.groups].map((group) => ({ value: group.id, label: say(group.name) }));

function Order({ plan, pending, send, onClose }: PartProps) {
  const { t } = useTranslation('incidents');
  const [text, setText] = useState('');
  const [to, setTo] = useState<string[]>([]);
  return (
    <>
      <Labelled label={t('do.order.to')}>
        <Select
          mode="multiple"
          value={to}
          options={groupsOf(plan)}
          placeholder={t('do.order.all')}
          aria-label={t('do.order.to')}
          onChange={setTo}
        />
      </Labelled>
      <Labelled label={t('do.order.text')}>
        <Input.TextArea
          autoFocus
          value={text}
          autoSize={{ minRows: 3 }}
          aria-label={t('do.order.text')}
          onChange={(event) => setText(event.target.value)}
        />
      </Labelled>
      <Foot
        go={t('do.order.go')}
        missing={text.trim() ? '' : t('do.textMissing')}
        pending={pending}
        onGo={() => send({ command: 'record-order', text: text.trim(), to })}
        onClose={onClose}
      />
    </>
  );
}
function Report({ plan, pending, send, onClose }: PartProps) {
  const { t } = useTranslation('incidents');
  const [text, setText] = useState('');
  const [group, setGroup] = useState<string>();
  return (
    <>
      <Labelled label={t('do.report.group')}>
        <Select
          allowClear
          value={group}
          options={groupsOf(plan)}
          placeholder={t('do.report.any')}
          aria-label={t('do.report.group')}
          onChange={setGroup}
        />
      </Labelled>
      <Labelled label={t('do.report.text')}>
        <Input.TextArea
          autoFocus
          value={text}
          autoSize={{ minRows: 3 }}
          aria-label={t('do.report.text')}
          onChange={(event) => setText(event.target.value)}
        />
      </Labelled>
      <Foot
        go={t('do.report.go')}
        missing={text.trim() ? '' : t('do.textMissing')}
        pending={pending}
        onGo={() => send({ command: 'report-situation', text: text.trim(), ...(group ? { group } : {}) })}
        onClose={onClose}
      />
    </>
  );
}
function Contact({ plan, pending, send, onClose }: PartProps) {
  const { t } = useTranslation('incidents');
  const [contact, setContact] = useState<string>();
  const [text, setText] = useState('');
  const [reference, setReference] = useState('');
  return (
    <>
      <Labelled label={t('do.contact.with')}>
        <Select
          value={contact}
          options={plan.outsideContacts.map((one) => ({ value: one.id, label: say(one.name) }))}
          aria-label={t('do.contact.with')}
          onChange={setContact}
        />
      </Labelled>
      <Labelled label={t('do.contact.text')}>
        <Input.TextArea
          value={text}
          autoSize={{ minRows: 3 }}
          aria-label={t('do.contact.text')}
          onChange={(event) => setText(event.target.value)}
        />
      </Labelled>
      <Labelled label={t('do.contact.reference')}>
        <Input value={reference} aria-label={t('do.contact.reference')} onChange={(event) => setReference(event.target.value)} />
      </Labelled>
      <Foot
        go={t('do.contact.go')}
        missing={!contact ? t('do.contact.missing') : text.trim() ? '' : t('do.textMissing')}
        pending={pending}
        onGo={() =>
          contact &&
          send({ command: 'record-contact', contact, text: text.trim(), ...(reference.trim() ? { reference: reference.trim() } : {}) })
        }
        onClose={onClose}
      />
    </>
  );
}
function AddTask({ plan, pending, send, onClose }: PartProps) {
  const { t } = useTranslation('incidents');
  const [title, setTitle] = useState('');
  const [english, setEnglish] = useState('');
  const [group, setGroup] = useState<string>();
  const [span, setSpan] = useState('30');
  const [reason, setReason] = useState('');
  const deadline = durationOf(span);
  const missing = !title.trim()
    ? t('do.task.titleMissing')
    : !group
      ? t('do.task.groupMissing')
      : !deadline
        ? t('do.task.deadlineMissing')
        : !reason.trim()
          ? t('reasonNeeded')
          : '';
  return (
    <>
      <Labelled label={t('do.task.what')}>
        <Input autoFocus value={title} aria-label={t('do.task.what')} onChange={(event) => setTitle(event.target.value)} />
      </Labelled>
      <Labelled label={t('do.task.english')}>
        <Input value={english} aria-label={t('do.task.english')} onChange={(event) => setEnglish(event.target.value)} />
      </Labelled>
      <div className={css.two}>
        <Labelled label={t('task.group')}>
          <Select value={group} options={groupsOf(plan)} aria-label={t('task.group')} onChange={setGroup} />
        </Labelled>
        <Labelled label={t('do.task.within')}>
          <Input
            value={span}
            status={deadline ? '' : 'error'}
            suffix={<span className="ink-3">{t('do.task.minutes')}</span>}
            aria-label={t('do.task.within')}
            onChange={(event) => setSpan(event.target.value)}
          />
        </Labelled>
      </div>
      <Labelled label={t('task.reason')}>
        <Input value={reason} aria-label={t('task.reason')} onChange={(event) => setReason(event.target.value)} />
      </Labelled>
      <Foot
        go={t('do.task.go')}
        missing={missing}
        pending={pending}
        onGo={() =>
          group &&
          deadline &&
          send({
            command: 'add-task',
            title: { zh: title.trim(), en: english.trim() || title.trim() },
            group,
            deadline,
            reason: reason.trim(),
          })
        }
        onClose={onClose}
      />
    </>
  );
}
function ChangeLevel({ room, pending, send, onClose }: PartProps) {
  const { t } = useTranslation('incidents');
  const { t: shell } = useTranslation('shell');
  const [level, setLevel] = useState<Level>(room.level);
  const [reason, setReason] = useState('');
  return (
    <>
      <Radio.Group value={level} onChange={(event) => setLevel(event.target.value as Level)} className={css.levels}>
        {(['I', 'II', 'III', 'IV'] as const).map((one) => (
          <Radio key={one} value={one}>
            <span className="row">
              <LevelMark level={one} />
              {shell(`level.${one}`)}
              {one === room.level ? <span className="ink-2">{t('do.level.now')}</span> : null}
            </span>
          </Radio>
        ))}
      </Radio.Group>
      <Labelled label={t('task.reason')}>
        <Input value={reason} aria-label={t('task.reason')} onChange={(event) => setReason(event.target.value)} />
      </Labelled>
      <Foot
        go={t('do.level.go')}
        missing={level === room.level ? t('do.level.same') : reason.trim() ? '' : t('reasonNeeded')}
        pending={pending}
        onGo={() => send({ command: 'set-level', level, reason: reason.trim() })}
        onClose={onClose}
      />
    </>
  );
}

/** The recovery test: each step ticked or measured against its bounds; one that fails reopens the repair. */
function RecordTest({ room, plan, pending, send, onClose }: PartProps) {
  const { t } = useTranslation('incidents');
  const tests = plan.recoveryTests.filter((test) => test.classes.includes(room.eventClass));
  const [id, setId] = useState(room.tests.find((test) => !test.passed)?.id ?? tests[0]?.id);
  const [checks, setChecks] = useState<Record<string, boolean>>({});
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [machines, setMachines] = useState<string[]>([]);
  const [note, setNote] = useState('');
  const test = tests.find((one) => one.id === id);
  if (!test) return <p className="ink-2">{t('do.test.none')}</p>;
  const outside = (step: (typeof test.steps)[number]): boolean => {
    const value = numberOf(typed[step.id] ?? '');
    return value !== null && ((step.min !== undefined && value < step.min) || (step.max !== undefined && value > step.max));
  };
  const missing = test.steps.filter(
    (step) =>
      (step.kind === 'check' && checks[step.id] === undefined) || (step.kind === 'measure' && numberOf(typed[step.id] ?? '') === null),
  );
  const fails = test.steps.some(
    (step) => (step.kind === 'check' && checks[step.id] === false) || (step.kind === 'measure' && outside(step)),
  );
  const results: StepResult[] = test.steps.map((step) =>
    step.kind === 'measure'
      ? { step: step.id, value: numberOf(typed[step.id] ?? '') ?? Number.NaN }
      : step.kind === 'check'
        ? { step: step.id, passed: checks[step.id] === true }
        : { step: step.id },
  );
  const repair = plan.tasks.find((task) => task.id === test.reopens);
  return (
    <>
      {tests.length > 1 ? (
        <Labelled label={t('do.test.which')}>
          <Select
            value={id}
            options={tests.map((one) => ({ value: one.id, label: say(one.name) }))}
            aria-label={t('do.test.which')}
            onChange={setId}
          />
        </Labelled>
      ) : (
        <p className="strong">{say(test.name)}</p>
      )}
      <ol className={css.steps}>
        {test.steps.map((step) => (
          <li key={step.id}>
            <span>
              {say(step.text)}
              {step.kind === 'measure' ? <small>{t('do.test.bounds', { range: bounds(step), unit: say(step.unit) })}</small> : null}
            </span>
            {step.kind === 'check' ? (
              <Radio.Group
                optionType="button"
                value={checks[step.id] ?? null}
                options={[
                  { value: true, label: t('do.test.pass') },
                  { value: false, label: t('do.test.fail') },
                ]}
                onChange={(event) => setChecks({ ...checks, [step.id]: event.target.value as boolean })}
              />
            ) : step.kind === 'measure' ? (
              <Input
                inputMode="decimal"
                value={typed[step.id] ?? ''}
                suffix={say(step.unit) || <span />}
                aria-label={say(step.text)}
                aria-invalid={outside(step)}
                style={{ width: 150 }}
                onChange={(event) => setTyped({ ...typed, [step.id]: event.target.value })}
              />
            ) : (
              <span className="ink-2 nowrap">{t('do.test.device')}</span>
            )}
            {step.kind === 'measure' && outside(step) ? <em>{t('do.test.outside')}</em> : null}
          </li>
        ))}
      </ol>
      <Labelled label={t('do.test.machines')}>
        <Select
          mode="multiple"
          allowClear
          value={machines}
          placeholder={t('device.all')}
          maxTagCount="responsive"
          options={room.machineIds.map((atm) => ({ value: atm, label: atm }))}
          aria-label={t('do.test.machines')}
          onChange={setMachines}
        />
      </Labelled>
      <Labelled label={t('form.note')}>
        <Input value={note} aria-label={t('form.note')} onChange={(event) => setNote(event.target.value)} />
      </Labelled>
      {fails && repair ? <p className={css.warn}>{t('do.test.reopens', { task: say(repair.title) })}</p> : null}
      <Foot
        go={t(fails ? 'do.test.goFail' : 'do.test.go')}
        missing={missing.length > 0 ? t('do.test.missing', { count: missing.length }) : ''}
        pending={pending}
        onGo={() =>
          send({
            command: 'record-test',
            test: test.id,
            results: results.filter((result) => result.passed !== undefined || result.value !== undefined),
            ...(machines.length > 0 ? { machines } : {}),
            ...(note.trim() ? { note: note.trim() } : {}),
          })
        }
        onClose={onClose}
      />
    </>
  );
}
const bounds = (step: { min?: number; max?: number }): string =>
  step.min !== undefined && step.max !== undefined ? `${step.min}–${step.max}` : step.min !== undefined ? `≥ ${step.min}` : `≤ ${step.max}`;

/** The three that need one text and say what they touch. */
function Solemn({
  doing,
  make,
  room,
  drill,
  pending,
  send,
  onClose,
}: PartProps & { doing: 'end' | 'withdraw' | 'reopen'; make: (text: string) => Command }) {
  const { t } = useTranslation('incidents');
  const [text, setText] = useState('');
  const people = new Set(room.groups.flatMap((group) => group.people.map((call) => call.person.id))).size;
  return (
    <>
      <p>
        {drill ? t('drillMark') : ''}
        {t(`do.${doing}.touches`, { number: room.number, machines: room.machines.total, people })}
      </p>
      <Labelled label={t(`do.${doing}.text`)}>
        <Input.TextArea
          autoFocus
          value={text}
          autoSize={{ minRows: 3 }}
          aria-label={t(`do.${doing}.text`)}
          onChange={(event) => setText(event.target.value)}
        />
      </Labelled>
      <Foot
        go={t(`do.${doing}.go`)}
        missing={text.trim() ? '' : t('do.textMissing')}
        pending={pending}
        onGo={() => send(make(text.trim()))}
        onClose={onClose}
      />
    </>
  );
}
const End = (props: PartProps) => <Solemn {...props} doing="end" make={(text) => ({ command: 'declare-end', text })} />;
const Withdraw = (props: PartProps) => <Solemn {...props} doing="withdraw" make={(reason) => ({ command: 'withdraw', reason })} />;
const Reopen = (props: PartProps) => <Solemn {...props} doing="reopen" make={(reason) => ({ command: 'reopen', reason })} />;

const parts: Record<Doing, (props: PartProps) => ReactNode> = {
  order: Order,
  report: Report,
  contact: Contact,
  task: AddTask,
  level: ChangeLevel,
  test: RecordTest,
  end: End,
  withdraw: Withdraw,
  reopen: Reopen,
};
