import { get } from '../api/http.ts';

export interface Kind {
  kind: string;
  zh: string;
  en: string;
}

/** Known without the network: a report must be possible where there is none. */
export const storedKinds = (): Kind[] => JSON.parse(localStorage.getItem('fengsui.report-kinds') ?? '[]') as Kind[];
export const kindsQuery = {
  queryKey: ['report-kinds'],
  queryFn: async () => {
    const { items } = await get<{ items: Kind[] }>('/api/v1/report-kinds');
    localStorage.setItem('fengsui.report-kinds', JSON.stringify(items));
    return items;
  },
  staleTime: 3_600_000,
  retry: 1,
};
