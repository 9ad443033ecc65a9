export { useRowKeys } from './keys.ts';
export { PageHead, Pane, Panes, Section } from './PageHead.tsx';
export { useDrill } from './Shell.tsx';
