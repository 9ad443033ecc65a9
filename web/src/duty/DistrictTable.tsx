import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { to } from '../addresses.ts';
import { people } from './DistrictMap.tsx';
import type { Overview } from './queries.ts';

/** The region as a table, worst first: for a bank whose districts are not those of the drawing. */
export function DistrictTable({ districts }: { districts: Overview['districts'] }) {
  const { t } = useTranslation('duty');
  const worst = [...districts].sort((a, b) => b.out / b.total - a.out / a.total || b.total - a.total);
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{t('region.district')}</th>
          <th className="num">{t('region.out')}</th>
          <th className="num">{t('region.total')}</th>
          <th className="num">{t('region.people')}</th>
        </tr>
      </thead>
      <tbody>
        {worst.map((district) => (
          <tr key={district.district}>
            <td>
              <Link to={to.fleet({ district: district.district })} style={{ color: 'inherit' }}>
                {district.district || '–'}
              </Link>
            </td>
            <td className={district.out > 0 ? 'num strong' : 'num'}>{district.out}</td>
            <td className="num">{district.total}</td>
            <td className="num">{people(district.peopleWithout)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
