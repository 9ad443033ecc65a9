import { Button, Checkbox, Input, Radio, Select } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field } from '../../../src/plans/model.ts';
import type { EvidenceItem } from '../../../src/response/model.ts';
import { say } from '../i18n/index.ts';
import type { Draft } from './draft.ts';
import css from './form.module.css';
import { fenOf, numberOf, yuan } from './inputs.ts';
import { pictureOf, whereIAm } from './picture.ts';

interface FormProps {
  fields: readonly Field[];
  draft: Draft;
  onChange: (draft: Draft) => void;
  machines: readonly string[];
  people: readonly { id: string; name: string }[];
  faults: Record<string, string>;
}

/** The form of a task: one control per kind of field, each read strictly. */
export function FieldsOf({ fields, draft, onChange, machines, people, faults }: FormProps) {
  const set = (id: string, value: Draft['values'][string]) => onChange({ ...draft, values: { ...draft.values, [id]: value } });
  return (
    <div className={css.fields}>
      {fields.map((field) => (
        <div key={field.id} className={css.field}>
          <label htmlFor={`field-${field.id}`}>
            {say(field.label)}
            {field.required ? <i aria-hidden="true"> *</i> : null}
          </label>
          <Control
            field={field}
            value={draft.values[field.id]}
            onValue={(value) => set(field.id, value)}
            machines={machines}
            people={people}
          />
          {faults[field.id] ? (
            <p className={css.fault} role="alert">
              {faults[field.id]}
            </p>
          ) : null}
        </div>
      ))}
    </div>
  );
}

interface ControlProps {
  field: Field;
  value: Draft['values'][string];
  onValue: (value: Draft['values'][string]) => void;
  machines: readonly string[];
  people: readonly { id: string; name: string }[];
}

function Control({ field, value, onValue, machines, people }: ControlProps) {
  const { t } = useTranslation('incidents');
  const id = `field-${field.id}`;
  const text = typeof value === 'string' ? value : '';
  switch (field.kind) {
    case 'text':
      return (
        <Input.TextArea id={id} value={text} autoSize={{ minRows: 2, maxRows: 6 }} onChange={(event) => onValue(event.target.value)} />
      );
    case 'number':
      return (
        <Input
          id={id}
          value={text}
          inputMode="decimal"
          suffix={field.unit ? say(field.unit) : <span />}
          status={text && numberOf(text) === null ? 'error' : ''}
          onChange={(event) => onValue(event.target.value)}
        />
      );
    case 'money':
      return (
        <Input
          id={id}
          value={text}
          inputMode="decimal"
          prefix="¥"
          suffix={<span className="ink-3">{text && fenOf(text) !== null ? yuan(fenOf(text) ?? 0) : t('form.yuan')}</span>}
          status={text && fenOf(text) === null ? 'error' : ''}
          onChange={(event) => onValue(event.target.value)}
        />
      );
    case 'time':
      return <input id={id} type="datetime-local" className={css.native} value={text} onChange={(event) => onValue(event.target.value)} />;
    case 'yes-no':
      return (
        <Radio.Group
          id={id}
          value={value ?? null}
          optionType="button"
          options={[
            { value: true, label: t('form.yes') },
            { value: false, label: t('form.no') },
          ]}
          onChange={(event) => onValue(event.target.value as boolean)}
        />
      );
    case 'choice':
      return (
        <Select
          id={id}
          value={text || undefined}
          style={{ width: '100%' }}
          placeholder={t('form.choose')}
          options={(field.options ?? []).map((option) => ({ value: option.value, label: say(option.label) }))}
          onChange={onValue}
        />
      );
    case 'machines':
      return (
        <Select
          id={id}
          mode="multiple"
          showSearch
          value={Array.isArray(value) ? value : []}
          style={{ width: '100%' }}
          placeholder={t('form.machines')}
          maxTagCount="responsive"
          options={machines.map((atm) => ({ value: atm, label: atm }))}
          onChange={onValue}
        />
      );
    case 'person':
      return (
        <Select
          id={id}
          showSearch
          optionFilterProp="label"
          value={text || undefined}
          style={{ width: '100%' }}
          placeholder={t('form.person')}
          options={people.map((person) => ({ value: person.id, label: person.name }))}
          onChange={onValue}
        />
      );
    case 'place':
      return <PlaceField id={id} value={text} onValue={onValue} />;
    case 'photo':
      return (
        <PhotoField
          id={id}
          value={text ? [{ kind: 'photo', file: text }] : []}
          onValue={(items) => onValue(items.at(-1)?.file ?? '')}
          one
        />
      );
    default:
      return field.kind satisfies never;
  }
}

