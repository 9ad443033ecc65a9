import { useQueries, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { get } from '../api/http.ts';
import { meQuery, type Role } from '../api/session.ts';
import { offersQuery, warningsQuery } from '../warnings/queries.ts';
import { useCauseTitle } from '../warnings/words.ts';
import { people } from './DistrictMap.tsx';
import { type Call, mineQuery } from './queries.ts';

const judges: Role[] = ['commander', 'deputy', 'duty-officer'];
interface Called {
  answerBy: string | null;
  acknowledgedAt: string | null;
}

/** Everything that waits for me, the nearest deadline first: my calls and tasks, and major warnings that nobody has judged. */
export function useWaiting(): { calls: Call[]; error: unknown; ready: boolean } {
  const { t } = useTranslation('duty');
  const title = useCauseTitle();
  const role = useQuery(meQuery).data?.actor.role;
  const mine = useQuery(mineQuery);
  const judge = role !== undefined && judges.includes(role);
  const warnings = useQuery({ ...warningsQuery('open'), enabled: role !== 'vendor' });
  const open = judge
    ? (warnings.data?.items ?? []).filter((each) => each.triage === 'major' && each.state === 'open' && !each.incident)
    : [];
  const offers = useQueries({ queries: open.map((each) => ({ ...offersQuery(each.id), staleTime: 60_000 })) });
  const notices = useQueries({
    queries: open.map((each) => ({
      queryKey: ['notices', 'of', each.id],
      queryFn: () => get<{ items: Called[] }>('/api/v1/notices', { subjectKind: 'warning', subjectId: each.id, limit: 20 }),
    })),
  });
  const judged: Call[] = open.map((warning, index) => {
    const level = offers[index]?.data?.items[0]?.trigger.level ?? null;
    const ringing = (notices[index]?.data?.items ?? [])
      .filter((notice) => notice.answerBy && !notice.acknowledgedAt)
      .map((notice) => notice.answerBy as string);
    const words = (zh: string) => ({ zh, en: zh });
    return {
      kind: 'warning',
      id: warning.id,
      subject: { kind: 'warning', id: warning.id, number: warning.number },
      title: words(level ? t('queue.confirmLevel', { level }) : t('queue.confirm')),
      detail: [
        words(title(warning)),
        ...(warning.reasons[0] ? [{ zh: warning.reasons[0].zh, en: warning.reasons[0].en }] : []),
        words(t('queue.touches', { atms: warning.affectedNow, people: people(warning.customers) })),
      ],
      level,
      confirmed: false,
      due: ringing.sort().at(-1) ?? null,
      otherwise: ringing.length > 0 ? words(t('queue.otherwise')) : null,
    };
  });
  const calls = [...judged, ...(mine.data?.items ?? [])].sort(
    (a, b) => (a.due ?? '9').localeCompare(b.due ?? '9') || Number(b.kind === 'warning') - Number(a.kind === 'warning'),
  );
  return { calls, error: mine.error ?? warnings.error, ready: mine.isSuccess };
}
