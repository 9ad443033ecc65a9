import { useTranslation } from 'react-i18next';
import type { Plan, Task } from '../../../src/plans/model.ts';
import { say, spoken } from '../i18n/index.ts';
import { durationWords } from '../incidents/inputs.ts';
import { effectName } from '../incidents/sentences.ts';
import css from './plans.module.css';

export const span = (duration: string): string => durationWords(duration)[spoken() === 'en' ? 'en' : 'zh'];

/** All tasks by phase: who, by when, after what, what they ask for and what they do. */
export function Tasks({ plan, onSelect }: { plan: Plan; onSelect: (task: string) => void }) {
  const { t } = useTranslation('plans');
  const groups = new Map([plan.command, ...plan.groups].map((group) => [group.id, group.name]));
  const titles = new Map(plan.tasks.map((task) => [task.id, task.title]));
  return (
    <div className="scroll-x">
      <table className={`table open ${css.tasks}`}>
        <thead>
          <tr>
            <th>{t('task')}</th>
            <th>{t('group')}</th>
            <th className="num">{t('deadline')}</th>
            <th>{t('after')}</th>
            <th>{t('asks')}</th>
            <th>{t('does')}</th>
            <th className="num">{t('clause')}</th>
          </tr>
        </thead>
        {plan.phases.map((phase, index) => (
          <tbody key={phase.id}>
            <tr className={css.phaseRow}>
              <td colSpan={2}>
                {index + 1}　{say(phase.name)}
              </td>
              <td className="num">{phase.deadline ? span(phase.deadline) : ''}</td>
              <td colSpan={4} className="ink-2">
                {say(phase.exit.text)}
              </td>
            </tr>
            {plan.tasks
              .filter((task) => task.phase === phase.id)
              .map((task) => (
                <tr key={task.id} onClick={() => onSelect(task.id)}>
                  <td>
                    {say(task.title)}
                    {task.when ? <span className="ink-2"> · {condition(task, plan, t)}</span> : null}
                  </td>
                  <td>{say(groups.get(task.group))}</td>
                  <td className="num">{task.repeat ? t('every', { span: span(task.repeat) }) : span(task.deadline)}</td>
                  <td className="ink-2">{task.after.map((id) => say(titles.get(id)) || id).join(t('comma'))}</td>
                  <td className="ink-2">{asks(task, t)}</td>
                  <td className="ink-2">
                    {(task.effects ?? [])
                      .map((effect) => `${say(effectName(effect.kind))}${'twoPersons' in effect && effect.twoPersons ? t('two') : ''}`)
                      .join(t('comma'))}
                  </td>
                  <td className="num ink-2">{[task.source].flat().join(' ')}</td>
                </tr>
              ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

type T = ReturnType<typeof useTranslation<'plans'>>['t'];
export function condition(task: Task, plan: Plan, t: T): string {
  const parts: string[] = [];
  if (task.when?.classes) parts.push(task.when.classes.map((one) => t(`incidents:eventClass.${one}` as 'comma')).join(t('comma')));
  if (task.when?.levelAtLeast) parts.push(t('levelAtLeast', { level: task.when.levelAtLeast }));
  if (task.when?.answer) {
    const { answer } = task.when;
    const field = plan.tasks.find((one) => one.id === answer.task)?.form?.find((one) => one.id === answer.field);
    const value = field?.options?.find((option) => option.value === answer.is)?.label;
    parts.push(
      `${say(field?.label) || answer.field} = ${value ? say(value) : typeof answer.is === 'boolean' ? t(answer.is ? 'yes' : 'no') : String(answer.is)}`,
    );
  }
  return parts.join(' · ');
}

export function asks(task: Task, t: T): string {
  const parts: string[] = [];
  if (task.checklist) parts.push(t('steps', { count: task.checklist.length }));
  if (task.form) parts.push(t('fields', { count: task.form.length }));
  for (const proof of task.evidence ?? []) parts.push(t(`proof.${proof.kind}`, { count: proof.atLeast }));
  if (task.approval) parts.push(t('approvalBy', { role: t(`incidents:role.${task.approval}` as 'comma') }));
  return parts.join(t('comma'));
}
