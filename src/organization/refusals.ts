import type { RefusalTexts } from '#platform';

export const refusals: RefusalTexts = {
  'not-signed-in': {
    status: 401,
    'zh-CN': { what: '尚未登录，或登录已过期。', mend: '请登录后再试；系统接口请使用有效的令牌。' },
    en: { what: 'You are not signed in, or the session has ended.', mend: 'Sign in and try again; other systems send a valid token.' },
  },
  'not-allowed': {
    status: 403,
    'zh-CN': { what: '您的角色（{role}）无权执行此操作。', mend: '请由以下角色办理：{roles}。' },
    en: { what: 'Your role ({role}) may not do this.', mend: 'Ask somebody with one of these roles: {roles}.' },
  },
  'cross-site': {
    status: 403,
    'zh-CN': { what: '请求来自其他网站，已拒绝。', mend: '请在本系统的页面里操作。' },
    en: { what: 'The request came from another site and was refused.', mend: 'Do it on a page of this system.' },
  },
  'sign-in-wrong': {
    status: 401,
    'zh-CN': { what: '账号或密码不对。', mend: '请检查大小写后重试；忘记密码请联系系统管理员。' },
    en: {
      what: 'The account or the password is wrong.',
      mend: 'Check upper and lower case and try again; if you forgot the password, ask the administrator.',
    },
  },
  'too-many-attempts': {
    status: 429,
    'zh-CN': { what: '尝试次数过多，已暂停登录。', mend: '请在 {minutes} 分钟后再试，或请系统管理员重设密码。' },
    en: {
      what: 'Too many attempts; signing in is paused.',
      mend: 'Try again in {minutes} minutes, or ask the administrator for a new password.',
    },
  },
  'password-too-short': {
    status: 422,
    'zh-CN': { what: '密码太短。', mend: '请设置至少 {least} 个字符的密码。' },
    en: { what: 'The password is too short.', mend: 'Choose one of at least {least} characters.' },
  },
  'password-wrong': {
    status: 403,
    'zh-CN': { what: '现用密码不对，密码没有更改。', mend: '请重新输入现用密码。' },
    en: { what: 'The present password is wrong; nothing was changed.', mend: 'Type the present password again.' },
  },
  'account-malformed': {
    status: 422,
    'zh-CN': { what: '账号“{account}”不合规。', mend: '请使用 2 至 64 个字母、数字、点、横线、下划线或 @。' },
    en: { what: 'The account “{account}” is malformed.', mend: 'Use 2 to 64 letters, digits, dots, hyphens, underscores or @.' },
  },
  'account-taken': {
    status: 409,
    'zh-CN': { what: '账号“{account}”已被使用。', mend: '请换一个账号，或修改已有人员。' },
    en: { what: 'The account “{account}” is taken.', mend: 'Choose another, or change the person who has it.' },
  },
  'role-unknown': {
    status: 422,
    'zh-CN': { what: '没有角色“{role}”。', mend: '可用角色：{roles}。' },
    en: { what: 'There is no role “{role}”.', mend: 'The roles are: {roles}.' },
  },
  'vendor-missing': {
    status: 422,
    'zh-CN': { what: '外包服务商账号必须写明所属服务商。', mend: '请填写服务商名称。' },
    en: { what: 'An account of a vendor must name the vendor.', mend: 'Fill in the name of the vendor.' },
  },
  'person-unknown': {
    status: 404,
    'zh-CN': { what: '没有这个人员，或已停用：{person}。', mend: '请从人员名册中选择在用人员。' },
    en: { what: 'There is no such person, or the account is closed: {person}.', mend: 'Choose an active person from the directory.' },
  },
  'group-unknown': {
    status: 404,
    'zh-CN': { what: '没有这个应急小组：{group}。', mend: '已有小组：{groups}。' },
    en: { what: 'There is no such group: {group}.', mend: 'The groups are: {groups}.' },
  },
  'seat-malformed': {
    status: 422,
    'zh-CN': { what: '每个席位须写明一名人员或一个职务，二者选一。', mend: '请改正第 {index} 个席位。' },
    en: { what: 'Each seat names either a person or an office, not both.', mend: 'Correct seat number {index}.' },
  },
  'last-administrator': {
    status: 409,
    'zh-CN': { what: '这是最后一名系统管理员，不能停用或改换角色。', mend: '请先指定另一名系统管理员。' },
    en: {
      what: 'This is the last administrator, who cannot be closed or given another role.',
      mend: 'Make somebody else an administrator first.',
    },
  },
  'shift-malformed': {
    status: 422,
    'zh-CN': {
      what: '值班安排有误：{why}。',
      mend: '请填写开始早于结束的时间（本地日期 2026-03-08、时刻 08:00，或 ISO 8601），一次不超过 400 天。',
    },
    en: {
      what: 'The shifts are malformed: {why}.',
      mend: 'Give a start before the end (local day 2026-03-08 and time 08:00, or ISO 8601), at most 400 days at once.',
    },
  },
  'shift-unknown': {
    status: 404,
    'zh-CN': { what: '没有这个班次。', mend: '它可能已被删除，请刷新值班表。' },
    en: { what: 'There is no such shift.', mend: 'It may have been removed: reload the rota.' },
  },
  'delegation-malformed': {
    status: 422,
    'zh-CN': { what: '授权有误：{why}。', mend: '请选择另一名在用人员，并填写晚于现在、不超过 30 天的结束时间和理由。' },
    en: {
      what: 'The delegation is malformed: {why}.',
      mend: 'Choose another active person, an end after now and within 30 days, and a reason.',
    },
  },
  'set-up-done': {
    status: 409,
    'zh-CN': { what: '系统已完成初始设置。', mend: '请用系统管理员账号登录。' },
    en: { what: 'The system has already been set up.', mend: 'Sign in as the administrator.' },
  },
  'setup-code-wrong': {
    status: 403,
    'zh-CN': { what: '设置码不对。', mend: '请输入服务启动时打印的一次性设置码；重新启动会打印新码。' },
    en: { what: 'The set-up code is wrong.', mend: 'Type the one-time code printed when the server started; a restart prints a new one.' },
  },
  'time-zone-unknown': {
    status: 422,
    'zh-CN': { what: '没有时区“{timeZone}”。', mend: '请使用 IANA 名称，例如 Asia/Shanghai。' },
    en: { what: 'There is no time zone “{timeZone}”.', mend: 'Use an IANA name, such as Asia/Shanghai.' },
  },
  'token-unknown': {
    status: 404,
    'zh-CN': { what: '没有这个令牌，或已撤销。', mend: '请刷新令牌列表。' },
    en: { what: 'There is no such token, or it was revoked.', mend: 'Reload the list of tokens.' },
  },
};
