import './theme/base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { queryClient } from './api/queries.ts';
import { startLanguages } from './i18n/index.ts';
import { openRouter } from './routes.tsx';
import { Theme } from './theme/scheme.tsx';
import { applyTokens } from './theme/tokens.ts';

applyTokens(document);
await startLanguages();
const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');
createRoot(root).render(
  <QueryClientProvider client={queryClient}>
    <Theme>
      <RouterProvider router={openRouter()} />
    </Theme>
  </QueryClientProvider>,
);
