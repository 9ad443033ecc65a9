import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { say } from '../i18n/index.ts';
import { At, StateMark } from '../marks/index.ts';
import type { Draft } from './draft.ts';
import css from './drawer.module.css';
import { whereIAm } from './picture.ts';
import type { RoomTask } from './room.ts';
import { detailIn, effectName, touchesMachines } from './sentences.ts';
import { PhotoField } from './TaskForm.tsx';

export const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

export function proofWanted(task: RoomTask, t: TFunction<'incidents'>): string {
  const wanted = (task.plan?.evidence ?? []).map((proof) => t(`form.kind.${proof.kind}`, { count: proof.atLeast }));
  return wanted.length > 0 ? wanted.join(' · ') : t('form.optional');
}

/** Photographs and the place, as proof. */
export function Proof({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) {
  const { t } = useTranslation('incidents');
  const [failed, setFailed] = useState(false);
  const photos = draft.evidence.filter((item) => item.kind === 'photo');
  const others = draft.evidence.filter((item) => item.kind !== 'photo');
  const place = others.find((item) => item.kind === 'place');
  const locate = async () => {
    setFailed(false);
    try {
      const at = await whereIAm();
      onChange({
        ...draft,
        evidence: [...draft.evidence.filter((item) => item.kind !== 'place'), { kind: 'place', lat: at.lat, lon: at.lon }],
      });
    } catch {
      setFailed(true);
    }
  };
  return (
    <div className={css.proof}>
      <PhotoField id="proof" value={photos} onValue={(items) => onChange({ ...draft, evidence: [...items, ...others] })} />
      <div className="row-wide">
        <span className="ink-2">
          {place ? t('form.placeAt', { lat: place.lat?.toFixed(5), lon: place.lon?.toFixed(5) }) : t('form.noPlace')}
        </span>
        <Button onClick={locate}>{t('form.here')}</Button>
      </div>
      {failed ? (
        <p className={css.fault} role="alert">
          {t('form.noPosition')}
        </p>
      ) : null}
    </div>
  );
}

export function Effects({ task, pending, onRetry }: { task: RoomTask; pending: boolean; onRetry: (effect: string) => void }) {
  const { t } = useTranslation('incidents');
  return (
    <section className={css.part}>
      <h3>{t('effects.title')}</h3>
      <ul className={css.effects}>
        {task.effects.map((effect) => (
          <li key={effect.key}>
            <StateMark state={({ pending: 'outside', done: 'done', failed: 'fault', withheld: 'note' } as const)[effect.outcome]} />
            <span>
              {say(effectName(effect.kind))}
              {touchesMachines(effect.kind) ? ` · ${t('machines', { count: effect.machines.length })}` : ''}
              <br />
              <span className="ink-2">
                {t(`effects.${effect.outcome}`)}
                {effect.detail ? ` · ${say(detailIn(effect.detail))}` : ''}
              </span>
              {effect.mayRetry ? (
                <>
                  {' '}
                  <button type="button" className="more" disabled={pending} onClick={() => onRetry(effect.key)}>
                    {t('effects.retry')}
                  </button>
                </>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What a completion said: answers, steps, proof. */
export function Done({ task }: { task: RoomTask }) {
  const { t } = useTranslation('incidents');
  const fields = task.plan?.form ?? [];
  const written = Object.entries(task.answers).filter(([, value]) => value !== null && value !== '');
  const photos = task.evidence.filter((item) => item.kind === 'photo' && item.file);
  if (written.length === 0 && task.evidence.length === 0 && !task.note && task.checked.length === 0) return null;
  return (
    <section className={css.part}>
      <h3>{t('task.result')}</h3>
      <dl className="facts">
        {written.map(([id, value]) => {
          const field = fields.find((one) => one.id === id);
          return (
            <Fact key={id} name={say(field?.label) || id}>
              {answerText(value, field, t)}
            </Fact>
          );
        })}
        {task.checked.length > 0 ? (
          <Fact name={t('form.steps')}>
            {task.checked.length}/{task.plan?.checklist?.length ?? task.checked.length}
          </Fact>
        ) : null}
        {task.evidence
          .filter((item) => item.kind === 'place')
          .map((item) => (
            <Fact key={`${item.lat}`} name={t('form.kind.place', { count: 1 })}>
              {item.lat?.toFixed(5)}, {item.lon?.toFixed(5)}
            </Fact>
          ))}
        {task.note ? <Fact name={t('form.note')}>{task.note}</Fact> : null}
      </dl>
      {photos.length > 0 ? (
        <div className={css.photos}>
          {photos.map((item, index) => (
            <img key={item.sha256 ?? index} src={item.file} alt={t('form.photoNumber', { number: index + 1 })} />
          ))}
        </div>
      ) : null}
    </section>
  );
}

function answerText(
  value: unknown,
  field: { kind: string; unit?: { zh: string; en: string }; options?: { value: string; label: { zh: string; en: string } }[] } | undefined,
  t: TFunction<'incidents'>,
): ReactNode {
  if (typeof value === 'boolean') return t(value ? 'form.yes' : 'form.no');
  if (Array.isArray(value)) return value.join(', ');
  if (field?.kind === 'money' && typeof value === 'number') return `¥${(value / 100).toLocaleString('en', { maximumFractionDigits: 2 })}`;
  if (field?.kind === 'choice') return say(field.options?.find((option) => option.value === value)?.label) || String(value);
  if (field?.kind === 'time' && typeof value === 'string') return <At at={value} />;
  if (field?.kind === 'photo' && typeof value === 'string' && value.startsWith('data:image/'))
    return <img src={value} alt="" style={{ maxWidth: 160, maxHeight: 120 }} />;
  return `${String(value)}${field?.unit ? ` ${say(field.unit)}` : ''}`;
}
