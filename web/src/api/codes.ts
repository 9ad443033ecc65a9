import { queryOptions, useQuery } from '@tanstack/react-query';
import { say } from '../i18n/index.ts';
import { get } from './http.ts';
import type { Text } from './session.ts';

export interface SignalCode {
  code: string;
  name?: Text;
  zh?: string;
  en?: string;
  class: string;
  module?: string;
  impact?: 'blocks' | 'limits' | 'none';
}
/** The catalogue of signals changes with the program only. */
export const codesQuery = queryOptions({
  queryKey: ['signal-codes'],
  queryFn: async () => {
    const answer = await get<{ items: SignalCode[] } | SignalCode[]>('/api/v1/signal-codes');
    return new Map((Array.isArray(answer) ? answer : answer.items).map((each) => [each.code, each]));
  },
  staleTime: Number.POSITIVE_INFINITY,
});

/** The name of a code in the language spoken; the code itself where the catalogue does not know it. */
export function useCodeName(): (code: string) => string {
  const codes = useQuery(codesQuery).data;
  return (code) => {
    const known = codes?.get(code);
    if (!known) return code;
    return known.name ? say(known.name) : say({ zh: known.zh ?? code, en: known.en ?? code });
  };
}
