export { At, Countdown, Due, LateChip, Since } from './Late.tsx';
export { type Level, LevelMark, levelNumber } from './Level.tsx';
export { DrillFrame, Empty, LockedAction, OfflineBar, RefusedNotice, Tag } from './Notices.tsx';
export { type Mark, StateMark } from './State.tsx';
