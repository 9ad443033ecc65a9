import { Button, Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { RefusedNotice } from '../marks/index.ts';
import type { Member } from './queries.ts';

/** Not one event: the machines chosen leave this warning and are judged again by themselves. */
export function Split({
  open,
  members,
  busy,
  error,
  onClose,
  onSplit,
}: {
  open: boolean;
  members: Member[];
  busy: boolean;
  error: unknown;
  onClose(): void;
  onSplit(atms: string[], reason: string): void;
}) {
  const { t } = useTranslation('warnings');
  const [form] = Form.useForm<{ atms: string[]; reason: string }>();
  const chosen: string[] = Form.useWatch('atms', form) ?? [];
  const affected = members.filter((member) => member.state === 'affected' || member.state === 'recovered');
  const sites = Object.entries(Object.groupBy(affected, (member) => member.site));
  return (
    <Modal open={open} onCancel={onClose} title={t('split.title')} footer={null} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={({ atms, reason }) => onSplit(atms, reason.trim())}>
        <p className="ink-2" style={{ marginBottom: 12 }}>
          {t('split.hint')}
        </p>
        <Form.Item label={t('split.site')}>
          <Select
            showSearch
            placeholder={t('split.siteHint')}
            value={null}
            options={sites.map(([site, own]) => ({ value: site, label: `${site} · ${own?.length ?? 0}` }))}
            onChange={(site: string) =>
              form.setFieldValue('atms', [
                ...new Set([...chosen, ...affected.filter((member) => member.site === site).map((member) => member.atm)]),
              ])
            }
          />
        </Form.Item>
        <Form.Item name="atms" label={t('split.atms')} rules={[{ required: true, message: t('split.atmsNeeded') }]}>
          <Select mode="multiple" maxTagCount={12} options={affected.map((member) => ({ value: member.atm, label: member.atm }))} />
        </Form.Item>
        <Form.Item name="reason" label={t('act.reason')} rules={[{ required: true, whitespace: true, message: t('act.reasonNeeded') }]}>
          <Input maxLength={500} placeholder={t('act.reasonHint')} />
        </Form.Item>
        <RefusedNotice error={error} />
        <p className="row" style={{ justifyContent: 'flex-end', marginTop: 12 }}>
          <Button onClick={onClose}>{t('shell:cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={busy}>
            {t('split.do', { count: chosen.length })}
          </Button>
        </p>
      </Form>
    </Modal>
  );
}
