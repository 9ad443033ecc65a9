import type { RefusalTexts } from '#platform';

export const refusals: RefusalTexts = {
  'notice-unknown': {
    status: 404,
    'zh-CN': { what: '没有这条通知。', mend: '请刷新通知列表。' },
    en: { what: 'There is no such notice.', mend: 'Reload the list of notices.' },
  },
  'notice-not-yours': {
    status: 403,
    'zh-CN': { what: '这条通知是发给{person}的。', mend: '请由本人确认；已口头联系到本人的，由值班员代为登记。' },
    en: {
      what: 'This notice is for {person}.',
      mend: 'Let them acknowledge it; if you have spoken to them, the duty officer may enter it.',
    },
  },
  'notice-superseded': {
    status: 409,
    'zh-CN': { what: '这条通知已不需要确认：{why}。', mend: '无需再操作；详情请登录系统查看。' },
    en: { what: 'This notice needs no answer any more: {why}.', mend: 'Nothing more to do; sign in to see the details.' },
  },
  'notice-not-waiting': {
    status: 409,
    'zh-CN': { what: '这条通知已经发出或已结束，不能重发。', mend: '需要再次联系时，请另发通知。' },
    en: { what: 'This notice has been sent or is over; it cannot be sent again.', mend: 'To reach the person again, send a new one.' },
  },
  'nobody-to-call': {
    status: 409,
    'zh-CN': { what: '没有可以呼叫的人员。', mend: '请先在人员与值班中设置在用人员和席位。' },
    en: { what: 'There is nobody to call.', mend: 'First fill the seats with active people, under people and rota.' },
  },
  'link-forged': {
    status: 403,
    'zh-CN': { what: '链接无效：不是本系统签发的，或不完整。', mend: '请从邮件原文重新打开链接，或登录系统确认。' },
    en: {
      what: 'This link is not valid: it was not signed by this system, or it is incomplete.',
      mend: 'Open it again from the original message, or sign in and acknowledge there.',
    },
  },
  'link-expired': {
    status: 410,
    'zh-CN': { what: '链接已过期。', mend: '请登录系统确认，或致电值班员。' },
    en: { what: 'This link has expired.', mend: 'Sign in and acknowledge there, or call the duty officer.' },
  },
  'link-used': {
    status: 410,
    'zh-CN': { what: '该通知已由{by}确认，链接只能使用一次。', mend: '无需再操作；详情请登录系统查看。' },
    en: {
      what: 'This notice was already acknowledged by {by}; a link works once.',
      mend: 'Nothing more to do; sign in to see the details.',
    },
  },
};
