import { QueryCache, QueryClient } from '@tanstack/react-query';
import { to } from '../addresses.ts';
import { Refused } from './http.ts';

/** One cache for loaders and components. A refusal is an answer: it is not asked again. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    // A session that has run out: sign in, and come back to this page. Before a page opens its loader does the same.
    onError: (error, query) => {
      if (!(error instanceof Refused) || error.status !== 401 || query.queryKey[0] === 'me') return;
      if (location.pathname !== to.signIn() && location.pathname !== to.setup())
        location.assign(to.signIn(location.pathname + location.search));
    },
  }),
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
