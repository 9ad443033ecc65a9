import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ContactKind } from '../../../src/organization/model.ts';
import { type AddContactBody, addContact } from '../api/client.gen.ts';
import { Foot } from './Foot.tsx';
import css from './people.module.css';

const contactKinds = Object.keys({
  police: true,
  fire: true,
  power: true,
  government: true,
  regulator: true,
  telecom: true,
  medical: true,
  media: true,
  other: true,
} satisfies Record<ContactKind, true>) as ContactKind[];

interface Given {
  kind: AddContactBody['kind'];
  district?: string;
  zh: string;
  en?: string;
  phone: string;
  note?: string;
}

/** Somebody outside who is called in an emergency. */
export function ContactDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('people');
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t('do.contactGo')} width={560} destroyOnHidden>
      {open ? <Body onClose={onClose} /> : null}
    </Modal>
  );
}

function Body({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('people');
  const { t: shell } = useTranslation('shell');
  const client = useQueryClient();
  const add = useMutation({
    mutationFn: ({ kind, district, zh, en, phone, note }: Given) =>
      addContact({
        kind,
        district: district?.trim() ?? '',
        name: { zh: zh.trim(), en: en?.trim() || zh.trim() },
        phone: phone.trim(),
        note: note?.trim() ?? '',
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['people'] });
      onClose();
    },
  });
  const needed = [{ required: true, whitespace: true, message: shell('setup.needed') }];
  return (
    <Form layout="vertical" requiredMark={false} initialValues={{ kind: 'police' }} onFinish={(given: Given) => add.mutate(given)}>
      <div className={css.pair}>
        <Form.Item name="kind" label={t('form.kind')}>
          <Select options={contactKinds.map((value) => ({ value, label: t(`kind.${value}`) }))} />
        </Form.Item>
        <Form.Item name="district" label={t('form.district')}>
          <Input maxLength={100} placeholder={t('form.districtHint')} />
        </Form.Item>
        <Form.Item name="zh" label={t('form.nameZh')} rules={needed}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="en" label={t('form.nameEn')}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="phone" label={t('phone')} rules={needed}>
          <Input type="tel" maxLength={60} />
        </Form.Item>
        <Form.Item name="note" label={t('form.note')}>
          <Input maxLength={1000} />
        </Form.Item>
      </div>
      <Foot go={t('do.contactGo')} pending={add.isPending} error={add.error} onClose={onClose} />
    </Form>
  );
}
