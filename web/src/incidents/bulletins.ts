import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Bulletin, BulletinCommand } from '../../../src/bulletins/model.ts';
import { post } from '../api/http.ts';
import { everyPage } from './queries.ts';

export type { Bulletin } from '../../../src/bulletins/model.ts';

/** Bulletins of one incident, the newest last. */
export const bulletinsOf = (incident: string) =>
  queryOptions({
    queryKey: ['bulletins', 'of', incident],
    queryFn: () => everyPage<Bulletin>('/api/v1/bulletins', { incident }),
    select: (items) => items.toSorted((a, b) => a.serial - b.serial),
  });

const useAfter = () => {
  const client = useQueryClient();
  return () => Promise.all([client.invalidateQueries({ queryKey: ['bulletins'] }), client.invalidateQueries({ queryKey: ['incidents'] })]);
};
/** Commands one bulletin: edit, approve by a second person, publish. */
export function useBulletinCommand(id: string) {
  const after = useAfter();
  return useMutation({
    mutationFn: (command: BulletinCommand | { command: 'correct' }) => post<unknown>(`/api/v1/bulletins/${id}/commands`, command),
    onSuccess: after,
  });
}
