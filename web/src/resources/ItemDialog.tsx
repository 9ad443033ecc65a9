import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, InputNumber, Modal, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post } from '../api/http.ts';
import { say } from '../i18n/index.ts';
import { incidentsQuery } from '../incidents/queries.ts';
import { At, Empty, RefusedNotice } from '../marks/index.ts';
import type { Item, Movement } from './ResourcesPage.tsx';
import css from './resources.module.css';

const doings = ['issue', 'return', 'receive', 'count'] as const;
type Doing = (typeof doings)[number];

/** One item: its pieces, its movements, and the four things one does with stock. */
export function ItemDialog({ item, may, onClose }: { item: Item | null; may: boolean; onClose: () => void }) {
  return (
    <Modal open={item !== null} onCancel={onClose} footer={null} title={item ? say(item.name) : ''} width={560} destroyOnHidden>
      {item ? <Body key={item.id} item={item} may={may} onClose={onClose} /> : null}
    </Modal>
  );
}

function Body({ item, may, onClose }: { item: Item; may: boolean; onClose: () => void }) {
  const { t } = useTranslation('resources');
  const client = useQueryClient();
  const [doing, setDoing] = useState<Doing>('issue');
  const [quantity, setQuantity] = useState<number | null>(1);
  const [incident, setIncident] = useState<string>();
  const [issue, setIssue] = useState<string>();
  const [note, setNote] = useState('');
  const running = (useQuery(incidentsQuery).data ?? []).filter((one) => one.state === 'active' || one.state === 'recovering');
  const movements =
    useQuery({
      queryKey: ['items', 'movements', 'of', item.id],
      queryFn: () => get<{ items: Movement[] }>('/api/v1/items/movements', { item: item.id }).then((page) => page.items),
    }).data ?? [];
  const returned = (id: string) => movements.filter((one) => one.of === id).reduce((sum, one) => sum + one.quantity, 0);
  const out = movements.filter((one) => one.move === 'issued' && one.taken && returned(one.id) < one.quantity);
  const command = useMutation({
    mutationFn: (body: object) => post(`/api/v1/items/${item.id}/commands`, body),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['items'] });
      onClose();
    },
  });
  const chosen = running.find((one) => one.id === incident);
  const missing =
    quantity === null || quantity < (doing === 'count' ? 0 : 1)
      ? t('do.quantityMissing')
      : doing === 'return' && !issue
        ? t('do.issueMissing')
        : doing === 'count' && !note.trim()
          ? t('do.noteMissing')
          : '';
  const send = () => {
    const noted = note.trim() ? { note: note.trim() } : {};
    if (doing === 'issue')
      command.mutate({
        command: 'issue',
        quantity,
        ...(chosen ? { incident: chosen.id, mode: chosen.mode === 'drill' ? 'drill' : 'live' } : {}),
        ...noted,
      });
    else if (doing === 'return') command.mutate({ command: 'return', issue, quantity, ...noted });
    else if (doing === 'receive') command.mutate({ command: 'receive', quantity, ...noted });
    else command.mutate({ command: 'count', counted: quantity, note: note.trim() });
  };
  return (
    <div className={css.dialog}>
      <dl className="facts">
        <div>
          <dt>{t('quantity')}</dt>
          <dd>
            <b>{item.quantity}</b> {say(item.unit)} · {t('minimum')} {item.minimum}
          </dd>
        </div>
        {item.attention.map((one) => (
          <div key={say(one.text)}>
            <dt>{t('state')}</dt>
            <dd>{say(one.text)}</dd>
          </div>
        ))}
        {item.units.map((unit) => (
          <div key={unit.serial}>
            <dt>{unit.serial}</dt>
            <dd>
              {t(`condition.${unit.condition}`)} · {t(unit.out ? 'out' : 'in')}
            </dd>
          </div>
        ))}
      </dl>
      {may ? (
        <section className={css.doing}>
          <Segmented value={doing} onChange={setDoing} options={doings.map((value) => ({ value, label: t(`do.${value}.title`) }))} />
          {doing === 'issue' ? (
            <div className={css.field}>
              {t('do.for')}
              <Select
                allowClear
                value={incident}
                placeholder={t('do.noIncident')}
                aria-label={t('do.for')}
                options={running.map((one) => ({ value: one.id, label: `${one.number} ${say(one.title)}` }))}
                onChange={setIncident}
              />
            </div>
          ) : null}
          {doing === 'return' ? (
            <div className={css.field}>
              {t('do.which')}
              {out.length === 0 ? (
                <Empty title={t('do.nothingOut')} />
              ) : (
                <Select
                  value={issue}
                  aria-label={t('do.which')}
                  options={out.map((one) => ({
                    value: one.id,
                    label: t('do.issueLine', {
                      quantity: one.quantity - returned(one.id),
                      name: one.by.name,
                      at: one.at.slice(0, 16).replace('T', ' '),
                    }),
                  }))}
                  onChange={setIssue}
                />
              )}
            </div>
          ) : null}
          <div className={css.field}>
            {t(doing === 'count' ? 'do.counted' : 'quantity')}
            <InputNumber
              value={quantity}
              min={doing === 'count' ? 0 : 1}
              precision={0}
              aria-label={t('quantity')}
              suffix={say(item.unit)}
              style={{ width: 160 }}
              onChange={setQuantity}
            />
          </div>
          <div className={css.field}>
            {t('note')}
            <Input value={note} aria-label={t('note')} onChange={(event) => setNote(event.target.value)} />
          </div>
          <div className={css.foot}>
            <span className="ink-2 t-note">{missing}</span>
            <Button type="primary" size="large" disabled={missing !== ''} title={missing} loading={command.isPending} onClick={send}>
              {t(`do.${doing}.go`)}
            </Button>
          </div>
          <RefusedNotice error={command.error} />
        </section>
      ) : null}
      {movements.length > 0 ? (
        <section>
          <h3 className="t-dense strong">{t('tab.movements')}</h3>
          <ul className={css.history}>
            {movements
              .toSorted((a, b) => b.at.localeCompare(a.at))
              .slice(0, 12)
              .map((one) => (
                <li key={one.id}>
                  <At at={one.at} />
                  <span>
                    {t(`moves.${one.move}`)} {one.quantity} · {one.by.name}
                    {one.note ? ` · ${one.note}` : ''}
                  </span>
                </li>
              ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}
