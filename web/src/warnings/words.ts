import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { useCodeName, useCodeText } from '../api/codes.ts';
import type { Text } from '../api/session.ts';
import type { Cause, Warning } from './queries.ts';

/** The cause as a title: 线路 L-031 中断; of a single machine what it says: HK-0217 出钞模块卡钞. */
export function useCauseTitle(): (warning: Pick<Warning, 'cause' | 'codes'>) => string {
  const { t } = useTranslation('warnings');
  const name = useCodeName();
  return ({ cause, codes }) =>
    (cause.kind === 'machine' || cause.kind === 'cash' || cause.kind === 'other') && codes[0]
      ? t('title.machine', { ref: cause.ref, what: name(codes[0]) })
      : t(`title.${cause.kind}`, { ref: cause.ref });
}

/** A thing by its kind and name: 线路 L-031. */
export function useCauseName(): (cause: Cause) => string {
  const { t } = useTranslation('warnings');
  return (cause) => t(`kind.${cause.kind}`, { ref: cause.ref });
}

/** The cause in one sentence, with the count. */
export function useCauseSentence(): (warning: Pick<Warning, 'cause' | 'codes' | 'affectedNow' | 'groupSize' | 'atms'>) => string {
  const { t } = useTranslation('warnings');
  const name = useCodeName();
  return ({ cause, codes, atms, groupSize }) =>
    t(`sentence.${cause.kind}`, { ref: cause.ref, what: codes.slice(0, 2).map(name).join(t('and')), count: atms, size: groupSize });
}

/** The title in both languages, for what is written on the record: the name of the incident that a warning becomes. */
export function useRecordTitle(): (warning: Pick<Warning, 'cause' | 'codes'>) => Text {
  const codeText = useCodeText();
  return ({ cause, codes }) => {
    const what = codeText(codes[0] ?? '');
    const kind = (cause.kind === 'cash' || cause.kind === 'other') && codes[0] ? 'machine' : cause.kind;
    return {
      zh: i18next.getFixedT('zh-CN', 'warnings')(`title.${kind}`, { ref: cause.ref, what: what.zh }),
      en: i18next.getFixedT('en', 'warnings')(`title.${kind}`, { ref: cause.ref, what: what.en }),
    };
  };
}
