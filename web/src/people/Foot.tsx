import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { RefusedNotice } from '../marks/index.ts';
import css from './people.module.css';

/** The end of a dialog's form: what is missing, the way out, the one thing it does; below it why the server refused. */
export function Foot({
  go,
  missing = '',
  pending,
  error,
  onClose,
}: {
  go: string;
  missing?: string;
  pending: boolean;
  error: unknown;
  onClose: () => void;
}) {
  const { t } = useTranslation('people');
  return (
    <>
      <RefusedNotice error={error} />
      <div className={css.foot}>
        <span className="ink-2 t-note">{missing}</span>
        <Button size="large" onClick={onClose}>
          {t('do.cancel')}
        </Button>
        <Button type="primary" size="large" htmlType="submit" disabled={missing !== ''} title={missing} loading={pending}>
          {go}
        </Button>
      </div>
    </>
  );
}
