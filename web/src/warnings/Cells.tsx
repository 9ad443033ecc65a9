import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { to } from '../addresses.ts';
import type { Member } from './queries.ts';
import css from './warnings.module.css';

const order: Record<Member['state'], number> = { affected: 0, recovered: 1, elsewhere: 2, well: 3 };

/** Size of a cell and cells in a row: a dozen machines are large, a thousand still fit. */
function grid(count: number): { pitch: number; columns: number } {
  if (count <= 24) return { pitch: 18, columns: 12 };
  if (count <= 120) return { pitch: 12, columns: 30 };
  return { pitch: count <= 600 ? 7 : 5, columns: count <= 600 ? 50 : 72 };
}

/**
 * One cell per machine below the cause: filled in the level's colour where it is ill with it, outlined in ink where it is
 * still well, dark where another reason made it ill. Press a cell for the machine.
 */
export function MemberCells({ members, tone }: { members: Member[]; tone: string }) {
  const { t } = useTranslation('warnings');
  const navigate = useNavigate();
  const { pitch, columns } = grid(members.length);
  const sorted = [...members].sort((a, b) => order[a.state] - order[b.state] || a.atm.localeCompare(b.atm));
  const rows = Math.ceil(sorted.length / columns);
  const side = pitch - 1.4;
  const many = sorted.filter((member) => member.state === 'well').length > sorted.length / 2;
  return (
    <svg
      className={css.cells}
      width={Math.min(sorted.length, columns) * pitch}
      height={rows * pitch}
      viewBox={`0 0 ${Math.min(sorted.length, columns) * pitch} ${rows * pitch}`}
      role="img"
      aria-label={t('cells.label', { count: sorted.length })}
    >
      {sorted.map((member, index) => {
        const [x, y] = [(index % columns) * pitch, Math.floor(index / columns) * pitch];
        const fill =
          member.state === 'affected'
            ? tone
            : member.state === 'elsewhere'
              ? 'var(--text2)'
              : member.state === 'recovered'
                ? 'var(--pane)'
                : many
                  ? 'var(--line)'
                  : 'var(--surface)';
        const outlined = member.state === 'well' && !many;
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the list of machines beside it serves the keyboard
          <rect
            key={member.atm}
            x={outlined ? x + 0.7 : x}
            y={outlined ? y + 0.7 : y}
            width={outlined ? side - 1.4 : side}
            height={outlined ? side - 1.4 : side}
            fill={fill}
            stroke={outlined ? 'var(--text)' : 'none'}
            strokeWidth="1.4"
            style={{ cursor: 'pointer' }}
            onClick={() => navigate(to.machine(member.atm))}
          >
            <title>{`${member.atm} · ${t(`member.${member.state}`)}`}</title>
          </rect>
        );
      })}
    </svg>
  );
}

/** A neighbouring group: its machines are counted, not named; the ill ones come first. */
export function CountCells({ size, ill }: { size: number; ill: number }) {
  const { t } = useTranslation('warnings');
  const { pitch, columns } = grid(size);
  const rows = Math.ceil(size / columns);
  const side = pitch - 1.4;
  // One path per tone: a neighbour may have a thousand machines.
  const path = (from: number, until: number) => {
    let d = '';
    for (let index = from; index < until; index++)
      d += `M${(index % columns) * pitch} ${Math.floor(index / columns) * pitch}h${side}v${side}h${-side}Z`;
    return d;
  };
  return (
    <svg
      className={css.cells}
      width={Math.min(size, columns) * pitch}
      height={rows * pitch}
      viewBox={`0 0 ${Math.min(size, columns) * pitch} ${rows * pitch}`}
      role="img"
      aria-label={t('cells.neighbour', { size, ill })}
    >
      <path d={path(0, ill)} fill="var(--text2)" />
      <path d={path(ill, size)} fill="var(--line)" />
    </svg>
  );
}
