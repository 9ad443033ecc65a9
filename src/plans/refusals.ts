import type { RefusalTexts } from '#platform';

export const refusals: RefusalTexts = {
  'plan-invalid': {
    status: 422,
    'zh-CN': { what: '预案文件有 {count} 处错误。第 {line} 行第 {column} 列：{what}', mend: '{mend}' },
    en: { what: 'Faults in the plan file: {count}. Line {line}, column {column}: {what}', mend: '{mend}' },
  },
  'plan-unknown': {
    status: 404,
    'zh-CN': { what: '没有预案 {plan}。', mend: '在预案列表中选择一份，或先上传它的文件。' },
    en: { what: 'There is no plan {plan}.', mend: 'Choose one of the list of plans, or upload its file first.' },
  },
  'plan-version-unknown': {
    status: 404,
    'zh-CN': { what: '预案 {plan} 没有第 {version} 版。', mend: '在版本列表中选择。' },
    en: { what: 'Plan {plan} has no version {version}.', mend: 'Choose one of its versions.' },
  },
  'plan-version-taken': {
    status: 409,
    'zh-CN': { what: '预案 {plan} 已有第 {version} 版，最新是第 {newest} 版。', mend: '把文件中的 version 改为 {next}。' },
    en: { what: 'Plan {plan} already has a version {version}; the newest is {newest}.', mend: 'Change version in the file to {next}.' },
  },
  'plan-other-version': {
    status: 409,
    'zh-CN': { what: '文件写的是 {given}，不是正在修改的 {wanted}。', mend: '改回 id 和 version；要开新版本请另行提交。' },
    en: {
      what: 'The file says {given}, not {wanted} that is being edited.',
      mend: 'Put id and version back; submit a new version by itself.',
    },
  },
  'plan-own-draft': {
    status: 403,
    'zh-CN': { what: '{person} 参与起草了这一版，不能再批准它。', mend: '请另一位有权批准的人批准。' },
    en: { what: '{person} took part in drafting this version and cannot approve it.', mend: 'Ask somebody else who may approve.' },
  },
  'plan-approver-needed': {
    status: 403,
    'zh-CN': { what: '这一步须由指挥长或副指挥长执行。', mend: '请指挥长或副指挥长批准并实施。' },
    en: { what: 'This step is for the commander or the deputy.', mend: 'Ask the commander or the deputy to approve and enact it.' },
  },
  'plan-drafter-needed': {
    status: 403,
    'zh-CN': { what: '只有预案管理员、系统管理员或指挥人员可以修改草稿。', mend: '请预案管理员修改。' },
    en: { what: 'Only planners, administrators and the command edit drafts.', mend: 'Ask the planner to edit it.' },
  },
  'plan-comment-empty': {
    status: 422,
    'zh-CN': { what: '意见是空的。', mend: '写明意见和所指的条款。' },
    en: { what: 'The comment is empty.', mend: 'Write it, and the clause that it is about.' },
  },
  'plan-not-draft': {
    status: 409,
    'zh-CN': { what: '预案 {plan} 第 {version} 版已不是草稿（{state}），不能再改。', mend: '另开一个新版本。' },
    en: { what: 'Version {version} of plan {plan} is a draft no more ({state}).', mend: 'Open a new version.' },
  },
  'plan-not-approved': {
    status: 409,
    'zh-CN': { what: '预案 {plan} 第 {version} 版尚未批准，不能实施。', mend: '请起草人以外的一人先批准。' },
    en: {
      what: 'Version {version} of plan {plan} is not approved and cannot come into force.',
      mend: 'First let somebody other than the drafter approve it.',
    },
  },
  'plan-repealed': {
    status: 409,
    'zh-CN': { what: '预案 {plan} 第 {version} 版已废止。', mend: '要恢复其内容，请以新版本提交。' },
    en: { what: 'Version {version} of plan {plan} is repealed.', mend: 'To bring its content back, submit it as a new version.' },
  },
  'plan-superseded': {
    status: 409,
    'zh-CN': { what: '预案 {plan} 已在实施更新的第 {inForce} 版。', mend: '把第 {version} 版的内容并入新版本。' },
    en: { what: 'A newer version of plan {plan} is in force: {inForce}.', mend: 'Merge the content of version {version} into a new one.' },
  },
};
