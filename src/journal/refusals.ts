import type { RefusalTexts } from '#platform';

export const refusals: RefusalTexts = {
  'cursor-unknown': {
    status: 400,
    'zh-CN': { what: '续传位置 {position} 不存在。', mend: '请不带 Last-Event-ID 重新连接。' },
    en: { what: 'There is no position {position} to resume from.', mend: 'Connect again without Last-Event-ID.' },
  },
};
