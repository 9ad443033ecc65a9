import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plan, Text } from '../../../src/plans/model.ts';
import { say } from '../i18n/index.ts';
import { effectName } from '../incidents/sentences.ts';
import { StateMark } from '../marks/index.ts';
import { Comments } from './Comments.tsx';
import { chapterOf, clausesOf, type Element, type ElementKind, elementsOf } from './clauses.ts';
import { Findings } from './Findings.tsx';
import css from './plans.module.css';
import type { Finding, PlanComment } from './queries.ts';
import { asks, condition, span } from './Tasks.tsx';

interface ClausesProps {
  version: number;
  comments: readonly PlanComment[];
  may: boolean;
  plan: Plan;
  findings: readonly Finding[];
  selected: string | null;
  onSelect: (key: string) => void;
}

/** Clauses, structure and the one selected: three panes with one selection. */
export function Clauses({ plan, version, comments, may, findings, selected, onSelect }: ClausesProps) {
  const { t } = useTranslation('plans');
  const elements = elementsOf(plan);
  const clauses = clausesOf(elements);
  // An address may name a task bare, as the command room links it.
  const element = elements.find((one) => one.key === selected) ?? elements.find((one) => one.key === `task/${selected}`) ?? null;
  const clause = selected?.startsWith('clause:') ? selected.slice(7) : null;
  const marked = (one: Element) => one.key === element?.key || (clause !== null && one.sources.includes(clause));
  const must = findings.filter((finding) => finding.severity === 'must').length;
  const pane = useRef<HTMLDivElement>(null);
  const at = element?.key ?? selected;
  useEffect(() => {
    if (at)
      for (const row of pane.current?.querySelectorAll('[aria-selected="true"], [aria-pressed="true"]') ?? [])
        row.scrollIntoView({ block: 'nearest' });
  }, [at]);
  return (
    <>
      <div className={css.three} ref={pane}>
        <section aria-label={t('clauses')}>
          <div className={css.paneHead}>
            <b>{t('clauses')}</b>
            <span>{t('clauseCount', { count: clauses.length })}</span>
          </div>
          <div className={css.scroll}>
            {clauses.map((one, index) => {
              const chapter = chapterOf(one.id);
              const first = index === 0 || chapterOf(clauses[index - 1]?.id ?? '') !== chapter;
              const isMarked = one.id === clause || (element?.sources.includes(one.id) ?? false);
              return (
                <div key={one.id}>
                  {first ? <h2 className={css.chapter}>{t('chapter', { id: chapter })}</h2> : null}
                  <button type="button" className={css.clause} aria-pressed={isMarked} onClick={() => onSelect(`clause:${one.id}`)}>
                    <span>{one.id}</span>
                    <span>
                      {one.elements
                        .map((each) => say(each.text).replace(/[。.；;]$/, ''))
                        .slice(0, 3)
                        .join(t('semicolon'))}
                      {one.elements.length > 3 ? t('andMore', { count: one.elements.length - 3 }) : ''}
                    </span>
                  </button>
                </div>
              );
            })}
          </div>
        </section>
        <section aria-label={t('structure')}>
          <div className={css.paneHead}>
            <b>{t('structure')}</b>
            <span>{t('size', { phases: plan.phases.length, tasks: plan.tasks.length, groups: plan.groups.length + 1 })}</span>
          </div>
          <div className={css.scroll}>
            <Structure plan={plan} elements={elements} marked={marked} onSelect={onSelect} />
          </div>
        </section>
        <section aria-label={t('selected')}>
          <div className={css.paneHead}>
            <b>{element ? t(`kind.${element.kind}`) : clause ? clause : t('plan')}</b>
            <span>{element ? element.sources.join(t('comma')) : ''}</span>
          </div>
          <div className={css.scroll}>
            <Selected
              plan={plan}
              element={element}
              own={clause ? elements.filter((one) => one.sources.includes(clause)) : []}
              onSelect={onSelect}
            />
            <Comments
              plan={plan.id}
              version={version}
              comments={comments}
              clauses={element?.sources ?? (clause ? [clause] : [])}
              may={may}
            />
          </div>
        </section>
      </div>
      <footer className={css.footBar}>
        {must > 0 ? (
          <span className="row">
            <StateMark state="fault" quiet />
            {t('mustCount', { count: must })}
          </span>
        ) : null}
        {findings.length - must > 0 ? (
          <span className="row">
            <StateMark state="note" quiet />
            {t('shouldCount', { count: findings.length - must })}
          </span>
        ) : null}
        {findings.length === 0 ? (
          <span className="row">
            <StateMark state="done" quiet />
            {t('clean')}
          </span>
        ) : (
          <details>
            <summary>{t('showFindings')}</summary>
            <Findings findings={findings} />
          </details>
        )}
      </footer>
    </>
  );
}

const order: ElementKind[] = ['purpose', 'basis', 'scope', 'class', 'group', 'duty', 'trigger', 'calling', 'reporting'];
const after: ElementKind[] = [
  'test',
  'end',
  'report',
  'supply',
  'channel',
  'release',
  'contact',
  'drill',
  'training',
  'preparedness',
  'review',
  'provision',
  'owner',
];

