import type { RefusalTexts } from '#platform';

export const refusals: RefusalTexts = {
  'bulletin-published': {
    status: 409,
    'zh-CN': { what: '第 {serial} 号信息已经发布，不能再改。', mend: '请另起草一份更正信息（command: correct）。' },
    en: { what: 'Bulletin {serial} has been published and cannot change any more.', mend: 'Draft a correction (command: correct).' },
  },
  'bulletin-role': {
    status: 403,
    'zh-CN': { what: '您的角色不能做这一步。', mend: '请由 {roles} 办理。' },
    en: { what: 'Your role cannot take this step.', mend: 'It belongs to: {roles}.' },
  },
  'bulletin-second-person': {
    status: 409,
    'zh-CN': { what: '{name} 写过这份信息，不能自己批准。', mend: '请由另一位指挥员（组长或副组长）批准。' },
    en: {
      what: '{name} has written part of this bulletin and cannot approve it.',
      mend: 'Ask another member of the command to approve it.',
    },
  },
  'bulletin-unapproved': {
    status: 409,
    'zh-CN': { what: '第 {serial} 号信息还没有批准，不能发布。', mend: '请先由指挥员批准。' },
    en: { what: 'Bulletin {serial} is not approved and cannot be published.', mend: 'Have the command approve it first.' },
  },
  'bulletin-rejected': {
    status: 409,
    'zh-CN': { what: '这份信息已被退回：{reason}。', mend: '请先修改，再报批准。' },
    en: { what: 'This bulletin was rejected: {reason}.', mend: 'Edit it, then ask for approval again.' },
  },
  'bulletin-unpublished': {
    status: 409,
    'zh-CN': { what: '这份信息还没有发布，不需要更正。', mend: '请直接修改草稿。' },
    en: { what: 'This bulletin is not published and needs no correction.', mend: 'Edit the draft.' },
  },
  'range-wrong': {
    status: 422,
    'zh-CN': { what: '预计时间应是一个时段，先早后晚。', mend: '请给出最早和最晚两个时间。' },
    en: { what: 'The expected time must be a range, earlier before later.', mend: 'Give an earliest and a latest time.' },
  },
  'cause-missing': {
    status: 409,
    'zh-CN': { what: '还没有写明原因，没有可以公开的内容。', mend: '请先填写原因，再决定是否公开。' },
    en: { what: 'No cause is written, so there is none to release.', mend: 'Write the cause first.' },
  },
};