/** A place: by the device's own position, or in words where it cannot know. */
function PlaceField({ id, value, onValue }: { id: string; value: string; onValue: (value: string) => void }) {
  const { t } = useTranslation('incidents');
  const [state, setState] = useState<'idle' | 'asking' | 'failed'>('idle');
  const ask = async () => {
    setState('asking');
    try {
      const place = await whereIAm();
      onValue(`${place.lat.toFixed(5)}, ${place.lon.toFixed(5)} (±${Math.round(place.metres)} m)`);
      setState('idle');
    } catch {
      setState('failed');
    }
  };
  return (
    <div className={css.place}>
      <Input id={id} value={value} placeholder={t('form.place')} onChange={(event) => onValue(event.target.value)} />
      <Button onClick={ask} loading={state === 'asking'}>
        {t('form.here')}
      </Button>
      {state === 'failed' ? (
        <p className={css.fault} role="alert">
          {t('form.noPosition')}
        </p>
      ) : null}
    </div>
  );
}

/** Photographs: taken by the camera of a phone or chosen from files, shown small, each removable. */
export function PhotoField({
  id,
  value,
  onValue,
  one = false,
}: {
  id: string;
  value: readonly EvidenceItem[];
  onValue: (items: EvidenceItem[]) => void;
  one?: boolean;
}) {
  const { t } = useTranslation('incidents');
  const [failed, setFailed] = useState(false);
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const read = async (files: FileList | null) => {
    if (!files || files.length === 0) return;
    setBusy(true);
    setFailed(false);
    try {
      const items = await Promise.all([...files].map(pictureOf));
      onValue(one ? items.slice(-1) : [...value, ...items]);
    } catch {
      setFailed(true);
    } finally {
      setBusy(false);
      if (input.current) input.current.value = '';
    }
  };
  return (
    <div className={css.photos}>
      {value.map((item, index) => (
        <figure key={item.sha256 ?? item.file ?? index} className={css.photo}>
          <img src={item.file} alt={t('form.photoNumber', { number: index + 1 })} />
          <button
            type="button"
            aria-label={t('form.removePhoto', { number: index + 1 })}
            onClick={() => onValue(value.filter((other) => other !== item))}
          >
            ×
          </button>
        </figure>
      ))}
      <label className={css.camera} aria-busy={busy}>
        <input
          ref={input}
          id={id}
          type="file"
          accept="image/*"
          capture="environment"
          multiple={!one}
          onChange={(event) => void read(event.target.files)}
        />
        <svg width="26" height="26" viewBox="0 0 26 26" aria-hidden="true">
          <path d="M3 8h5l2-3h6l2 3h5v13H3Z" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinejoin="round" />
          <circle cx="13" cy="14" r="4" fill="none" stroke="currentColor" strokeWidth="1.8" />
        </svg>
        <span>{t('form.takePhoto')}</span>
      </label>
      {failed ? (
        <p className={css.fault} role="alert">
          {t('form.badPhoto')}
        </p>
      ) : null}
    </div>
  );
}

/** Steps to tick, in the plan's order. */
export function Checklist({
  steps,
  checked,
  onChange,
  disabled = false,
}: {
  steps: readonly { id: string; text: { zh: string; en: string } }[];
  checked: readonly string[];
  onChange: (checked: string[]) => void;
  disabled?: boolean;
}) {
  return (
    <ul className={css.checklist}>
      {steps.map((step) => (
        <li key={step.id}>
          <Checkbox
            disabled={disabled}
            checked={checked.includes(step.id)}
            onChange={(event) => onChange(event.target.checked ? [...checked, step.id] : checked.filter((id) => id !== step.id))}
          >
            {say(step.text)}
          </Checkbox>
        </li>
      ))}
    </ul>
  );
}

/** A text area for one line of reason, focused when it appears. */
export function ReasonField({ value, onChange, label }: { value: string; onChange: (value: string) => void; label: string }) {
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => area.current?.focus(), []);
  return (
    <label className={css.field}>
      {label}
      <textarea ref={area} className={css.native} rows={2} value={value} onChange={(event) => onChange(event.target.value)} />
    </label>
  );
}