interface Choosing {
  marked: (element: Element) => boolean;
  onSelect: (key: string) => void;
}

function Row({ element, end, who, marked, onSelect }: Choosing & { element: Element; end?: string; who?: string }) {
  // A text that nobody has to do by a time takes their columns too.
  const alone = !end && !who;
  return (
    <tr aria-selected={marked(element)} onClick={() => onSelect(element.key)}>
      <td colSpan={alone ? 3 : 1}>
        <button type="button" className={css.rowButton}>
          {say(element.text)}
        </button>
      </td>
      {alone ? null : <td>{who}</td>}
      {alone ? null : <td className="num">{end}</td>}
      <td className="num ink-2">{element.sources.map(bare).join(' ')}</td>
    </tr>
  );
}
/** A clause without the name of its document, where that stands above. */
const bare = (clause: string): string => clause.replace(/^S\d-/, '');

function Block({
  kind,
  elements,
  groups,
  ...row
}: Choosing & { kind: ElementKind; elements: readonly Element[]; groups: Map<string, Text> }) {
  const { t } = useTranslation('plans');
  const own = elements.filter((one) => one.kind === kind);
  if (own.length === 0) return null;
  return (
    <tbody>
      <tr className={css.phaseRow}>
        <td colSpan={4}>{t(`kind.${kind}`)}</td>
      </tr>
      {own.map((one) => (
        <Row key={one.key} {...row} element={one} who={kind === 'duty' ? say(groups.get(one.of ?? '')) : ''} />
      ))}
    </tbody>
  );
}

function List({ title, items }: { title: string; items: (Text | string)[] }) {
  if (items.length === 0) return null;
  return (
    <section className={css.block}>
      <h3>{title}</h3>
      <ul>
        {items.map((item) => (
          <li key={typeof item === 'string' ? item : item.zh}>{typeof item === 'string' ? item : say(item)}</li>
        ))}
      </ul>
    </section>
  );
}

function Structure({
  plan,
  elements,
  marked,
  onSelect,
}: {
  plan: Plan;
  elements: readonly Element[];
  marked: (element: Element) => boolean;
  onSelect: (key: string) => void;
}) {
  const { t } = useTranslation('plans');
  const groups = new Map([plan.command, ...plan.groups].map((group) => [group.id, group.name]));
  const row = { marked, onSelect };
  return (
    <table className={`table open ${css.structure}`}>
      {order.map((kind) => (
        <Block key={kind} kind={kind} elements={elements} groups={groups} {...row} />
      ))}
      {plan.phases.map((phase, index) => {
        const own = elements.find((one) => one.key === `phase/${phase.id}`);
        return (
          <tbody key={phase.id}>
            {own ? (
              <tr className={css.phaseRow} aria-selected={marked(own)} onClick={() => onSelect(own.key)}>
                <td colSpan={2}>
                  {index + 1}　{say(phase.name)}
                </td>
                <td className="num">{phase.deadline ? span(phase.deadline) : ''}</td>
                <td className="num">{own.sources.map((id) => id.replace(/^S\d-/, '')).join(' ')}</td>
              </tr>
            ) : null}
            {plan.tasks
              .filter((task) => task.phase === phase.id)
              .map((task) => {
                const element = elements.find((one) => one.key === `task/${task.id}`);
                return element ? (
                  <Row
                    key={task.id}
                    {...row}
                    element={element}
                    who={say(groups.get(task.group))}
                    end={task.repeat ? t('every', { span: span(task.repeat) }) : span(task.deadline)}
                  />
                ) : null;
              })}
          </tbody>
        );
      })}
      {after.map((kind) => (
        <Block key={kind} kind={kind} elements={elements} groups={groups} {...row} />
      ))}
    </table>
  );
}

