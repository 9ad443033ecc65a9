import { QueryClient } from '@tanstack/react-query';
import { Refused } from './http.ts';

/** One cache for loaders and components. A refusal is an answer: it is not asked again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) => !(error instanceof Refused) && failures < 2,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});
