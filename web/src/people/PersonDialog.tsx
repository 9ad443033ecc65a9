import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { AutoComplete, Form, Input, Modal, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { addPerson, changePerson } from '../api/client.gen.ts';
import type { Role } from '../api/session.ts';
import { vendorsQuery } from '../fleet/queries.ts';
import { Foot } from './Foot.tsx';
import css from './people.module.css';
import type { Person } from './queries.ts';

/** Every role, the most entitled first; a role that the server gains is missed here by the compiler. */
const roles = Object.keys({
  admin: true,
  commander: true,
  deputy: true,
  'duty-officer': true,
  'group-leader': true,
  responder: true,
  'press-officer': true,
  quartermaster: true,
  treasurer: true,
  planner: true,
  vendor: true,
  auditor: true,
  integration: true,
} satisfies Record<Exclude<Role, 'system'>, true>) as Exclude<Role, 'system'>[];

interface Given {
  name: string;
  account: string;
  role: Exclude<Role, 'system'>;
  vendor?: string;
  office?: string;
  department?: string;
  phone?: string;
  email?: string;
  password?: string;
  active?: boolean;
}
const passwordLengthMin = 8;

/** A new person with an account, or what is to be changed of one who is there. */
export function PersonDialog({ open, person, onClose }: { open: boolean; person: Person | null; onClose: () => void }) {
  const { t } = useTranslation('people');
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      title={person ? t('do.changeOf', { name: person.name }) : t('do.personGo')}
      width={560}
      destroyOnHidden
    >
      {open ? <Body person={person} onClose={onClose} /> : null}
    </Modal>
  );
}

function Body({ person, onClose }: { person: Person | null; onClose: () => void }) {
  const { t } = useTranslation('people');
  const { t: shell } = useTranslation('shell');
  const client = useQueryClient();
  const [form] = Form.useForm<Given>();
  const role = Form.useWatch('role', form) ?? person?.role;
  const vendors = useQuery({ ...vendorsQuery, enabled: role === 'vendor' }).data?.items ?? [];
  const save = useMutation({
    mutationFn: ({ name, account, role, vendor, office, department, phone, email, password, active }: Given) => {
      const body = {
        name: name.trim(),
        role,
        office: office?.trim() ?? '',
        department: department?.trim() ?? '',
        phone: phone?.trim() ?? '',
        email: email?.trim() ?? '',
        vendor: role === 'vendor' ? (vendor?.trim() ?? '') : null,
        ...(password ? { password } : {}),
      };
      return person
        ? changePerson({ id: person.id }, { ...body, active: active ?? person.active })
        : addPerson({ ...body, account: account.trim() });
    },
    onSuccess: async () => {
      await client.invalidateQueries();
      onClose();
    },
  });
  const needed = [{ required: true, whitespace: true, message: shell('setup.needed') }];
  const least = { min: passwordLengthMin, message: t('form.passwordLeast', { least: passwordLengthMin }) };
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={person ? { ...person, vendor: person.vendor ?? '' } : { role: 'duty-officer' }}
      onFinish={(given: Given) => save.mutate(given)}
    >
      <div className={css.pair}>
        <Form.Item name="name" label={t('name')} rules={needed}>
          <Input autoComplete="off" maxLength={100} />
        </Form.Item>
        <Form.Item name="account" label={t('form.account')} rules={person ? [] : needed}>
          <Input autoComplete="off" disabled={person !== null} placeholder={t('form.accountHint')} />
        </Form.Item>
        <Form.Item name="role" label={t('role')} rules={[{ required: true }]}>
          <Select options={roles.map((value) => ({ value, label: shell(`role.${value}`) }))} />
        </Form.Item>
        {role === 'vendor' ? (
          <Form.Item name="vendor" label={t('form.vendor')} rules={needed}>
            <AutoComplete options={vendors.map(({ vendor }) => ({ value: vendor }))} showSearch={{ filterOption: true }} />
          </Form.Item>
        ) : null}
        <Form.Item name="department" label={t('form.department')}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="office" label={t('form.office')}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="phone" label={t('phone')}>
          <Input type="tel" autoComplete="off" maxLength={40} />
        </Form.Item>
        <Form.Item name="email" label={t('form.email')} rules={[{ type: 'email', message: t('form.emailWrong') }]}>
          <Input type="email" autoComplete="off" maxLength={200} />
        </Form.Item>
        <Form.Item
          name="password"
          label={t(person ? 'form.passwordNew' : 'form.password')}
          extra={t(person ? 'form.passwordKeep' : 'form.passwordLeast', { least: passwordLengthMin })}
          rules={person ? [least] : [...needed, least]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        {person ? (
          <Form.Item name="active" label={t('form.active')} valuePropName="checked">
            <Switch />
          </Form.Item>
        ) : null}
      </div>
      <Foot go={t(person ? 'do.personSave' : 'do.personGo')} pending={save.isPending} error={save.error} onClose={onClose} />
    </Form>
  );
}
