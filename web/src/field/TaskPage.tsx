import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { useStream } from '../api/stream.ts';
import { mineQuery } from './Mine.tsx';
import { TaskScreen } from './TaskScreen.tsx';

/** One task by its address. */
export function Component() {
  useStream();
  const { incident = '', task = '' } = useParams();
  const others = (useQuery(mineQuery).data ?? []).filter((item) => !(item.subject.id === incident && item.id === task));
  return <TaskScreen incident={incident} task={task} others={others} />;
}
