import { useTranslation } from 'react-i18next';
import { say } from '../i18n/index.ts';
import { StateMark } from '../marks/index.ts';
import css from './plans.module.css';
import type { Finding } from './queries.ts';

/** Faults and findings of a plan file: where, what, how to mend it. */
export function Findings({ findings, onFind }: { findings: readonly Finding[]; onFind?: (finding: Finding) => void }) {
  const { t } = useTranslation('plans');
  return (
    <ul className={css.findings}>
      {findings.map((finding) => (
        <li key={`${finding.code}/${finding.line}/${finding.column}/${finding.at}`}>
          <StateMark state={finding.severity === 'should' ? 'note' : 'fault'} />
          <div>
            <b>{say(finding.what)}</b> <span className="ink-2">{say(finding.mend)}</span>
            <span className={css.place}>
              {onFind ? (
                <button type="button" className="more" onClick={() => onFind(finding)}>
                  {t('place', { line: finding.line, column: finding.column })}
                </button>
              ) : (
                t('place', { line: finding.line, column: finding.column })
              )}{' '}
              <code>{finding.at}</code>
            </span>
          </div>
        </li>
      ))}
    </ul>
  );
}
