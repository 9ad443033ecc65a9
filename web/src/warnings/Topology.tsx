import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { to } from '../addresses.ts';
import { StateMark } from '../marks/index.ts';
import { CountCells, MemberCells } from './Cells.tsx';
import type { WarningDetail } from './queries.ts';
import css from './warnings.module.css';
import { useCauseName } from './words.ts';

const neighboursShown = 5;

/** What is above and below the cause: the parent, its other groups, one cell per machine. */
export function Topology({ warning, tone }: { warning: WarningDetail; tone: string }) {
  const { t } = useTranslation('warnings');
  const name = useCauseName();
  const { members, parent, siblings } = warning.group;
  const affected = members.filter((member) => member.state === 'affected').length;
  const well = members.filter((member) => member.state === 'well').length;
  const others = siblings.filter((sibling) => !sibling.own).sort((a, b) => b.ill / b.size - a.ill / a.size);
  const shown = others.slice(0, neighboursShown);
  const rest = others.slice(neighboursShown);
  const own = (
    <div key={warning.cause.ref} className={css.branch}>
      <div className={`${css.node} ${css.own}`}>
        <span className={css.broken}>
          <StateMark state="fault" quiet />
        </span>
        <b>{warning.cause.ref}</b>
        <br />
        <span className="ink-2">{t(`kindOnly.${warning.cause.kind}`)}</span>
      </div>
      <div>
        <MemberCells members={members} tone={tone} />
        <p className="t-dense strong" style={{ marginTop: 6 }}>
          {t(affected === members.length ? 'topology.ownAll' : 'topology.own', { size: members.length, affected, well })}{' '}
          <Link className="more" style={{ fontWeight: 400 }} to={to.warningMachines(warning.id)}>
            {t('topology.list', { count: warning.atms })}
          </Link>
        </p>
      </div>
    </div>
  );
  const groups = [...shown.map((sibling) => ({ ref: sibling.cause.ref, sibling })), { ref: warning.cause.ref, sibling: null }].sort(
    (a, b) => a.ref.localeCompare(b.ref),
  );
  return (
    <div className={parent ? css.topology : css.alone}>
      {parent ? (
        <div className={css.parent}>
          <b>{name(parent.cause)}</b>
          <br />
          <span className="ink-2">{t('topology.size', { count: parent.size })}</span>
        </div>
      ) : null}
      <div className={parent ? css.groups : css.groupsAlone}>
        {groups.map(({ ref, sibling }) =>
          sibling === null ? (
            own
          ) : (
            <div key={ref} className={css.branch}>
              <div className={css.node}>
                <b>{ref}</b>
                <br />
                <span className="ink-2">{t(`kindOnly.${sibling.cause.kind}`)}</span>
              </div>
              <div>
                <CountCells size={sibling.size} ill={sibling.ill} />
                <p className="t-note ink-2" style={{ marginTop: 4 }}>
                  {t(sibling.ill === 0 ? 'topology.otherWell' : 'topology.other', {
                    size: sibling.size,
                    well: sibling.size - sibling.ill,
                    ill: sibling.ill,
                  })}
                </p>
              </div>
            </div>
          ),
        )}
        {rest.length > 0 ? (
          <p className="t-note ink-2">
            {t('topology.rest', {
              count: rest.length,
              size: rest.reduce((sum, each) => sum + each.size, 0),
              ill: rest.reduce((sum, each) => sum + each.ill, 0),
            })}
          </p>
        ) : null}
      </div>
    </div>
  );
}

export function TopologyLegend({ tone }: { tone: string }) {
  const { t } = useTranslation('warnings');
  return (
    <span className={css.legend}>
      <span>
        <i style={{ background: tone }} />
        {t('member.affected')}
      </span>
      <span>
        <i style={{ border: '1.5px solid var(--text)' }} />
        {t('member.well')}
      </span>
      <span>
        <i style={{ background: 'var(--text2)' }} />
        {t('member.elsewhere')}
      </span>
    </span>
  );
}
