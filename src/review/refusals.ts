import type { RefusalTexts } from '#platform';

export const refusals: RefusalTexts = {
  'report-approved': {
    status: 409,
    'zh-CN': { what: '报告 {number} 已经批准，不能再改。', mend: '补充事项请登记为改进措施，或写入下一份报告。' },
    en: { what: 'Report {number} is approved and cannot change any more.', mend: 'Record what is left as improvements.' },
  },
  'report-role': {
    status: 403,
    'zh-CN': { what: '您的角色不能做这一步。', mend: '请由 {roles} 办理。' },
    en: { what: 'Your role cannot take this step.', mend: 'It belongs to: {roles}.' },
  },
  'report-second-person': {
    status: 409,
    'zh-CN': { what: '{name} 写过这份报告，不能自己批准。', mend: '请由另一位组长或副组长批准。' },
    en: { what: '{name} has written part of this report and cannot approve it.', mend: 'Ask another member of the command to approve it.' },
  },
  'report-incomplete': {
    status: 409,
    'zh-CN': { what: '报告还缺：{sections}。', mend: '请补写后再报批准。' },
    en: { what: 'The report still lacks: {sections}.', mend: 'Write these parts, then ask for approval.' },
  },
  'report-running': {
    status: 409,
    'zh-CN': { what: '应急尚未结束，报告还不能批准。', mend: '请先由指挥部宣布结束。' },
    en: { what: 'The incident has not ended; its report cannot be approved yet.', mend: 'Have the command declare the end first.' },
  },
  'improvement-done': {
    status: 409,
    'zh-CN': { what: '改进措施 {number} 已经完成。', mend: '新的工作请另立一条改进措施。' },
    en: { what: 'Improvement {number} is done already.', mend: 'Open another improvement for further work.' },
  },
  'improvement-unassigned': {
    status: 409,
    'zh-CN': { what: '改进措施 {number} 还没有责任人。', mend: '请先指定责任人和期限。' },
    en: { what: 'Improvement {number} has no owner yet.', mend: 'Assign an owner and a due date first.' },
  },
};