function Selected({
  plan,
  element,
  own,
  onSelect,
}: {
  plan: Plan;
  element: Element | null;
  own: readonly Element[];
  onSelect: (key: string) => void;
}) {
  const { t } = useTranslation('plans');
  if (!element && own.length > 0)
    return (
      <ul className={css.made}>
        {own.map((one) => (
          <li key={one.key}>
            <button type="button" className="more" onClick={() => onSelect(one.key)}>
              {t(`kind.${one.kind}`)}
            </button>
            <span>{say(one.text)}</span>
          </li>
        ))}
      </ul>
    );
  const [kind, id] = element ? [element.kind, element.key.split('/')[1] ?? ''] : [null, ''];
  const task = kind === 'task' ? plan.tasks.find((one) => one.id === id) : undefined;
  if (task)
    return (
      <>
        <h3 className="t-lead strong">{say(task.title)}</h3>
        {task.detail ? <p className="ink-2">{say(task.detail)}</p> : null}
        <dl className="facts">
          <div>
            <dt>{t('group')}</dt>
            <dd>{say([plan.command, ...plan.groups].find((group) => group.id === task.group)?.name)}</dd>
          </div>
          <div>
            <dt>{t('deadline')}</dt>
            <dd>
              {span(task.deadline)}{' '}
              {t('from', {
                from:
                  task.from === 'activation'
                    ? t('fromActivation')
                    : task.from === 'phase'
                      ? t('fromPhase')
                      : say(plan.tasks.find((one) => one.id === (task.from as { task: string }).task)?.title),
              })}
            </dd>
          </div>
          {task.repeat ? (
            <div>
              <dt>{t('repeats')}</dt>
              <dd>{t('every', { span: span(task.repeat) })}</dd>
            </div>
          ) : null}
          {task.when ? (
            <div>
              <dt>{t('when')}</dt>
              <dd>{condition(task, plan, t)}</dd>
            </div>
          ) : null}
          {task.after.length > 0 ? (
            <div>
              <dt>{t('after')}</dt>
              <dd>{task.after.map((one) => say(plan.tasks.find((other) => other.id === one)?.title)).join(t('comma'))}</dd>
            </div>
          ) : null}
          <div>
            <dt>{t('asks')}</dt>
            <dd>{asks(task, t) || '–'}</dd>
          </div>
          <div>
            <dt>{t('waive')}</dt>
            <dd>
              {task.waive && task.waive.length > 0
                ? task.waive.map((role) => t(`incidents:role.${role}` as 'comma')).join(t('comma'))
                : t('waiveNever')}
            </dd>
          </div>
        </dl>
        <List title={t('checklist')} items={(task.checklist ?? []).map((step) => step.text)} />
        <List
          title={t('form')}
          items={(task.form ?? []).map(
            (field) => `${say(field.label)}${field.unit ? ` (${say(field.unit)})` : ''}${field.required ? ' *' : ''}`,
          )}
        />
        <List
          title={t('does')}
          items={(task.effects ?? []).map(
            (effect) =>
              `${t(`on.${effect.on}`)}${t('colon')}${say(effectName(effect.kind))}${'twoPersons' in effect && effect.twoPersons ? t('two') : ''}${'text' in effect ? ` “${say(effect.text)}”` : ''}${'items' in effect ? ` ${effect.items.map((one) => `${say(plan.supplies.find((supply) => supply.id === one.item)?.name) || one.item} × ${one.quantity}`).join(t('comma'))}` : ''}`,
          )}
        />
      </>
    );
  const group =
    kind === 'group' || kind === 'duty' ? [plan.command, ...plan.groups].find((one) => one.id === (element?.of ?? id)) : undefined;
  if (group)
    return (
      <>
        <h3 className="t-lead strong">{say(group.name)}</h3>
        <dl className="facts">
          <div>
            <dt>{t('leader')}</dt>
            <dd>{'office' in group.leader ? say(group.leader.office) : t('appointed')}</dd>
          </div>
          <div>
            <dt>{t('deputies')}</dt>
            <dd>{group.deputies.map((seat) => say(seat.office)).join(t('comma')) || '–'}</dd>
          </div>
          <div>
            <dt>{t('members')}</dt>
            <dd>{group.members.map((seat) => say(seat.office)).join(t('comma')) || '–'}</dd>
          </div>
        </dl>
        <List title={t('kind.duty')} items={group.duties.map((duty) => duty.text)} />
        <List title={t('tab.tasks')} items={plan.tasks.filter((one) => one.group === group.id).map((one) => one.title)} />
      </>
    );
  const test = kind === 'test' ? plan.recoveryTests.find((one) => one.id === id) : undefined;
  if (test)
    return (
      <>
        <h3 className="t-lead strong">{say(test.name)}</h3>
        <List
          title={t('testSteps')}
          items={test.steps.map(
            (step) => `${say(step.text)}${step.kind === 'measure' ? ` ${step.min ?? ''}–${step.max ?? ''} ${say(step.unit)}` : ''}`,
          )}
        />
        <p className="ink-2">{t('reopens', { task: say(plan.tasks.find((one) => one.id === test.reopens)?.title) })}</p>
      </>
    );
  return (
    <>
      {element ? <p className="t-lead">{say(element.text)}</p> : <p className="t-lead">{say(plan.purpose.text)}</p>}
      <List title={t('kind.scope')} items={[plan.scope.text]} />
      <List title={t('kind.end')} items={plan.end.conditions.map((condition) => condition.text)} />
      <dl className="facts">
        <div>
          <dt>{t('endBy')}</dt>
          <dd>{plan.end.by.map((role) => t(`incidents:role.${role}` as 'comma')).join(t('comma'))}</dd>
        </div>
        <div>
          <dt>{t('answerWithin')}</dt>
          <dd>{span(plan.calling.answerWithin)}</dd>
        </div>
        <div>
          <dt>{t('reportEvery')}</dt>
          <dd>{t('every', { span: span(plan.reporting.every) })}</dd>
        </div>
        <div>
          <dt>{t('reportDue')}</dt>
          <dd>{span(plan.report.due)}</dd>
        </div>
        <div>
          <dt>{t('reviewEvery')}</dt>
          <dd>{span(plan.reviewEvery)}</dd>
        </div>
      </dl>
      <List
        title={t('kind.supply')}
        items={plan.supplies.map((supply) => `${say(supply.name)}${supply.minimum !== undefined ? ` ≥ ${supply.minimum}` : ''}`)}
      />
    </>
  );
}
