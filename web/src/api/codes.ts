import { queryOptions, useQuery } from '@tanstack/react-query';
import { say } from '../i18n/index.ts';
import { listSignalCodes } from './client.gen.ts';

/** The catalogue of signals changes with the program only. */
const codesQuery = queryOptions({
  queryKey: ['signal-codes'],
  queryFn: async () => new Map((await listSignalCodes()).items.map((each) => [each.code, each])),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The names of a code; the code itself where the catalogue does not know it. */
export function useCodeText(): (code: string) => { zh: string; en: string } {
  const codes = useQuery(codesQuery).data;
  return (code) => codes?.get(code) ?? { zh: code, en: code };
}

/** The name of a code in the language spoken. */
export function useCodeName(): (code: string) => string {
  const text = useCodeText();
  return (code) => say(text(code));
}
