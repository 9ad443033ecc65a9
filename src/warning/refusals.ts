import type { RefusalTexts } from '#platform';

export const refusals: RefusalTexts = {
  'warning-unknown': {
    status: 404,
    'zh-CN': { what: '没有这条预警：{warning}。', mend: '请从预警列表中打开。' },
    en: { what: 'There is no such warning: {warning}.', mend: 'Open it from the list of warnings.' },
  },
  'warning-over': {
    status: 409,
    'zh-CN': { what: '预警 {number} 已关闭或撤回，不能再处理。', mend: '如故障仍在，系统会另发预警；也可在现场上报。' },
    en: {
      what: 'Warning {number} is closed or withdrawn.',
      mend: 'If the fault is still there a new warning comes by itself; you may also report it.',
    },
  },
  'warning-has-incident': {
    status: 409,
    'zh-CN': { what: '预警 {number} 已启动预案，不能单独撤回。', mend: '请在突发事件中撤回（误报）或宣布结束。' },
    en: {
      what: 'A plan runs on warning {number}; it cannot be withdrawn by itself.',
      mend: 'Withdraw the incident as a false alarm, or declare its end.',
    },
  },
  'grade-unchanged': {
    status: 409,
    'zh-CN': { what: '预警 {number} 已经是这个等级。', mend: '如要改变，请选另一等级并写明理由。' },
    en: { what: 'Warning {number} already has this grade.', mend: 'To change it, choose the other grade and give the reason.' },
  },
  'split-not-part': {
    status: 422,
    'zh-CN': { what: '这些机器不在预警 {number} 中，或已是其全部：{atms}。', mend: '请选择其中一部分机器。' },
    en: { what: 'These machines are not in warning {number}, or are all of it: {atms}.', mend: 'Choose some of its machines.' },
  },
};
