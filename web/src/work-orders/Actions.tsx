import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CommandWorkOrderBody, commandWorkOrder } from '../api/client.gen.ts';
import { queryClient } from '../api/queries.ts';
import { RefusedNotice } from '../marks/index.ts';
import type { WorkOrderDetail } from './queries.ts';

/** Commands in the order of the work; the first that is allowed is the main one. */
const inOrder = ['acknowledge', 'depart', 'arrive', 'repair', 'close'] as const;
type Asked = 'acknowledge' | 'repair' | 'close' | 'return' | 'cancel';
interface Given {
  engineer?: string;
  cause?: string;
  parts?: string[];
  note?: string;
  reason?: string;
}

const here = (): Promise<{ lat: number; lon: number } | null> =>
  new Promise((resolve) => {
    if (!navigator.geolocation) return resolve(null);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lat: coords.latitude, lon: coords.longitude }),
      () => resolve(null),
      { timeout: 4000, maximumAge: 60_000 },
    );
  });

/** The one next step at the right end of the head, the others behind it; each asks only for what the step needs. */
export function Actions({ order }: { order: WorkOrderDetail }) {
  const { t } = useTranslation('orders');
  const [asking, setAsking] = useState<Asked | null>(null);
  const [form] = Form.useForm<Given>();
  const command = useMutation({
    mutationFn: (body: CommandWorkOrderBody) => commandWorkOrder({ id: order.id }, body),
    onSuccess: () => {
      setAsking(null);
      form.resetFields();
      return queryClient.invalidateQueries({ queryKey: ['work-orders'] });
    },
  });
  const main = inOrder.find((name) => order.actions.includes(name));
  const others = order.actions.filter((name) => name === 'return' || name === 'cancel');
  const press = async (name: string) => {
    if (name === 'depart') command.mutate({ command: 'depart' });
    else if (name === 'arrive') command.mutate({ command: 'arrive', ...(await here()) });
    else setAsking(name as Asked);
  };
  const give = (given: Given) => {
    const note = given.note?.trim() ? { note: given.note.trim() } : {};
    const reason = given.reason?.trim() ?? '';
    if (asking === 'acknowledge')
      command.mutate({ command: 'acknowledge', ...(given.engineer?.trim() ? { engineer: given.engineer.trim() } : {}) });
    else if (asking === 'repair')
      command.mutate({ command: 'repair', cause: given.cause?.trim() ?? '', parts: given.parts ?? [], ...note });
    else if (asking === 'close') command.mutate({ command: 'close', ...note });
    else if (asking === 'return' || asking === 'cancel') command.mutate({ command: asking, reason });
  };
  const needed = [{ required: true, whitespace: true, message: t('act.needed') }];
  return (
    <>
      {asking === null && command.error ? <RefusedNotice error={command.error} /> : null}
      {others.map((name) => (
        <Button key={name} size="large" onClick={() => void press(name)}>
          {t(`act.${name}`)}…
        </Button>
      ))}
      {main ? (
        <Button type="primary" size="large" loading={command.isPending && asking === null} onClick={() => void press(main)}>
          {t(`act.${main}`)}
        </Button>
      ) : null}
      <Modal open={asking !== null} onCancel={() => setAsking(null)} title={asking ? t(`act.${asking}`) : ''} footer={null} destroyOnHidden>
        <Form form={form} layout="vertical" requiredMark={false} onFinish={give}>
          <p className="ink-2" style={{ marginBottom: 12 }}>
            {asking ? t(`ask.${asking}`, { count: order.atms.length, vendor: order.vendor }) : ''}
          </p>
          {asking === 'acknowledge' ? (
            <Form.Item name="engineer" label={t('field.engineer')}>
              <Input maxLength={200} />
            </Form.Item>
          ) : null}
          {asking === 'repair' ? (
            <>
              <Form.Item name="cause" label={t('field.cause')} rules={needed}>
                <Input maxLength={500} placeholder={t('field.causeHint')} />
              </Form.Item>
              <Form.Item name="parts" label={t('field.parts')}>
                <Select mode="tags" open={false} suffixIcon={null} placeholder={t('field.partsHint')} />
              </Form.Item>
            </>
          ) : null}
          {asking === 'repair' || asking === 'close' ? (
            <Form.Item name="note" label={t('field.note')}>
              <Input.TextArea maxLength={1000} autoSize={{ minRows: 2 }} />
            </Form.Item>
          ) : null}
          {asking === 'return' || asking === 'cancel' ? (
            <Form.Item name="reason" label={t('field.reason')} rules={needed}>
              <Input maxLength={500} />
            </Form.Item>
          ) : null}
          <RefusedNotice error={command.error} />
          <p className="row" style={{ justifyContent: 'flex-end', marginTop: 12 }}>
            <Button onClick={() => setAsking(null)}>{t('shell:cancel')}</Button>
            <Button type="primary" htmlType="submit" loading={command.isPending}>
              {asking ? t(`act.${asking}`) : ''}
            </Button>
          </p>
        </Form>
      </Modal>
    </>
  );
}
