import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { to } from '../addresses.ts';
import css from './reports.module.css';

const shown = 3;

/** The numbers of the journal entries that a statement rests on, each an address. */
export function Entries({ of }: { of: readonly number[] }) {
  const { t } = useTranslation('reports');
  if (of.length === 0) return null;
  return (
    <span className={css.entries}>
      [
      {of.slice(0, shown).map((entry, index) => (
        <span key={entry}>
          {index > 0 ? ', ' : ''}
          <Link to={to.journal({ entry })} title={t('entry', { entry })}>
            {entry}
          </Link>
        </span>
      ))}
      {of.length > shown ? t('moreEntries', { count: of.length - shown }) : ''}]
    </span>
  );
}
